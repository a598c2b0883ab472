/*
 * Queued commands: whether the broker has sent all that it held for us while we were away. MQTT has no packet that says
 * so; a PINGREQ is the question, and PINGRESP the answer, if no message came since the question. Else it is asked again.
 * That brokers answer in order is their habit, no promise: so the questions are counted, and the caller has a deadline.
 * Reached as #flush: a build that takes no commands puts without/flush.ts in its place.
 * Source: MQTT 3.1.1, sections 3.12, 3.13 and 4.6.
 */
import { isInboundAsked, isInboundDue } from "#inbound";
import { Packet, putBare } from "#protocol";
import type { Client } from "./state.ts";
import { Status } from "./status.ts";
import type { Subscription } from "./subscriptions.ts";

export interface Flush {
  /** Questions that one connection may ask, and those that this one still may. */
  questions: number;
  left: number;
  /** PINGREQs without an answer, those of the keepalive included: answers come in the order of the questions. */
  unanswered: number;
  /** The oldest of them is our question. */
  isAsked: boolean;
  /** Something came since the question. */
  hasMore: boolean;
  /** Nothing is asked any more. */
  isDone: boolean;
}

export function addFlush(client: Client): void {
  client.flush = { questions: 0, left: 0, unanswered: 0, isAsked: false, hasMore: false, isDone: true };
}

/**
 * Ask, in this connection or the next one, until the queue is found empty.
 *
 * @param questions  how often at most, in one connection; 8 takes 160 messages from a Mosquitto as it is shipped
 */
export function wantFlush(client: Client, questions: number): void {
  const flush = client.flush;
  flush.questions = questions;
  flush.left = questions;
  flush.isAsked = false;
  flush.isDone = false;
}

/** Whether nothing is left to ask: the queue is empty, or there were too many questions, or nobody wanted to know. */
export function isFlushed(client: Client): boolean {
  return client.flush.isDone;
}

/** Write the question, behind all that it is about: PUBACKs that let go of more messages, and subscriptions. */
export function putFlush(client: Client): void {
  const flush = client.flush;
  if (flush.isDone || flush.unanswered > 0 || isInboundDue(client.inbound)) return;
  // The first one goes out with SUBSCRIBE, in one write. Another one is of use only when that is answered.
  if (flush.left < flush.questions && isInboundAsked(client.inbound)) return;
  if (putBare(client.tx, Packet.Pingreq) !== Status.Ok) return;
  client.isPinged = true;
  flush.unanswered = 1;
  flush.isAsked = true;
  flush.hasMore = false;
  flush.left -= 1;
}

/** A PINGREQ of the keepalive was written. */
export function pinged(client: Client): void {
  client.flush.unanswered += 1;
}

/** A message began to arrive, or a subscription was answered, behind which its retained messages come. */
export function moreCame(client: Client): void {
  client.flush.hasMore = true;
}

/** A PINGRESP came. */
export function pingAnswered(client: Client): void {
  const flush = client.flush;
  if (flush.unanswered > 0) flush.unanswered -= 1;
  if (!flush.isAsked) return;
  flush.isAsked = false;
  const isQuiet = !flush.hasMore && !isInboundDue(client.inbound) && !isInboundAsked(client.inbound);
  flush.isDone = isQuiet || flush.left === 0;
}

/** The connection is gone, and its questions with it. */
export function flushLost(client: Client): void {
  const flush = client.flush;
  flush.left = flush.questions;
  flush.unanswered = 0;
  flush.isAsked = false;
}

const enum Granted {
  /** As many subscriptions as a byte has bits; those behind them are asked for anew. */
  Most = 8,
}

/** Which subscriptions the broker has answered: a bit for each of the first eight, in the order of the table. */
export function grantedBits(client: Client): number {
  const table = client.inbound.table;
  let bits = 0;
  let bit = 1;
  for (let at = 0; at < table.length && at < Granted.Most; at += 1) {
    const subscription = table[at] as Subscription;
    const isAnswered = subscription.packetId === 0 && subscription.sentQos === subscription.wantedQos;
    if (isAnswered && subscription.filter !== "") bits += bit;
    bit += bit;
  }
  return bits;
}

/** Take as answered what grantedBits said of the same subscriptions in an earlier boot. */
export function restoreGranted(client: Client, bits: number): void {
  const table = client.inbound.table;
  let rest = bits;
  for (let at = 0; at < table.length; at += 1) {
    const subscription = table[at] as Subscription;
    if (rest % 2 === 1) subscription.sentQos = subscription.wantedQos;
    rest = Math.floor(rest / 2);
  }
}
