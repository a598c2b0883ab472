/*
 * Fills the next frame for the network with as many packets as fit, in this order: CONNECT, PUBACKs,
 * SUBSCRIBE and UNSUBSCRIBE, messages, PINGREQ, DISCONNECT. A message larger than a frame goes on in the
 * next ones, and nothing comes between.
 */
import { clear, used } from "#bytes";
import { isInboundAsked, needsFilters, putFilters, putPubacks } from "#inbound";
import { Packet, putBare, putConnect } from "#protocol";
import { nextId } from "./ids.ts";
import { ask, needsPing, needsProof } from "./keepalive.ts";
import { Link } from "./link.ts";
import { nextPlace } from "./outbox.ts";
import { dropExpired } from "./publish.ts";
import { moveTo } from "./state.ts";
import type { Client } from "./state.ts";
import { Status } from "./status.ts";
import { beginMessage, streamOn } from "./stream.ts";

/**
 * Fill client.tx for one write. While the last frame is on its way nothing is done.
 *
 * @returns  how many bytes to write; with more than 0 the frame is the network's until `sent` is called
 */
export function nextFrame(client: Client, nowMs: number): number {
  moveTo(client, nowMs);
  if (client.isSending || client.isFilling || client.link < Link.Greeting) return 0;
  // From here on sources and handlers are called, which may come back with calls of their own.
  client.isFilling = true;
  clear(client.tx);
  putPackets(client);
  client.isFilling = false;
  const bytes = used(client.tx);
  if (bytes === 0 || client.link < Link.Greeting) return 0;
  client.isSending = true;
  client.sentMs = nowMs;
  client.counters.bytesOut += bytes;
  return bytes;
}

function putPackets(client: Client): void {
  if (client.hasParted) return;
  if (client.streaming !== undefined && !streamOn(client)) return;
  if (client.link === Link.Greeting) {
    putGreeting(client);
  } else if (client.link === Link.Up) {
    putPubacks(client);
    putWaiting(client);
    putPing(client);
  } else {
    putPubacks(client);
    client.hasParted = putBare(client.tx, Packet.Disconnect) === Status.Ok;
  }
}

function putGreeting(client: Client): void {
  if (!client.hasGreeted) client.hasGreeted = putConnect(client.tx, client.options.identity) === Status.Ok;
  if (!client.hasGreeted || !client.isPipelined) return;
  const before = used(client.tx);
  putWaiting(client);
  if (used(client.tx) > before) client.hasPipelined = true;
}

/** Subscriptions first: a command may wait at the broker. */
function putWaiting(client: Client): void {
  if (needsFilters(client, Packet.Subscribe)) putFilters(client, Packet.Subscribe, nextId(client));
  if (needsFilters(client, Packet.Unsubscribe)) putFilters(client, Packet.Unsubscribe, nextId(client));
  if (isInboundAsked(client.inbound) && client.link === Link.Up) ask(client);
  dropExpired(client);
  // Counted beforehand: a handler that publishes when it is told of a drop must not keep us here for ever.
  for (let left = client.outbox.count; left > 0; left -= 1) {
    // A source may have asked for the end: then its own message is the last.
    if (client.link !== Link.Greeting && client.link !== Link.Up) return;
    const at = nextPlace(client.outbox);
    if (at < 0 || !beginMessage(client, at) || !streamOn(client)) return;
  }
}

/** A due publish replaces the ping, but only an answer is proof that the broker is there. */
function putPing(client: Client): void {
  if (client.link !== Link.Up || client.streaming !== undefined) return;
  if (!needsProof(client) && (used(client.tx) > 0 || !needsPing(client))) return;
  if (putBare(client.tx, Packet.Pingreq) < 0) return;
  client.isPinged = true;
  ask(client);
}
