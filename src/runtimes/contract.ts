/*
 * Holds every runtime's port against the contract: the compiler reads this file once for each of them. In no build.
 */
import * as port from "#port";
import type { Port } from "#port";
import type { PortModule } from "./port.ts";

port satisfies PortModule<Port>;
