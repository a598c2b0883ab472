/*
 * Everything a client is, in one record made once. The other files of this folder are functions on it.
 */
import { begin } from "#bytes";
import type { Frame } from "#bytes";
import { addFormatted } from "#feeds";
import type { Formatted } from "#feeds";
import { addFlush } from "#flush";
import type { Flush } from "#flush";
import { addInbound } from "#inbound";
import type { Inbound } from "#inbound";
import { addAge, passTime } from "#policy";
import type { Age } from "#policy";
import { addCounters } from "#report";
import type { Counters } from "#report";
import { addStream } from "#stream";
import type { Stream } from "#stream";
import { makeDecoder } from "./decoder.ts";
import type { Decoder } from "./decoder.ts";
import { Link } from "./link.ts";
import type { ClientOptions } from "./options.ts";
import { makeOutbox } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";
import { seedOf } from "./retry.ts";

export interface Client {
  options: ClientOptions;
  clientId: string;
  counters: Counters;
  link: Link;
  outbox: Outbox;
  inbound: Inbound;
  decoder: Decoder;
  stream: Stream;
  formatted: Formatted;
  /** The readings of feeds wait for their moment, but for alarms (feeds.ts). */
  isHeld: boolean;
  flush: Flush;
  /** What goes to the network next; the network's from nextFrame until `sent`, or being filled right now. */
  tx: Frame;
  isSending: boolean;

  nowMs: number;
  age: Age;
  sentMs: number;
  heardMs: number;
  upMs: number;
  /** When this state, or the question that stands, has taken too long; only while isTimed. */
  deadlineMs: number;
  isTimed: boolean;
  isPinged: boolean;

  /** CONNECT, DISCONNECT are written in this connection. */
  hasGreeted: boolean;
  hasParted: boolean;
  /** More than CONNECT went out before CONNACK, and may. */
  hasPipelined: boolean;
  isPipelined: boolean;

  /** State of the random sequence, 0 to 65536. */
  randomState: number;
  /** From how much the last wait for a retry was drawn; 0 while the link is healthy. */
  longestMs: number;
  lastNumber: number;
  lastId: number;
}

/**
 * Make a client and all its stores; nothing is allocated afterwards.
 *
 * @param options  passed checkOptions; held, not copied
 * @param board    the board's own id, for options that name no client
 */
export function makeClient(options: ClientOptions, board: string, nowMs: number): Client {
  const clientId = options.clientId ?? "catnap-" + board;
  const client = {
    options,
    clientId,
    link: Link.Down,
    outbox: makeOutbox(options.outboxEntries ?? 16, options.outboxBytes ?? 1024),
    decoder: makeDecoder(options.rxBytes ?? 256),
    tx: begin(options.txBytes ?? 256),
    isSending: false,
    nowMs,
    sentMs: nowMs,
    heardMs: nowMs,
    upMs: nowMs,
    deadlineMs: nowMs,
    isTimed: false,
    isPinged: false,
    hasGreeted: false,
    hasParted: false,
    hasPipelined: false,
    isPipelined: options.isPipelined !== false,
    randomState: options.seed ?? seedOf(clientId),
    longestMs: 0,
    lastNumber: 0,
    lastId: 0,
  } as Client;
  // A build without one of these has no field for it either.
  addInbound(client);
  addStream(client);
  addFormatted(client);
  addFlush(client);
  addAge(client);
  addCounters(client);
  return client;
}

/** Note the time; the first thing that every call with nowMs does. */
export function moveTo(client: Client, nowMs: number): void {
  client.nowMs = nowMs;
  passTime(client);
}
