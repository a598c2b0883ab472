/*
 * What a board in the world is made of.
 */
import type { Meter } from "../energy/meter.ts";
import type { Artefact, Engine, Outside } from "../engines/engine.ts";
import type { Network, Radio, RadioPeer } from "../network/network.ts";
import type { World } from "../world/world.ts";
import type { BoardChips } from "./chips.ts";
import type { Firmware } from "./firmware.ts";

export interface VirtualBoardOptions {
  world: World;
  engine: (outside: Outside) => Engine;
  artefact: Artefact;
  network: Network;
  /** Makes the board's radio; undefined where the network is simply there. */
  radio?: (peer: RadioPeer) => Radio;
  meter?: Meter | undefined;
  chips: BoardChips;
  firmware: Firmware;
}
