/*
 * Everything that a fault may touch, and what a fault is: data with a name, a sentence, parameters, and what to do when
 * it begins and ends.
 */
import type { Place } from "../../runtimes/port.ts";
import type { TappedNetwork } from "../checks/wire.ts";
import type { VirtualBoard } from "../board/virtual-board.ts";
import type { SimBroker } from "../broker/sim-broker.ts";
import type { Conditions } from "../network/conditions.ts";
import type { SimNetwork } from "../network/tcp.ts";
import type { AccessPoint } from "../network/wifi.ts";
import type { World } from "../world/world.ts";
import type { FaultyChips } from "./chips.ts";
import type { MuteService } from "./service.ts";

export interface Setting {
  world: World;
  network: SimNetwork;
  /** What the network is like when nothing is wrong. */
  calm: Readonly<Conditions>;
  /** undefined for a board whose network is simply there. */
  accessPoint: AccessPoint | undefined;
  broker: SimBroker;
  /** What listens in the broker's place, and hands on to it. */
  service: MuteService;
  board: Pick<VirtualBoard, "powerOn" | "wipeKept" | "clockDriftPpm">;
  /** Cuts the board's power, and tells who keeps count. */
  cutPower: () => void;
  chips: FaultyChips;
  /** Where the board's chips are. */
  places: readonly Place[];
  /** The board's own end of the network. */
  wire: Pick<TappedNetwork, "onPass">;
}

/** A number that a fault is given; its unit is in its name. */
export interface Parameter {
  /** In a table of the README. */
  what: string;
  usual: number;
  least: number;
  most: number;
  /** A storm draws between these, the small ones as often as the large ones; else between least and most. */
  storm?: readonly [number, number];
  isWhole?: boolean;
}

export type Values = Readonly<Record<string, number>>;

export interface Fault {
  name: string;
  /** What happens, as a sentence. */
  sentence: string;
  parameters: Readonly<Record<string, Parameter>>;
  /** It strikes once and has no length. */
  isMoment?: boolean;
  /** Whether it means anything here; without it always. */
  isPossible?(setting: Setting): boolean;
  begin(setting: Setting, values: Values, forMs: number): void;
  /** All is well again; said without need it does nothing. */
  end(setting: Setting): void;
}

/** A fault that is drawn or asked for. */
export interface Spell {
  fault: Fault;
  values: Values;
  atMs: number;
  /** 0 for one that strikes once. */
  forMs: number;
}

/** For faults that have nothing to undo. */
export const nothing = (): void => {};
