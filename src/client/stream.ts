/*
 * Messages larger than a frame: from the store, or from a source of the caller's that gives them piece by piece.
 * Reached as #stream: a build without it puts without/stream.ts in its place, and its messages must fit a frame.
 */
import { keptChunk, limitOf, payloadBytes, putChunk, putPayload, room } from "#bytes";
import type { Payload } from "#bytes";
import { packetBytes, publishLength, putPublishHead } from "#protocol";
import { endLink } from "./connection.ts";
import { LinkEvent } from "./link.ts";
import { EntryFlag, Field, fieldAt, setField } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";
import { dropEntry } from "./publish.ts";
import type { Message } from "./publish.ts";
import { messageSent } from "./send.ts";
import type { Client } from "./state.ts";
import { Notice, Reason, Status } from "./status.ts";

/** Gives the payload from offset on, at most limitBytes and at least one; must give the same when asked again. */
export type Source = (this: void, offset: number, limitBytes: number) => Payload;

/** Sources of entries, and the lengths of their payloads; undefined before the first. */
export type Sources = Held[] | undefined;

interface Held {
  source: Source | undefined;
  totalBytes: number;
}

/** The message whose PUBLISH is partly written: the last one sent. Nothing else may be written meanwhile. */
export interface Stream {
  isOn: boolean;
  /** Of the payload: written, and in all. */
  doneBytes: number;
  totalBytes: number;
}

export function addStream(client: Client): void {
  client.stream = { isOn: false, doneBytes: 0, totalBytes: 0 };
}

export function isStreaming(client: Client): boolean {
  return client.stream.isOn;
}

/** How many messages were sent whole in this connection. */
export function sentWhole(client: Client): number {
  return client.outbox.sentCount - (client.stream.isOn ? 1 : 0);
}

export function endStream(client: Client): void {
  client.stream.isOn = false;
}

/** The room that a message needs in one frame: that of its head. */
export function frameBytes(wholeBytes: number, totalBytes: number): number {
  return wholeBytes - totalBytes;
}

export function hasSource(message: Message): boolean {
  return message.source !== undefined;
}

/** The length of a message's payload, or Status.Invalid; ownBytes is that of a payload without a source. */
export function totalBytesOf(message: Message, ownBytes: number): number {
  if (message.source === undefined) return ownBytes;
  const totalBytes = message.totalBytes ?? -1;
  const isLength = totalBytes >= 0 && totalBytes === Math.floor(totalBytes);
  return isLength && message.payload === undefined ? totalBytes : Status.Invalid;
}

/** Hold a message's source for its entry, in a free slot. */
export function holdSource(outbox: Outbox, at: number, message: Message): void {
  if (message.source === undefined) return;
  if (outbox.sources === undefined) outbox.sources = [];
  const sources = outbox.sources;
  let slot = 0;
  while (slot < sources.length && (sources[slot] as Held).source !== undefined) slot += 1;
  if (slot === sources.length) sources.push({ source: undefined, totalBytes: 0 });
  const held = sources[slot] as Held;
  held.source = message.source;
  held.totalBytes = message.totalBytes ?? 0;
  setField(outbox, at, Field.Flags, fieldAt(outbox, at, Field.Flags) + (slot + 1) * EntryFlag.Slot);
}

/** What an entry's source is held in; undefined for an entry that has its payload in the store. */
function heldOf(outbox: Outbox, at: number): Held | undefined {
  const slot = Math.floor(fieldAt(outbox, at, Field.Flags) / EntryFlag.Slot);
  return slot === 0 || outbox.sources === undefined ? undefined : outbox.sources[slot - 1];
}

/** What the caller gave must not be kept alive by a free entry. */
export function releaseSource(outbox: Outbox, at: number): void {
  const held = heldOf(outbox, at);
  if (held !== undefined) held.source = undefined;
}

/** The length of an entry's payload. */
function payloadOf(outbox: Outbox, at: number): number {
  const held = heldOf(outbox, at);
  if (held !== undefined) return held.totalBytes;
  return fieldAt(outbox, at, Field.Bytes) - fieldAt(outbox, at, Field.Topic);
}

/** Whether an entry goes out in pieces: a source, or more than a frame holds. The reading of a feed never does. */
export function isStreamed(client: Client, at: number): boolean {
  const outbox = client.outbox;
  const topicBytes = fieldAt(outbox, at, Field.Topic);
  if (topicBytes < 0) return false;
  if (heldOf(outbox, at) !== undefined) return true;
  const length = publishLength(topicBytes, fieldAt(outbox, at, Field.Flags), payloadOf(outbox, at));
  return packetBytes(length) > limitOf(client.tx);
}

/** Write all of a PUBLISH that stands before its payload. A message that fits a frame waits until one has room for it. */
export function beginStream(client: Client, at: number, flags: number, packetId: number): Status {
  const outbox = client.outbox;
  const topicBytes = fieldAt(outbox, at, Field.Topic);
  const totalBytes = payloadOf(outbox, at);
  const isWhole = packetBytes(publishLength(topicBytes, packetId, totalBytes)) <= limitOf(client.tx);
  const topic = keptChunk(outbox.store, at, 0, topicBytes);
  const status = putPublishHead(client.tx, flags, topic, packetId, totalBytes, isWhole ? totalBytes : 0);
  if (status < 0) return status;
  client.stream.isOn = true;
  client.stream.doneBytes = 0;
  client.stream.totalBytes = totalBytes;
  return status;
}

/** Write as much of the message under way as fits; true when nothing of it is left. */
export function streamOn(client: Client): boolean {
  const stream = client.stream;
  while (stream.isOn && stream.doneBytes < stream.totalBytes) {
    const left = stream.totalBytes - stream.doneBytes;
    const free = room(client.tx);
    if (free === 0) return false;
    const bytes = putPart(client, left < free ? left : free);
    // A source is the user's code: it may have ended the link.
    if (!stream.isOn) return false;
    if (bytes < 1) {
      dropStream(client);
      return false;
    }
    stream.doneBytes += bytes;
  }
  if (stream.isOn) {
    stream.isOn = false;
    messageSent(client);
  }
  return true;
}

/** Write at most so many bytes of the payload from where it stands; answers how many, 0 for a bad source. */
function putPart(client: Client, limitBytes: number): number {
  const outbox = client.outbox;
  const at = outbox.sentCount - 1;
  const from = client.stream.doneBytes;
  const held = heldOf(outbox, at);
  if (held !== undefined) return putSource(client, held.source as Source, from, limitBytes);
  const topicBytes = fieldAt(outbox, at, Field.Topic);
  const part = keptChunk(outbox.store, at, topicBytes + from, topicBytes + from + limitBytes);
  return putChunk(client.tx, part, 0, limitBytes) === Status.Ok ? limitBytes : 0;
}

function putSource(client: Client, source: Source, offset: number, limitBytes: number): number {
  try {
    const part = source(offset, limitBytes);
    const bytes = payloadBytes(part);
    if (!client.stream.isOn || bytes > limitBytes) return 0;
    return putPayload(client.tx, part) === Status.Ok ? bytes : 0;
  } catch {
    return 0;
  }
}

/** Half a PUBLISH is written and the rest will never come: only a new connection helps, without this message. */
function dropStream(client: Client): void {
  const at = client.outbox.sentCount - 1;
  endStream(client);
  dropEntry(client, at, Notice.DroppedUnsendable, "droppedUnsendable");
  endLink(client, LinkEvent.Lost, Reason.BadSource, 0);
}
