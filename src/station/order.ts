/*
 * What a command asks of a station, as a record. Not here: reading commands (commands.ts), obeying them (run.ts).
 */

/** From Read on it is something that happens once; what stands before it says how things are to be. */
export const enum Command {
  None = 0,
  /** The feed is read every so many seconds. */
  Interval = 1,
  /** The station does not sleep for so many seconds; with 0 it may again. */
  Awake = 2,
  /** The feed is read now. */
  Read = 3,
  Restart = 4,
  Report = 5,
}

export const enum OrderFeed {
  All = -1,
}

export interface Order {
  command: Command;
  /** Its place in the station, or OrderFeed.All. */
  feed: number;
  seconds: number;
}
