/*
 * How everybody talks to a board's engine, whatever runs in it: tell what happened, read what the artefact asked for.
 * One event at a time and without waiting: when a call returns, the engine has done all that it will do now.
 * Not here: what the network, the chips and the clock do; that is the caller's world.
 */
import type { JoinFailure, JoinRequest } from "../network/network.ts";

/** What a build wrote, unchanged; and a program that uses it under the name `catnap` where it is a library. */
export interface Artefact {
  text: string;
  /** Modules that it loads by name, such as what main.js of a station for Moddable imports. */
  modules?: Record<string, string>;
  /** In the runtime's own language; empty for a station, which begins by itself. */
  program: string;
}

/** Why a board runs from its beginning. */
export type WakeCause = "power" | "restart" | "timer" | "pin";

/** Why a connection is gone, or never came about. */
export type Ending = "ended" | "reset" | "unreachable" | "unknown host";

/** What happens to a board, as its runtime's own API tells it. Events for a socket that is gone are nobody's. */
export type BoardEvent =
  | { event: "opened"; socket: number }
  | { event: "received"; socket: number; bytes: Uint8Array }
  /** The network has taken what was written; told without need it does nothing. */
  | { event: "sent"; socket: number }
  | { event: "closed"; socket: number; ending: Ending }
  /** Its Wi-Fi is there, with these facts; and it is not, or no longer. */
  | { event: "joined"; channel: number; bssid: string; address: string }
  | { event: "unjoined"; failure: JoinFailure | "lost" }
  /** Time has come to where dueMs was, or anywhere: timers that are due ring, and no others. */
  | { event: "timer" }
  /** A line of program, as a person types it into the board's console. */
  | { event: "typed"; text: string };

/** What an artefact asked of its runtime, in the order in which it did. */
export type BoardCall =
  | { call: "connect"; socket: number; host: string; port: number; isSecure: boolean }
  | { call: "write"; socket: number; bytes: Uint8Array }
  /** In order: what was written before still goes out. */
  | { call: "close"; socket: number }
  | { call: "join"; request: JoinRequest }
  | { call: "leave" }
  /** Deep sleep: everything ends here, and begins again after so long; never by itself where it is 0. */
  | { call: "sleep"; ms: number; pin?: number | undefined }
  /** Restart the board after so long, unless this is said again before; never where it is 0. */
  | { call: "watchdog"; ms: number }
  | { call: "restart" }
  | { call: "print"; text: string }
  /** An error that nobody caught: a board prints it and goes on. */
  | { call: "fault"; text: string };

/** What must be answered at once, because the runtime's own call answers it. */
export interface Outside {
  /** The address of a host, or undefined for a name that nobody knows. */
  resolve(host: string): string | undefined;
  /** Whether somebody would answer: asked where connecting waits for it, as on Espruino. */
  isListening(host: string, port: number): boolean;
  /** One transfer on the I2C bus: write, then read; undefined when nobody acknowledged. */
  i2c(address: number, written: Uint8Array, readBytes: number): Uint8Array | undefined;
  /** Reset the 1-Wire bus at a pin, write, then read; undefined when there was no presence pulse. */
  oneWire(pin: number, written: Uint8Array, readBytes: number): Uint8Array | undefined;
  /** Ask a DHT22 for its five bytes, or as many as came; undefined when nobody answers. */
  dht(pin: number): Uint8Array | undefined;
  /** The voltage at a pin as a share of its converter's full scale, 0 to 1; undefined where there is no converter. */
  analog(pin: number): number | undefined;
  /** Whether a pin is high, which one that nothing is wired to is, by its pull-up. */
  digital(pin: number): boolean;
  /** Falling edges at a pin since the world began. */
  pulses(pin: number): number;
  /** Why the board runs now. */
  wakeCause(): WakeCause;
  /** How well the access point is heard; undefined while the board is not joined. */
  rssiDbm(): number | undefined;
  /** What a time server answers, in seconds since 1970; undefined while none is reached. */
  epochS(): number | undefined;
}

export interface Outcome {
  calls: BoardCall[];
  /** When the earliest timer rings, in the caller's milliseconds; undefined when none is set. */
  dueMs: number | undefined;
}

/**
 * What a deep sleep leaves, by name: the entries of the board's flash storage, and, with names that begin with "rtc",
 * those of its RTC memory, which a cut of the power empties.
 */
export type Kept = Record<string, Uint8Array>;

export interface Engine {
  /** Such as "XS (xsnap)". */
  readonly name: string;
  /**
   * Begin with a new engine state, as a board does after reset or deep sleep.
   *
   * @param nowMs  the caller's clock, any integer; the board's own begins where its runtime's begins
   * @param kept   what the last stop answered; empty for a board that is new
   * @throws       Error for an artefact that the engine cannot load
   */
  start(artefact: Artefact, nowMs: number, kept: Kept): Outcome;
  /** Let the time pass until nowMs, then tell what happens at that moment, one after the other. */
  step(nowMs: number, ...events: BoardEvent[]): Outcome;
  /** Cut the power; what the storage holds is left. */
  stop(): Kept;
}
