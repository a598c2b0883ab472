/*
 * What was seen of a station during a run, from outside: its chips, its wire, its broker. Checks read nothing else, so
 * that they judge what a board gets in any engine; a part that only the Node engine can show says so.
 */
import type { Station } from "../../station/station.ts";

export type Fate =
  /** In the outbox. */
  | "waiting"
  /** QoS 1: the board has heard PUBACK. QoS 0: written on an accepted connection, or before one that broke. */
  | "done"
  /** It was the oldest that might go when the outbox was full. */
  | "dropped"
  /** All others were in flight: there was no room for it. */
  | "refused"
  /** It stood in memory when the power was cut. */
  | "lost with the power";

/** A measurement that a board has read from a chip. */
export interface Sample {
  /** Its place in the station. */
  feed: number;
  topic: string;
  qos: number;
  /** What its payload names it by; undefined for one that was garbled on the bus. */
  number: number | undefined;
  atMs: number;
  fate: Fate;
}

/** One PUBLISH, as the board wrote it or as the broker took it. */
export interface Publish {
  topic: string;
  text: string;
  number: number | undefined;
  isDup: boolean;
  atMs: number;
}

export interface Write extends Publish {
  qos: number;
  /** 0 with QoS 0. */
  id: number;
  /** It stood in the outbox, as far as a look from outside can tell, and was not yet written in this connection. */
  isWaiting: boolean;
}

/** One connection, from the board's side. */
export interface Link {
  dialedMs: number;
  isOpened: boolean;
  /** CONNECT asked for a clean session. */
  isClean: boolean;
  upMs: number | undefined;
  /** Of CONNACK. */
  refusedWith: number;
  /** When nothing waited any more, for the first time since it is up. */
  clearedMs: number | undefined;
  endedMs: number | undefined;
  /** The end was a cut of the board's power. */
  isPowerCut: boolean;
  writes: Write[];
}

export interface Evidence {
  station: Station;
  /** When the storm ended; 0 in a run without one. */
  calmMs: number;
  endMs: number;
  samples: Sample[];
  links: Link[];
  /** In the order in which the broker took them, repeats included. */
  arrivals: Publish[];
  largestWriteBytes: number;
  /** What the strict broker saw that MQTT forbids. */
  violations: string[];
  /** Errors that nobody caught on the board. */
  faultCount: number;
  /** What the client's own records say that is wrong; of the Node engine alone. */
  inside: string[];
}

/** What a check has found: the sentence that is broken, and by what. */
export interface Finding {
  sentence: string;
  text: string;
}

export interface Check {
  /** A promise that stands in the README, or in what a board must not do. */
  sentence: string;
  /** @returns  what breaks it, each in words; empty while it holds */
  find: (evidence: Evidence) => string[];
}
