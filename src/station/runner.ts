/*
 * Everything a running station is, in one record made once; the files beside it are functions on it.
 */
import type { Filter } from "#filter";
import type { Speech } from "#speech";
import type { Wifi } from "../runtimes/board.ts";
import type { Drive } from "../runtimes/drive.ts";
import type { Network } from "./network.ts";
import type { Outputs } from "./output.ts";
import type { Plan } from "./plan.ts";
import type { Sampler } from "./sampler.ts";
import type { Station } from "./station.ts";

/** Where this station is deployed: the broker and how to log in, and the network. Never part of a station. */
export interface Site {
  host: string;
  port: number;
  isSecure: boolean;
  userName?: string | undefined;
  password?: string | undefined;
  /** None where the firmware joins by itself. */
  wifi?: Wifi | undefined;
}

/** Which program runs. */
export interface Program {
  /** 0 to 65,535, another for every program: what another one has kept is not taken up. */
  build: number;
  /** As reports have it. */
  version: string;
}

/** Of a station that runs as it is written. */
export const UNNAMED: Program = { build: 0, version: "0" };

/** How far a deep sleeper is with what it woke up for. */
export const enum Visit {
  /** The radio is off: readings are taken, or there is nothing to do. */
  None = 0,
  /** It joins, connects, and sends all that waits. */
  Busy = 1,
  /** DISCONNECT goes out. */
  Parting = 2,
  /** DISCONNECT is written, and the broker's end of the connection is awaited. */
  Lingering = 3,
}

export interface Runner extends Drive {
  station: Station;
  site: Site;
  build: number;
  plan: Plan;
  /** One for each feed, in the station's order. */
  samplers: Sampler[];
  filters: Filter[];
  outputs: Outputs;
  speech: Speech;
  network: Network;
  visit: Visit;
  /** Something waits that must not wait for the next sending. */
  isUrgent: boolean;
  /** A deep sleeper sends as soon as its readings are taken. */
  isSendDue: boolean;
  /** What calendar time is ahead of the plan's counter, in seconds; 0 while it is not known. */
  epochAheadS: number;
  /** No more readings are taken. */
  isResting: boolean;
  /** No connection is wanted any more. */
  isEnding: boolean;
  /** The board sleeps as soon as the program is done with this event. */
  isAsleep: boolean;
}

/** Whether a reading is under way. */
export function isSampling(runner: Runner): boolean {
  for (let at = 0; at < runner.samplers.length; at += 1)
    if ((runner.samplers[at] as Sampler).isActive) return true;
  return false;
}
