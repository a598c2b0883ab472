/*
 * Holds every runtime's port and board against their contracts: the compiler reads this file once for each of them. In no
 * build.
 */
import * as board from "#board";
import * as port from "#port";
import type { Port } from "#port";
import type { BoardModule } from "./board.ts";
import type { PortModule } from "./port.ts";

port satisfies PortModule<Port>;
board satisfies BoardModule<Port>;
