/*
 * What the broker sends us: messages to handlers, PUBACKs for them, answers about subscriptions.
 * Reached as #inbound: a build that only publishes puts without/inbound.ts in its place.
 * Source: MQTT 3.1.1, sections 3.3 and 3.4.
 */
import { piece } from "#bytes";
import type { Chunk } from "#bytes";
import { Packet, PublishFlag, putPuback } from "#protocol";
import { messageQos, pieceOffset } from "./incoming.ts";
import { Link } from "./link.ts";
import type { MessageHandler } from "./options.ts";
import type { Client } from "./state.ts";
import { Notice, Reason } from "./status.ts";
import { takeSuback, takeUnsuback } from "./suback.ts";
import { makeSubscriptions, subscriptionsAbsent, subscriptionsLost } from "./subscriptions.ts";
import type { Subscription } from "./subscriptions.ts";
import { handlerThrew, notice, Told } from "./tell.ts";
import { isMatch } from "./topic.ts";

export { messageNext } from "./incoming.ts";
export { needsFilters, putFilters, subscribe, unsubscribe } from "./subscriptions.ts";

export interface Inbound {
  subscriptions: Subscription[];
  /** Ids of messages whose PUBACK is not yet written; the first `pubackCount` are in use. */
  pubacks: number[];
  pubackCount: number;
  /** Who takes the message under way. */
  handler: MessageHandler | undefined;
}

export function makeInbound(subscriptionCount: number, pubackLimit: number): Inbound {
  const pubacks: number[] = [];
  for (let at = 0; at < pubackLimit; at += 1) pubacks.push(0);
  return { subscriptions: makeSubscriptions(subscriptionCount), pubacks, pubackCount: 0, handler: undefined };
}

export function isInboundId(inbound: Inbound, packetId: number): boolean {
  for (let at = 0; at < inbound.subscriptions.length; at += 1) {
    if ((inbound.subscriptions[at] as Subscription).packetId === packetId) return true;
  }
  return false;
}

/** Whether the answer to a SUBSCRIBE or UNSUBSCRIBE is missing. */
export function isInboundAsked(inbound: Inbound): boolean {
  for (let at = 0; at < inbound.subscriptions.length; at += 1) {
    if ((inbound.subscriptions[at] as Subscription).packetId > 0) return true;
  }
  return false;
}

/** PUBACKs that are not yet written. */
export function pubacksOwed(inbound: Inbound): number {
  return inbound.pubackCount;
}

/** With the connection go the PUBACKs we owe: the broker sends those messages again. */
export function inboundLost(client: Client): void {
  client.inbound.pubackCount = 0;
  client.inbound.handler = undefined;
  subscriptionsLost(client.inbound.subscriptions);
}

export function sessionAbsent(client: Client): void {
  subscriptionsAbsent(client.inbound.subscriptions);
}

/** Write as many of the PUBACKs we owe as fit, oldest first. */
export function putPubacks(client: Client): void {
  const inbound = client.inbound;
  let written = 0;
  while (written < inbound.pubackCount && putPuback(client.tx, inbound.pubacks[written] as number) >= 0)
    written += 1;
  for (let at = written; at < inbound.pubackCount; at += 1)
    inbound.pubacks[at - written] = inbound.pubacks[at] as number;
  inbound.pubackCount -= written;
}

/** Take a packet, or a piece of a message, that the decoder completed; answers why the link must end, if so. */
export function takeInbound(client: Client, type: Packet): Reason {
  if (type === Packet.Suback) return takeSuback(client);
  if (type === Packet.Unsuback) return takeUnsuback(client);
  const decoder = client.decoder;
  if (decoder.packetId > 0 && client.inbound.pubackCount === client.inbound.pubacks.length) {
    // More than we can acknowledge: passed over, so that the broker sends it again.
    decoder.packetId = 0;
    decoder.isSkipped = true;
    return Reason.Overrun;
  }
  takePiece(client);
  return Reason.None;
}

function takePiece(client: Client): void {
  const decoder = client.decoder;
  const isFirst = decoder.to - decoder.from + decoder.remaining === decoder.totalBytes;
  if (!decoder.isSkipped) {
    if (isFirst) client.inbound.handler = handlerOf(client, decoder.topic);
    const handler = client.inbound.handler;
    const isWanted =
      handler !== undefined && tellPiece(client, handler, piece(decoder.body, decoder.from, decoder.to));
    if (isFirst && !isWanted) decoder.isSkipped = true;
  }
  // A handler may have ended the link, and with it all that this message left behind.
  if (decoder.remaining === 0 && client.link >= Link.Greeting) endMessage(client);
}

/** Hand over a piece; answers false when the handler wants no more of this message. */
function tellPiece(client: Client, handler: MessageHandler, piece: Chunk): boolean {
  const decoder = client.decoder;
  const flags = decoder.first % 16;
  try {
    return (
      handler(
        decoder.topic,
        piece,
        messageQos(decoder),
        flags % 2 === PublishFlag.Retain,
        flags >= PublishFlag.Dup,
        pieceOffset(decoder),
        decoder.totalBytes,
      ) !== false
    );
  } catch {
    handlerThrew(client, Told.Message);
    return true;
  }
}

/** The first subscription with a handler of its own that matches, else onMessage. */
function handlerOf(client: Client, topic: string): MessageHandler | undefined {
  const subscriptions = client.inbound.subscriptions;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.handler !== undefined && isMatch(subscription.filter, topic))
      return subscription.handler;
  }
  return client.options.handlers.onMessage;
}

/** The last byte was read: now, and not earlier, the message is ours to acknowledge. */
function endMessage(client: Client): void {
  const decoder = client.decoder;
  const inbound = client.inbound;
  inbound.handler = undefined;
  // Passed over for want of room to acknowledge it: it has not arrived.
  if (decoder.packetId === 0 && messageQos(decoder) > 0) return;
  if (decoder.packetId > 0) {
    inbound.pubacks[inbound.pubackCount] = decoder.packetId;
    inbound.pubackCount += 1;
  }
  if (decoder.topicBytes > client.options.limits.rxBytes) {
    client.counters.skipped += 1;
    notice(client, Notice.TopicSkipped, decoder.topicBytes);
  } else client.counters.received += 1;
}
