/*
 * What a client holds of what the broker sends: subscriptions, PUBACKs that it owes, and the message under way.
 * Not here: how a message is taken apart (message.ts).
 * Reached as #inbound: a build that only publishes puts without/inbound.ts in its place.
 * Source: MQTT 3.1.1, section 3.4.
 */
import { putPuback } from "#protocol";
import type { MessageHandler } from "./options.ts";
import type { Client } from "./state.ts";
import { askedWith, subscriptionsAbsent, subscriptionsLost } from "./subscriptions.ts";
import type { Subscription } from "./subscriptions.ts";

export { messageBegins, messagePart } from "./message.ts";
export { putFilters, subscribe, takeSubscribed, unsubscribe } from "./subscriptions.ts";

export interface Inbound {
  /** The subscriptions, made on first use and then used again. */
  table: Subscription[];
  /** Subscriptions whose answer is missing. */
  askedCount: number;
  /** There may be one whose packet is still to be written. */
  hasDue: boolean;
  /** Ids of messages whose PUBACK is not yet written, oldest first. */
  owedIds: number[];
  /** Of the message under way, or the last one; 0 for an id with QoS 0, and the length of all of its payload. */
  topicText: string;
  topicBytes: number;
  messageId: number;
  wholeBytes: number;
  /** Who takes it (routing.ts). */
  handler?: MessageHandler | undefined;
}

export function addInbound(client: Client): void {
  client.inbound = {
    table: [],
    askedCount: 0,
    hasDue: false,
    owedIds: [],
    topicText: "",
    topicBytes: 0,
    messageId: 0,
    wholeBytes: 0,
  };
}

export function isInboundId(inbound: Inbound, packetId: number): boolean {
  return askedWith(inbound, packetId) !== undefined;
}

/** Whether the answer to a SUBSCRIBE or UNSUBSCRIBE is missing. */
export function isInboundAsked(inbound: Inbound): boolean {
  return inbound.askedCount > 0;
}

/** Whether something is to be written. */
export function isInboundDue(inbound: Inbound): boolean {
  return inbound.hasDue || inbound.owedIds.length > 0;
}

/** PUBACKs that are not yet written. */
export function pubacksOwed(inbound: Inbound): number {
  return inbound.owedIds.length;
}

/** With the connection go the PUBACKs we owe: the broker sends those messages again. */
export function inboundLost(client: Client): void {
  while (client.inbound.owedIds.length > 0) client.inbound.owedIds.pop();
  subscriptionsLost(client.inbound);
}

export function sessionAbsent(client: Client): void {
  subscriptionsAbsent(client.inbound);
}

/** Write as many of the PUBACKs we owe as fit, oldest first. */
export function putPubacks(client: Client): void {
  const ids = client.inbound.owedIds;
  while (ids.length > 0 && putPuback(client.tx, ids[0] as number) >= 0) ids.shift();
}
