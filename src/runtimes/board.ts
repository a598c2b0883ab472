/*
 * The contract between a station and what its board is besides sockets, clock and buses: Wi-Fi, sleep, memory that
 * outlives it, and facts for a report. Each runtime's board.ts, reached as #board, exports the functions of BoardModule.
 * What a runtime cannot do it answers with Status.Unsupported, or with the value that says "not known".
 * Not here: deciding when to sleep or join (station/run.ts).
 */
import type { Chunk, Payload } from "#bytes";
import type { Status } from "../client/status.ts";

/** Why the program runs from its beginning. */
export const enum WakeCause {
  Power = 0,
  Restart = 1,
  Timer = 2,
  Pin = 3,
}

/** What is kept over a deep sleep, each written as a whole. */
export const enum Block {
  /** The client's session and outbox. */
  Session = 0,
  /** Filters and alarms of the feeds. */
  Station = 1,
  /** Where the network was found. */
  Network = 2,
}

/** What the radio does while the station stays connected. */
export const enum PowerSave {
  Off = 0,
  Modem = 1,
  Light = 2,
}

export const enum Watchdog {
  /** A program that has not fed it for so long is dead, and the board restarts. */
  LimitS = 300,
}

/** The network of a site. */
export interface Wifi {
  ssid: string;
  /** 8 to 63 characters, or the key as 64 hexadecimal digits, which spares the board its derivation. Empty when open. */
  password: string;
  /** A fixed address, which spares DHCP; all four or none. */
  address?: string | undefined;
  netmask?: string | undefined;
  gateway?: string | undefined;
  dns?: string | undefined;
}

export interface BoardModule<Port> {
  wakeCause: (this: void, port: Port) => WakeCause;

  /**
   * Begin to join; exactly one of PortEvent.Joined and PortEvent.Unjoined follows, and Unjoined once more when a joined
   * network is lost. After a failure, and after a loss, nothing is tried again before the next call.
   *
   * @param hint  what Joined told the last time, or empty; a hint that does not hold any more costs a scan, not the join
   * @returns     Status.Unsupported where the firmware joins by itself: nothing follows
   */
  joinNetwork: (this: void, port: Port, wifi: Wifi, hint: Payload) => Status;
  /** Disassociate, and switch the radio off; no event follows. */
  leaveNetwork: (this: void, port: Port) => void;
  setPowerSave: (this: void, port: Port, powerSave: PowerSave) => Status;

  /** The longest that sleepFor takes in one go; 0 without deep sleep. Longer sleeps are chained by waking in between. */
  longestSleepMs: (this: void, port: Port) => number;
  /**
   * Deep sleep: nothing of the program is left, and it begins anew with WakeCause.Timer or WakeCause.Pin.
   *
   * @param delayMs  0 to longestSleepMs; 0 sleeps until a pin wakes it
   * @param pin      the GPIO that wakes it when it goes low, or -1; RST needs no pin
   * @returns        Status.Unsupported when it cannot; else, where it returns at all, Status.Ok: the board sleeps as
   *                 soon as the caller has come to its end
   */
  sleepFor: (this: void, port: Port, delayMs: number, pin: number) => Status;
  restart: (this: void, port: Port) => void;

  /** @returns Status.Ok once it is kept; Status.TooLarge; Status.Unsupported without such memory */
  keepBlock: (this: void, port: Port, block: Block, bytes: Chunk) => Status;
  /** The bytes that were kept last, as far as they survived; undefined for none. Nothing here checks them. */
  keptBlock: (this: void, port: Port, block: Block) => Chunk | undefined;

  /** Tell a watchdog that the program lives; the first call starts one where the firmware needs it. */
  feedWatchdog: (this: void, port: Port) => void;
  /** Ask for calendar time; it comes when it comes. Status.Unsupported where the runtime has no SNTP. */
  askTime: (this: void, port: Port) => Status;
  /** Seconds since 1970, or 0 while they are not known. */
  epochS: (this: void, port: Port) => number;
  /** Signal strength in dBm, or 0 when not known. */
  rssiDbm: (this: void, port: Port) => number;
  /** Free memory in bytes, or -1 when not known. */
  freeBytes: (this: void, port: Port) => number;
}
