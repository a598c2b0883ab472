/*
 * Fills the next frame for the network with as many packets as fit, in this order: CONNECT, PUBACKs,
 * SUBSCRIBE and UNSUBSCRIBE, messages, PINGREQ, DISCONNECT. A message larger than a frame goes on in the
 * next ones, and nothing comes between.
 */
import { keptChunk, used } from "#bytes";
import { isHeldAt, putFeed } from "#feeds";
import { pinged, putFlush } from "#flush";
import { isInboundDue, putFilters, putPubacks } from "#inbound";
import { dropExpired } from "#policy";
import { Packet, putBare, putConnect, putPublish } from "#protocol";
import { idOf } from "#qos1";
import { count } from "#report";
import { beginStream, isStreamed, streamOn } from "#stream";
import { needsPing, watch } from "./keepalive.ts";
import { Link } from "./link.ts";
import { EntryFlag, Field, fieldAt, qosAt, removeEntry, setField } from "./outbox.ts";
import { PublishFlag } from "./packets.ts";
import { dropEntry } from "./publish.ts";
import { moveTo } from "./state.ts";
import type { Client } from "./state.ts";
import { Notice, Status } from "./status.ts";

/**
 * Fill client.tx for one write. While the last frame is on its way nothing is done.
 *
 * @returns  how many bytes to write; with more than 0 the frame is the network's until `sent` is called
 */
export function nextFrame(client: Client, nowMs: number): number {
  moveTo(client, nowMs);
  if (client.isSending || client.link < Link.Greeting) return 0;
  // From here on sources and handlers are called, which may come back with calls of their own.
  client.isSending = true;
  putPackets(client);
  client.isSending = used(client.tx) > 0 && client.link >= Link.Greeting;
  if (!client.isSending) return 0;
  client.sentMs = client.nowMs;
  watch(client);
  count(client, "bytesOut", used(client.tx));
  return used(client.tx);
}

/** Whether there is nothing to write on a connection that is up. */
export function isQuiet(client: Client): boolean {
  return client.link === Link.Up && client.outbox.count === 0 && !isInboundDue(client.inbound);
}

function putPackets(client: Client): void {
  if (client.hasParted || !streamOn(client)) return;
  if (client.link === Link.Greeting) {
    putGreeting(client);
  } else if (client.link === Link.Up) {
    putPubacks(client);
    putWaiting(client);
    putPing(client);
    putFlush(client);
  } else {
    putPubacks(client);
    client.hasParted = putBare(client.tx, Packet.Disconnect) === Status.Ok;
  }
}

function putGreeting(client: Client): void {
  if (!client.hasGreeted)
    client.hasGreeted = putConnect(client.tx, client.options, client.clientId) === Status.Ok;
  if (!client.hasGreeted || !client.isPipelined) return;
  const before = used(client.tx);
  putWaiting(client);
  putFlush(client);
  if (used(client.tx) > before) client.hasPipelined = true;
}

/** Subscriptions first: a command may wait at the broker. */
function putWaiting(client: Client): void {
  const outbox = client.outbox;
  putFilters(client);
  dropExpired(client);
  // Counted beforehand: a handler that publishes when it is told of a drop must not keep us here for ever. And a
  // source may have asked for the end: then its own message is the last.
  for (let left = outbox.count - outbox.sentCount; left > 0; left -= 1) {
    if (outbox.sentCount >= outbox.count || (client.link !== Link.Greeting && client.link !== Link.Up))
      return;
    if (isHeldAt(client, outbox.sentCount)) return;
    if (putEntry(client, outbox.sentCount) < 0) {
      if (used(client.tx) > 0) return;
      dropEntry(client, outbox.sentCount, Notice.DroppedUnsendable, "droppedUnsendable");
    } else if (!streamOn(client)) return;
  }
}

/** Write a message, or as much of it as must be in one frame; Status.Full when it must wait for the next. */
function putEntry(client: Client, at: number): Status {
  const outbox = client.outbox;
  const wasId = fieldAt(outbox, at, Field.Id);
  const packetId = idOf(client, at);
  const flags =
    (fieldAt(outbox, at, Field.Flags) % EntryFlag.PublishLimit) + (wasId > 0 ? PublishFlag.Dup : 0);
  const isLong = isStreamed(client, at);
  const status = isLong ? beginStream(client, at, flags, packetId) : putWhole(client, at, flags, packetId);
  if (status < 0) return status;
  setField(outbox, at, Field.Id, packetId);
  outbox.sentCount += 1;
  if (outbox.triedCount < outbox.sentCount) outbox.triedCount = outbox.sentCount;
  if (!isLong) messageSent(client);
  return Status.Ok;
}

function putWhole(client: Client, at: number, flags: number, packetId: number): Status {
  const outbox = client.outbox;
  const topicBytes = fieldAt(outbox, at, Field.Topic);
  const bytes = fieldAt(outbox, at, Field.Bytes);
  if (topicBytes < 0)
    return putFeed(client, -1 - topicBytes, keptChunk(outbox.store, at, 0, bytes), flags, packetId);
  const topic = keptChunk(outbox.store, at, 0, topicBytes);
  return putPublish(client.tx, flags, topic, packetId, keptChunk(outbox.store, at, topicBytes, bytes));
}

/** The last one is written whole: QoS 1 waits for PUBACK; QoS 0 is done, but before CONNACK it may still be refused. */
export function messageSent(client: Client): void {
  const outbox = client.outbox;
  count(client, "sent", 1);
  if (client.link === Link.Up && qosAt(outbox, outbox.sentCount - 1) === 0)
    removeEntry(outbox, outbox.sentCount - 1);
}

/** A due publish replaces the ping, but only an answer is proof that the broker is there. */
function putPing(client: Client): void {
  if (client.link !== Link.Up || !needsPing(client, used(client.tx) > 0)) return;
  if (putBare(client.tx, Packet.Pingreq) !== Status.Ok) return;
  client.isPinged = true;
  pinged(client);
}
