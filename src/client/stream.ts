/*
 * Writes a message into frames: the head of its PUBLISH, then its payload, which may take several frames, from
 * the store, from a feed's format or from the user's source.
 */
import {
  clear,
  keptChunk,
  payloadBytes,
  putChunk,
  putKept,
  putPayload,
  room,
  take,
  textBytes,
  used,
} from "#bytes";
import type { Kept } from "#bytes";
import { packetBytes, publishLength, PublishFlag, putPublishHead } from "#protocol";
import { endLink } from "./connection.ts";
import { nextId } from "./ids.ts";
import { ask } from "./keepalive.ts";
import { Link, LinkEvent } from "./link.ts";
import { EntryState, moveToSent, placeOfEntry, removeEntry } from "./outbox.ts";
import type { Entry, Source } from "./outbox.ts";
import { dropEntry } from "./publish.ts";
import type { Client } from "./state.ts";
import { Notice, Reason, Status } from "./status.ts";

/**
 * Write all of a PUBLISH that stands before its payload. A message that fits a frame waits for one that has
 * room for all of it, so that it is one write.
 *
 * @returns  false when it must wait for the next frame
 */
export function beginMessage(client: Client, at: number): boolean {
  const entry = client.outbox.entries[at] as Entry;
  const topic = topicOf(client, entry);
  const totalBytes = topic === "" ? -1 : formatPayload(client, entry);
  const packetId = entry.qos > 0 && entry.packetId === 0 ? nextId(client) : entry.packetId;
  const isWhole =
    packetBytes(publishLength(textBytes(topic), packetId, totalBytes)) <= client.options.limits.txBytes;
  const withBytes = isWhole ? totalBytes : 0;
  const isWritten =
    totalBytes >= 0 &&
    putPublishHead(client.tx, publishFlags(entry), topic, packetId, totalBytes, withBytes) === Status.Ok;
  if (!isWritten) {
    if (totalBytes >= 0 && used(client.tx) > 0) return false;
    dropEntry(client, at, Notice.DroppedUnsendable);
    return true;
  }
  entry.packetId = packetId;
  moveToSent(client.outbox, at);
  client.streaming = entry;
  client.streamedBytes = 0;
  client.streamBytes = totalBytes;
  return true;
}

function publishFlags(entry: Entry): number {
  let flags = entry.qos * PublishFlag.Qos1;
  if (entry.retain) flags += PublishFlag.Retain;
  return entry.state === EntryState.Resend ? flags + PublishFlag.Dup : flags;
}

/** The topic of an entry, which for a feed is asked for now; "" when that fails. */
function topicOf(client: Client, entry: Entry): string {
  const feeds = client.options.feeds;
  if (typeof entry.topic === "string") return entry.topic;
  try {
    return feeds === undefined ? "" : feeds.topic(entry.topic);
  } catch {
    return "";
  }
}

/** The length of an entry's payload, which for a feed is written first; -1 when that fails. */
function formatPayload(client: Client, entry: Entry): number {
  const feeds = client.options.feeds;
  if (entry.source !== undefined) return entry.totalBytes;
  if (typeof entry.topic === "string" || feeds === undefined) return entry.keptBytes;
  const values = keptChunk(client.outbox.store, entry.kept as Kept, entry.keptBytes);
  clear(client.formatted);
  try {
    return feeds.format(entry.topic, values, client.formatted) < 0 ? -1 : used(client.formatted);
  } catch {
    return -1;
  }
}

/** Write as much of the message under way as fits; true when nothing of it is left. */
export function streamOn(client: Client): boolean {
  const entry = client.streaming;
  if (entry === undefined) return true;
  while (client.streamedBytes < client.streamBytes) {
    const left = client.streamBytes - client.streamedBytes;
    const free = room(client.tx);
    if (free === 0) return false;
    const bytes = putPart(client, entry, left < free ? left : free);
    // A source is the user's code: it may have ended the link.
    if (client.streaming !== entry) return false;
    if (bytes < 1) {
      dropSource(client, entry);
      return false;
    }
    client.streamedBytes += bytes;
  }
  endMessage(client, entry);
  return true;
}

/** Write at most so many bytes of the payload from where it stands; answers how many, 0 for a bad source. */
function putPart(client: Client, entry: Entry, limitBytes: number): number {
  const from = client.streamedBytes;
  if (entry.source !== undefined) return putSource(client, entry.source, from, limitBytes);
  if (typeof entry.topic === "string")
    putKept(client.tx, client.outbox.store, entry.kept as Kept, from, from + limitBytes);
  else putChunk(client.tx, take(client.formatted), from, from + limitBytes);
  return limitBytes;
}

function putSource(client: Client, source: Source, offset: number, limitBytes: number): number {
  try {
    const part = source(offset, limitBytes);
    const bytes = payloadBytes(part);
    return bytes <= limitBytes && putPayload(client.tx, part) === Status.Ok ? bytes : 0;
  } catch {
    return 0;
  }
}

/** Half a PUBLISH is written and the rest will never come: only a new connection helps, without this message. */
function dropSource(client: Client, entry: Entry): void {
  client.streaming = undefined;
  dropEntry(client, placeOfEntry(client.outbox, entry), Notice.DroppedUnsendable);
  endLink(client, LinkEvent.Lost, Reason.BadSource, 0);
}

/** Written whole: QoS 1 waits for PUBACK; QoS 0 is done, but before CONNACK it may still be refused. */
function endMessage(client: Client, entry: Entry): void {
  client.streaming = undefined;
  client.counters.sent += 1;
  if (entry.qos > 0) {
    if (client.link === Link.Up) ask(client);
  } else if (client.link === Link.Up) {
    removeEntry(client.outbox, placeOfEntry(client.outbox, entry));
  }
}
