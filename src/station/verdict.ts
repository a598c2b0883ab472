/*
 * What a feed's filter says of a reading.
 */

export const enum Verdict {
  /** There is none yet, or it is not worth a message. */
  Hold = 0,
  Pass = 1,
  /** An alarm begins or ends with it: it goes out at once, before others. */
  Alarm = 2,
}
