/*
 * What a client is made from: who it is, how patient, how large, and whom it tells. Every field is set;
 * defaults are the caller's business (src/runtimes/face.ts has them).
 */
import { payloadBytes, textBytes } from "#bytes";
import type { Chunk, Frame, Payload } from "#bytes";
import { connectLength, packetBytes, Wire } from "#protocol";
import type { Notice, Reason } from "./status.ts";
import { Status } from "./status.ts";
import { isTopicName } from "./topic.ts";

/** What the broker publishes for us when we vanish, MQTT 3.1.1, 3.1.2.5. */
export interface Will {
  topic: string;
  payload: Payload;
  qos: number;
  retain: boolean;
}

/** The content of CONNECT. */
export interface Identity {
  clientId: string;
  /** false asks the broker to keep subscriptions and unacknowledged messages while we are away. */
  cleanSession: boolean;
  /** The longest silence we promise, 0 to 65,535 s; 0 promises nothing. */
  keepAliveS: number;
  userName: string | undefined;
  password: Payload | undefined;
  will: Will | undefined;
}

/** Sizes of everything that is made once. */
export interface Limits {
  /** One write to the network: at least CONNECT, and the largest PUBLISH without its payload. */
  txBytes: number;
  /** The largest inbound topic, and the largest piece of an inbound message. */
  rxBytes: number;
  /** Topics and payloads of all messages that wait for their send or their PUBACK. */
  outboxBytes: number;
  outboxEntries: number;
  subscriptions: number;
  /** Inbound QoS 1 messages whose PUBACK is not yet written. */
  pubacks: number;
}

export interface Patience {
  /** For the transport to open, and again for CONNACK. */
  connackMs: number;
  /** For any sign of life after a question. */
  answerMs: number;
  /** Silence from the broker after which we ask, even when we keep sending. */
  proofMs: number;
  /** The longest wait before the first retry, and what it grows to. */
  retryFirstMs: number;
  retryCapMs: number;
}

/** All may throw: that is counted, reported with Notice.HandlerThrew, and taken as done. */
export interface Handlers {
  onConnect?: ((this: void, isSessionPresent: boolean) => void) | undefined;
  onMessage?: MessageHandler | undefined;
  /** A QoS 1 message arrived; the number is what publish answered. */
  onAck?: ((this: void, messageNumber: number) => void) | undefined;
  /** @param granted  QoS 0 or 1; 128 when the broker refused; -1 when an unsubscribe was confirmed */
  onSubscribed?: ((this: void, filter: string, granted: number) => void) | undefined;
  /** @param code  the CONNACK return code, the Cause or the Status that goes with the reason, else 0 */
  onClose?: ((this: void, reason: Reason, code: number) => void) | undefined;
  onNotice?: ((this: void, notice: Notice, detail: number) => void) | undefined;
}

/**
 * Told of each piece of an inbound message, in order; a message of up to rxBytes is one piece.
 *
 * @param piece       valid until the handler returns; empty for an empty message
 * @param offset      where in the payload the piece begins
 * @param totalBytes  length of the whole payload: offset plus piece reaches it with the last piece
 * @returns           false at offset 0 to be spared the rest
 */
export type MessageHandler = (
  this: void,
  topic: string,
  piece: Chunk,
  qos: number,
  retain: boolean,
  dup: boolean,
  offset: number,
  totalBytes: number,
) => boolean | void;

/** How a station's readings become messages: the topic of an entry is then a feed number. */
export interface Feeds {
  topic: (this: void, feed: number) => string;
  /** Write the payload for these stored values; the same values must always give the same bytes. */
  format: (this: void, feed: number, values: Chunk, frame: Frame) => Status;
  /** The longest payload that format writes. */
  formatBytes: number;
}

/** What a message may push out when the outbox is full; an entry in flight never is. */
export const enum WhenFull {
  /** Nothing: publish answers Status.Full. */
  Refuse = 0,
  /** The oldest queued messages, one after the other; a message that is no alarm leaves alarms alone. */
  DropOldest = 1,
  /** Queued messages of its own topic, even while there is room: only the newest of a topic waits. */
  ReplaceTopic = 2,
}

