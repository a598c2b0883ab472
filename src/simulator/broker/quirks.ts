/*
 * In what brokers differ. Without any, this one does what the standard wants, and where it leaves a choice what
 * Mosquitto does.
 * Not here: which broker has which (presets.ts).
 */
import type { Qos } from "./decode.ts";

export interface Quirks {
  /** The most that SUBACK grants. */
  maxQos: Qos;
  /** What becomes of a PUBLISH with QoS 2. */
  qos2Publish: "taken" | "closes";
  /** Messages with QoS 1 and 2 that wait for a client's answer at the same time. */
  inflightLimit: number;
  /** Whether each answer lets as many messages go as all of the window, however many wait for an answer. */
  isWindowReset: boolean;
  /** Messages that wait behind these, or for a client that is away. */
  queueLimit: number;
  /** Whether messages wait for a client that is away. */
  isQueuedOffline: boolean;
  /** A larger packet closes the connection. */
  packetLimitBytes: number;
  /** CONNECT must have come by then. */
  connectDeadlineMs: number;
  /** A longer keep alive counts as this one, without a word to the client. */
  keepAliveLimitS: number;
  /** Whether a message that is sent again has DUP 1. */
  isDupSet: boolean;
  /** Whether CONNACK says that there is a session. */
  isSessionPresentTold: boolean;
  /** Whether SUBACK waits until the rest of what came with SUBSCRIBE is answered. */
  isSubackLate: boolean;
  /** What becomes of packets that came together with CONNECT. */
  pipelined: "taken" | "dropped";
  /** With more than so many packets behind CONNECT the connection ends, and none of them counts. */
  pipelinedLimit: number;
  /** What becomes of packets that came together with CONNECT and DISCONNECT. */
  wholeVisit: "taken" | "lost";
  /** Answers to what came together: in one write, a write for each packet, or a write for each byte. */
  writes: "glued" | "apart" | "bytewise";
  /** What becomes of "." in a topic: SUBACK 128 and a closed connection, or "/" in its place. */
  dots: "kept" | "refused" | "slashes";
  /** The answer to a CONNECT of another version: CONNACK 1, nothing but the end, or nothing at all. */
  otherVersions: "refused" | "closes" | "silent";
  /** CONNACK for a wrong user name or password. */
  loginRefusal: 4 | 5;
  /**
   * No answer reaches a client sooner: the network's shortest round trip. A packet id that comes again before is in use.
   * With 0 only ids that come twice in one segment are seen.
   */
  roundTripMs: number;
}

export const NO_QUIRKS: Readonly<Quirks> = {
  maxQos: 2,
  qos2Publish: "taken",
  inflightLimit: 20,
  isWindowReset: false,
  queueLimit: 1000,
  isQueuedOffline: true,
  packetLimitBytes: 268_435_455,
  connectDeadlineMs: 10_000,
  keepAliveLimitS: 65_535,
  isDupSet: true,
  isSessionPresentTold: true,
  isSubackLate: false,
  pipelined: "taken",
  pipelinedLimit: Infinity,
  wholeVisit: "taken",
  writes: "glued",
  dots: "kept",
  otherVersions: "refused",
  loginRefusal: 5,
  roundTripMs: 0,
};
