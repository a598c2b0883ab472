/*
 * What we want to be subscribed to, in a bounded table that outlives connections. Each filter has a packet of its own:
 * they go out in one write, and an answer then belongs to one filter.
 * Source: MQTT 3.1.1, sections 3.8 to 3.11.
 */
import { byteAt } from "#bytes";
import type { Chunk } from "#bytes";
import { checkFilter } from "#check";
import { moreCame } from "#flush";
import type { Inbound } from "#inbound";
import { Packet, putFilter } from "#protocol";
import { route } from "#routing";
import { nextId } from "./qos1.ts";
import { Link } from "./link.ts";
import type { MessageHandler } from "./options.ts";
import type { Client } from "./state.ts";
import { Reason, Status } from "./status.ts";
import { tell, Told } from "./tell.ts";

/** What stands in place of a QoS. */
export const enum Subscribed {
  /** Not subscribed, and not wanted. */
  No = -1,
  /** The broker may or may not have it: an answer went missing with its connection. */
  Unknown = -2,
}

const enum Suback {
  Refused = 128,
}

export interface Subscription {
  /** Empty in a free entry. */
  filter: string;
  /** Whom messages are handed to (routing.ts). */
  handler?: MessageHandler | undefined;
  /** 0, 1 or Subscribed.No. */
  wantedQos: number;
  /** What the last packet about it asked for, or Subscribed. */
  sentQos: number;
  /** Of the packet whose answer is missing, else 0. */
  packetId: number;
}

function find(client: Client, filter: string): Subscription | undefined {
  const subscriptions = client.inbound.table;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.filter === filter) return subscription;
  }
  return undefined;
}

/** The entry for a new filter: one that is free, else a new one, up to the limit; undefined when the table is full. */
function freeEntry(client: Client): Subscription | undefined {
  const free = find(client, "");
  const table = client.inbound.table;
  if (free !== undefined || table.length >= (client.options.subscriptions ?? 8)) return free;
  const made = { filter: "", wantedQos: 0, sentQos: 0, packetId: 0 };
  table.push(made);
  return made;
}

/** Empty an entry. */
function free(subscription: Subscription): void {
  subscription.filter = "";
  route(subscription, undefined);
}

/** Note what is wanted of a filter from now on; answers its entry, or undefined when the table is full. */
function want(
  client: Client,
  filter: string,
  qos: number,
  handler: MessageHandler | undefined,
): Subscription | undefined {
  const subscription = find(client, filter) ?? freeEntry(client);
  if (subscription === undefined) return undefined;
  subscription.filter = filter;
  // Asked for once more, a subscription is sent once more: after a refusal, or for its retained messages (3.8.4).
  if (subscription.packetId === 0) subscription.sentQos = Subscribed.Unknown;
  subscription.wantedQos = qos;
  route(subscription, handler);
  client.inbound.hasDue = true;
  return subscription;
}

/**
 * Want a subscription, from now on and in every later connection.
 *
 * @param handler  is told of matching messages instead of onMessage; the first that matches takes a message
 * @returns        Status.Ok; Status.Invalid for the filter or the QoS; Status.Unsupported for QoS 2; Status.Full
 *                 when the table is; Status.TooLarge when SUBSCRIBE does not fit into txBytes
 */
export function subscribe(
  client: Client,
  filter: string,
  qos: number,
  handler: MessageHandler | undefined,
): Status {
  const status = checkFilter(client, filter, qos);
  if (status < 0) return status;
  return want(client, filter, qos, handler) === undefined ? Status.Full : Status.Ok;
}

/**
 * Give a subscription up; also one that an earlier program left in the broker's session.
 *
 * @returns  Status.Ok, Status.Invalid for the filter, Status.Full or Status.TooLarge as for subscribe
 */
export function unsubscribe(client: Client, filter: string): Status {
  const status = checkFilter(client, filter, 0);
  if (status < 0) return status;
  const subscription = want(client, filter, Subscribed.No, undefined);
  if (subscription === undefined) return Status.Full;
  // A clean start leaves nothing to take back.
  if (client.options.cleanSession !== false && client.link < Link.Greeting) free(subscription);
  return Status.Ok;
}

/** Write a packet for each filter that is due, as far as they fit. */
export function putFilters(client: Client): void {
  const inbound = client.inbound;
  const subscriptions = inbound.table;
  // Nearly every frame is about something else.
  if (!inbound.hasDue) return;
  inbound.hasDue = false;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    const qos = subscription.wantedQos;
    if (subscription.filter === "" || subscription.packetId > 0 || qos === subscription.sentQos) continue;
    const packetId = nextId(client);
    const type = qos < 0 ? Packet.Unsubscribe : Packet.Subscribe;
    if (putFilter(client.tx, type, packetId, subscription.filter, qos) < 0) {
      inbound.hasDue = true;
      return;
    }
    subscription.sentQos = qos;
    subscription.packetId = packetId;
    inbound.askedCount += 1;
  }
}

/** The subscription that waits for an answer with this id. */
export function askedWith(inbound: Inbound, packetId: number): Subscription | undefined {
  for (let at = 0; at < inbound.table.length; at += 1) {
    const subscription = inbound.table[at] as Subscription;
    if (subscription.packetId === packetId) return subscription;
  }
  return undefined;
}

/** Take a SUBACK, with its code behind the id, or an UNSUBACK; one that answers nothing of ours is passed over. */
export function takeSubscribed(client: Client, type: Packet, packetId: number, body: Chunk): Reason {
  const inbound = client.inbound;
  const subscription = askedWith(inbound, packetId);
  if (subscription === undefined || subscription.sentQos < 0 !== (type === Packet.Unsuback))
    return Reason.None;
  const granted = type === Packet.Suback ? byteAt(body, 2) : Subscribed.No;
  if (granted > subscription.sentQos && granted !== Suback.Refused) return Reason.BadSuback;
  const filter = subscription.filter;
  moreCame(client);
  subscription.packetId = 0;
  inbound.askedCount -= 1;
  inbound.hasDue = true;
  if (subscription.sentQos < 0 && subscription.wantedQos < 0) free(subscription);
  tell(client, Told.Subscribed, client.options.onSubscribed, filter, granted);
  return Reason.None;
}

/** Answers that are missing now will never come. */
export function subscriptionsLost(inbound: Inbound): void {
  const subscriptions = inbound.table;
  inbound.askedCount = 0;
  inbound.hasDue = true;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.packetId > 0) subscription.sentQos = Subscribed.Unknown;
    subscription.packetId = 0;
  }
}

/** The broker has no subscription of ours, except for what was asked in this connection. */
export function subscriptionsAbsent(inbound: Inbound): void {
  const subscriptions = inbound.table;
  inbound.hasDue = true;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.packetId > 0) continue;
    if (subscription.wantedQos < 0) free(subscription);
    else subscription.sentQos = Subscribed.No;
  }
}