export interface ClientOptions {
  identity: Identity;
  limits: Limits;
  patience: Patience;
  handlers: Handlers;
  feeds: Feeds | undefined;
  /** For messages that do not say it themselves. */
  whenFull: WhenFull;
  /** Seconds a message may wait before it is dropped, unless it says so itself; 0 for ever. */
  ttlS: number;
  /** Send before CONNACK, which saves a round trip; given up by itself with a broker that drops us for it. */
  isPipelined: boolean;
  /** 0 to 65,535: what tells this client's retry times from those of its neighbours. */
  seed: number;
}

/** Longer delays would not fit the clock, or what retry.ts can draw. */
export const enum Most {
  PatienceMs = 536870911,
  RetryMs = 33553407,
  TtlS = 1073741823,
}

const enum Least {
  /** The longest PINGREQ, PUBACK or DISCONNECT, and room for the shortest SUBSCRIBE. */
  TxBytes = 16,
  /** What must be gathered before it can be read: a length, an id, a CONNACK. */
  RxBytes = 8,
}

/** The smallest txBytes that holds this CONNECT. */
export function leastTxBytes(identity: Identity): number {
  const bytes = packetBytes(connectLength(identity));
  return bytes > Least.TxBytes ? bytes : Least.TxBytes;
}

/** The smallest rxBytes: a SUBACK that answers the whole table of subscriptions must fit. */
export function leastRxBytes(limits: Limits): number {
  return limits.subscriptions + 2 > Least.RxBytes ? limits.subscriptions + 2 : Least.RxBytes;
}

/**
 * Whether a client can work with these options.
 *
 * @returns  Status.Ok; Status.Invalid for what MQTT forbids, or tables of no entry; Status.Unsupported for a will with QoS 2;
 *           Status.TooLarge when CONNECT or a full SUBACK passes the limits
 */
export function checkOptions(options: ClientOptions): Status {
  const identity = options.identity;
  const status = checkIdentity(identity);
  if (status < 0) return status;
  if (!isPatience(options.patience) || !isBetween(options.ttlS, 0, Most.TtlS)) return Status.Invalid;
  const limits = options.limits;
  if (limits.outboxEntries < 1 || limits.pubacks < 1) return Status.Invalid;
  const isTooSmall = limits.txBytes < leastTxBytes(identity) || limits.rxBytes < leastRxBytes(limits);
  return isTooSmall ? Status.TooLarge : Status.Ok;
}

function isPatience(patience: Patience): boolean {
  return (
    isBetween(patience.connackMs, 1, Most.PatienceMs) &&
    isBetween(patience.answerMs, 1, Most.PatienceMs) &&
    isBetween(patience.proofMs, 1, Most.PatienceMs) &&
    isBetween(patience.retryCapMs, 1, Most.RetryMs) &&
    isBetween(patience.retryFirstMs, 1, patience.retryCapMs)
  );
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function checkIdentity(identity: Identity): Status {
  const password = identity.password;
  if (!isField(identity.clientId) || !isBetween(identity.keepAliveS, 0, 65535)) return Status.Invalid;
  // Without an id the broker could not find our session again, 3.1.3.1.
  if (identity.clientId === "" && !identity.cleanSession) return Status.Invalid;
  if (identity.userName !== undefined && !isField(identity.userName)) return Status.Invalid;
  // A password needs a user name, 3.1.2.9.
  if (password !== undefined && (identity.userName === undefined || payloadBytes(password) > Wire.MaxText))
    return Status.Invalid;
  return identity.will === undefined ? Status.Ok : checkWill(identity.will);
}

function isField(text: string): boolean {
  return text.indexOf("\0") < 0 && textBytes(text) <= Wire.MaxText;
}

function checkWill(will: Will): Status {
  if (!isTopicName(will.topic) || payloadBytes(will.payload) > Wire.MaxText) return Status.Invalid;
  if (will.qos === 2) return Status.Unsupported;
  return will.qos === 0 || will.qos === 1 ? Status.Ok : Status.Invalid;
}
