/*
 * The broker's answers about subscriptions.
 * Source: MQTT 3.1.1, sections 3.9 (SUBACK) and 3.11 (UNSUBACK).
 */
import { byteAt } from "#bytes";
import { Link } from "./link.ts";
import { bodyU16 } from "./reader.ts";
import type { Client } from "./state.ts";
import { Reason } from "./status.ts";
import { free, Subscribed } from "./subscriptions.ts";
import type { Subscription } from "./subscriptions.ts";
import { tell, Told } from "./tell.ts";

const enum Suback {
  Refused = 128,
}

/**
 * Codes of a SUBACK belong to the filters of its SUBSCRIBE in their order, 3.9.3. A handler may end the link
 * half-way: then there is nothing left to judge.
 */
export function takeSuback(client: Client): Reason {
  const decoder = client.decoder;
  const subscriptions = client.inbound.subscriptions;
  const packetId = bodyU16(decoder, 0);
  if (packetId === 0) return Reason.BadId;
  let codeAt = decoder.from + 2;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.packetId !== packetId || subscription.sentQos < 0) continue;
    if (codeAt === decoder.to) return Reason.BadSuback;
    const code = byteAt(decoder.body, codeAt);
    codeAt += 1;
    if (code > subscription.sentQos && code !== Suback.Refused) return Reason.BadSuback;
    subscription.packetId = 0;
    tell(client, Told.Subscribed, code, 0, subscription.filter);
    if (client.link < Link.Greeting) return Reason.None;
  }
  // None at all: an answer to a question that this connection did not ask is passed over.
  return codeAt === decoder.to || codeAt === decoder.from + 2 ? Reason.None : Reason.BadSuback;
}

export function takeUnsuback(client: Client): Reason {
  const subscriptions = client.inbound.subscriptions;
  const packetId = bodyU16(client.decoder, 0);
  if (packetId === 0) return Reason.BadId;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.packetId !== packetId || subscription.sentQos >= 0) continue;
    const filter = subscription.filter;
    subscription.packetId = 0;
    if (subscription.wantedQos < 0) free(subscription);
    tell(client, Told.Subscribed, Subscribed.No, 0, filter);
    if (client.link < Link.Greeting) return Reason.None;
  }
  return Reason.None;
}
