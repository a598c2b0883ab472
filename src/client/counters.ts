/*
 * What a client counts. Not here: the counting (report.ts).
 */

/** Since the client was made; each counts up only. */
export interface Counters {
  /** Messages that publish took. */
  accepted: number;
  /** Messages that publish answered with Status.Full. */
  refused: number;
  /** Messages written whole, repeats included. */
  sent: number;
  /** QoS 1 messages that the broker acknowledged. */
  acknowledged: number;
  droppedFull: number;
  droppedReplaced: number;
  droppedExpired: number;
  /** A feed's topic or payload that fits no frame: the limits are wrong. */
  droppedUnsendable: number;
  received: number;
  /** Inbound messages passed over because their topic is longer than rxBytes. */
  skipped: number;
  handlerErrors: number;
  strayAcks: number;
  connects: number;
  closes: number;
  bytesOut: number;
  bytesIn: number;
}

/** What can be counted. */
export type Counter = keyof Counters;
