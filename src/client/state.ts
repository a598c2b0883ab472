/*
 * Everything a client is, in one record made once. The other files of this folder are functions on it.
 */
import { begin } from "#bytes";
import type { Frame } from "#bytes";
import { makeInbound } from "#inbound";
import type { Inbound } from "#inbound";
import { Clock, elapsedMs, laterMs } from "./clock.ts";
import { makeDecoder } from "./reader.ts";
import type { Decoder } from "./reader.ts";
import { Link } from "./link.ts";
import type { ClientOptions } from "./options.ts";
import { makeOutbox } from "./outbox.ts";
import type { Entry, Outbox } from "./outbox.ts";
import { makeRetry } from "./retry.ts";
import type { Retry } from "./retry.ts";

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

export interface Client {
  options: ClientOptions;
  counters: Counters;
  link: Link;
  outbox: Outbox;
  inbound: Inbound;
  decoder: Decoder;
  retry: Retry;
  /** What goes to the network next, and whether it is the network's until `sent`. */
  tx: Frame;
  isSending: boolean;
  /** The frame is being filled right now. */
  isFilling: boolean;

  nowMs: number;
  /** Whole seconds since the client was made: for delays longer than the clock can hold. */
  seconds: number;
  secondMs: number;
  sentMs: number;
  heardMs: number;
  upMs: number;
  /** When to give up on the answer that isAsked, on opening, on CONNACK or on parting. */
  answerByMs: number;
  isAsked: boolean;
  isPinged: boolean;
  retryAtMs: number;

  /** CONNECT, DISCONNECT are written in this connection. */
  hasGreeted: boolean;
  hasParted: boolean;
  /** More than CONNECT went out before CONNACK, and may. */
  hasPipelined: boolean;
  isPipelined: boolean;

  lastNumber: number;
  lastId: number;
  /** The message whose PUBLISH is partly written; nothing else may be written meanwhile. */
  streaming: Entry | undefined;
  streamedBytes: number;
  streamBytes: number;
  /** A feed's payload as format wrote it, until it is sent. */
  formatted: Frame;
}

function makeCounters(): Counters {
  return {
    accepted: 0,
    refused: 0,
    sent: 0,
    acknowledged: 0,
    droppedFull: 0,
    droppedReplaced: 0,
    droppedExpired: 0,
    droppedUnsendable: 0,
    received: 0,
    skipped: 0,
    handlerErrors: 0,
    strayAcks: 0,
    connects: 0,
    closes: 0,
    bytesOut: 0,
    bytesIn: 0,
  };
}

/**
 * Make a client and all its stores; nothing is allocated afterwards.
 *
 * @param options  passed checkOptions; held, not copied
 */
export function makeClient(options: ClientOptions, nowMs: number): Client {
  const limits = options.limits;
  const patience = options.patience;
  return {
    options,
    counters: makeCounters(),
    link: Link.Down,
    outbox: makeOutbox(limits.outboxEntries, limits.outboxBytes),
    inbound: makeInbound(limits.subscriptions, limits.pubacks),
    decoder: makeDecoder(limits.rxBytes),
    retry: makeRetry(options.seed, patience.retryFirstMs, patience.retryCapMs),
    tx: begin(limits.txBytes),
    isSending: false,
    isFilling: false,
    nowMs,
    seconds: 0,
    secondMs: nowMs,
    sentMs: nowMs,
    heardMs: nowMs,
    upMs: nowMs,
    answerByMs: nowMs,
    isAsked: false,
    isPinged: false,
    retryAtMs: nowMs,
    hasGreeted: false,
    hasParted: false,
    hasPipelined: false,
    isPipelined: options.isPipelined,
    lastNumber: 0,
    lastId: 0,
    streaming: undefined,
    streamedBytes: 0,
    streamBytes: 0,
    formatted: begin(options.feeds === undefined ? 0 : options.feeds.formatBytes),
  };
}

/** Note the time; the first thing that every call with nowMs does. */
export function moveTo(client: Client, nowMs: number): void {
  client.nowMs = nowMs;
  const passed = elapsedMs(client.secondMs, nowMs);
  // A reading slightly in the past is a caller's slip, not twelve days.
  if (passed < 1000 || passed >= Clock.HalfMs) return;
  const seconds = Math.floor(passed / 1000);
  client.seconds += seconds;
  client.secondMs = laterMs(client.secondMs, seconds * 1000);
}
