/*
 * The bounded table of what we want to be subscribed to, and what the broker knows of it.
 * An entry compares the QoS that is wanted with the QoS that was sent: where they differ and no answer is
 * missing, a packet is due. So nothing is lost when the caller changes its mind before the broker answered.
 * Not here: the broker's answers (suback.ts).
 * Source: MQTT 3.1.1, sections 3.8 and 3.10.
 */
import { putByte, room } from "#bytes";
import { filterBytes, Packet, packetBytes, putFiltersHead, putString } from "#protocol";
import { Link } from "./link.ts";
import type { MessageHandler } from "./options.ts";
import type { Client } from "./state.ts";
import { Status } from "./status.ts";
import { isTopicFilter } from "./topic.ts";

/** What stands in place of a QoS. */
export const enum Subscribed {
  /** Not subscribed, and not wanted. */
  No = -1,
  /** The broker may or may not have it: an answer went missing with its connection. */
  Unknown = -2,
}

export interface Subscription {
  /** Empty in a free entry. */
  filter: string;
  handler: MessageHandler | undefined;
  /** 0, 1 or Subscribed.No. */
  wantedQos: number;
  /** What the last packet about it asked for, or Subscribed. */
  sentQos: number;
  /** Of the packet whose answer is missing, else 0. */
  packetId: number;
}

export function makeSubscriptions(count: number): Subscription[] {
  const subscriptions: Subscription[] = [];
  for (let at = 0; at < count; at += 1)
    subscriptions.push({
      filter: "",
      handler: undefined,
      wantedQos: Subscribed.No,
      sentQos: Subscribed.No,
      packetId: 0,
    });
  return subscriptions;
}

function find(client: Client, filter: string): Subscription | undefined {
  const subscriptions = client.inbound.subscriptions;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.filter === filter) return subscription;
  }
  return undefined;
}

function take(client: Client, filter: string): Subscription | undefined {
  const free = find(client, "");
  if (free === undefined) return undefined;
  free.filter = filter;
  return free;
}

/** Empty an entry. */
export function free(subscription: Subscription): void {
  subscription.filter = "";
  subscription.handler = undefined;
  subscription.wantedQos = Subscribed.No;
  subscription.sentQos = Subscribed.No;
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
  if (qos === 2) return Status.Unsupported;
  if (!isTopicFilter(filter) || (qos !== 0 && qos !== 1)) return Status.Invalid;
  if (packetBytes(2 + filterBytes(Packet.Subscribe, filter)) > client.options.limits.txBytes)
    return Status.TooLarge;
  const known = find(client, filter);
  const subscription = known === undefined ? take(client, filter) : known;
  if (subscription === undefined) return Status.Full;
  // Asked for once more, a subscription is sent once more: after a refusal, or for its retained messages (3.8.4).
  if (subscription.packetId === 0) subscription.sentQos = Subscribed.Unknown;
  subscription.wantedQos = qos;
  subscription.handler = handler;
  return Status.Ok;
}

/**
 * Give a subscription up; also one that an earlier program left in the broker's session.
 *
 * @returns  Status.Ok, Status.Invalid for the filter, Status.Full or Status.TooLarge as for subscribe
 */
export function unsubscribe(client: Client, filter: string): Status {
  if (!isTopicFilter(filter)) return Status.Invalid;
  if (find(client, filter) === undefined) {
    const status = subscribe(client, filter, 0, undefined);
    if (status < 0) return status;
  }
  const subscription = find(client, filter) as Subscription;
  subscription.wantedQos = Subscribed.No;
  subscription.handler = undefined;
  if (isNowhere(client, subscription)) free(subscription);
  return Status.Ok;
}

/** Whether the broker surely does not have it, so that there is nothing to take back. */
function isNowhere(client: Client, subscription: Subscription): boolean {
  if (subscription.sentQos === Subscribed.No && subscription.packetId === 0) return true;
  return client.options.identity.cleanSession && client.link < Link.Greeting;
}

function isDue(subscription: Subscription, type: Packet): boolean {
  if (subscription.filter === "" || subscription.packetId > 0) return false;
  if (subscription.wantedQos === subscription.sentQos) return false;
  return subscription.wantedQos >= 0 === (type === Packet.Subscribe);
}

/** Whether a SUBSCRIBE, or an UNSUBSCRIBE, should go out and would fit into this frame. */
export function needsFilters(client: Client, type: Packet): boolean {
  return filtersBytes(client, type) > 0;
}

/** The bytes of those filters that are due and fit into this frame together; they are taken in table order. */
function filtersBytes(client: Client, type: Packet): number {
  const subscriptions = client.inbound.subscriptions;
  let bytes = 0;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (!isDue(subscription, type)) continue;
    const more = bytes + filterBytes(type, subscription.filter);
    if (packetBytes(2 + more) > room(client.tx)) return bytes;
    bytes = more;
  }
  return bytes;
}

/** Write one packet for all filters that are due and fit. */
export function putFilters(client: Client, type: Packet, packetId: number): void {
  const subscriptions = client.inbound.subscriptions;
  let left = filtersBytes(client, type);
  putFiltersHead(client.tx, type, packetId, left);
  for (let at = 0; at < subscriptions.length && left > 0; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (!isDue(subscription, type)) continue;
    putString(client.tx, subscription.filter);
    if (type === Packet.Subscribe) putByte(client.tx, subscription.wantedQos);
    left -= filterBytes(type, subscription.filter);
    subscription.sentQos = subscription.wantedQos;
    subscription.packetId = packetId;
  }
}

/** Answers that are missing now will never come. */
export function subscriptionsLost(subscriptions: Subscription[]): void {
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.packetId > 0) subscription.sentQos = Subscribed.Unknown;
    subscription.packetId = 0;
  }
}

/** The broker has no subscription of ours, except for what was asked in this connection. */
export function subscriptionsAbsent(subscriptions: Subscription[]): void {
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.packetId > 0) continue;
    if (subscription.wantedQos < 0) free(subscription);
    else subscription.sentQos = Subscribed.No;
  }
}
