/*
 * What outlives a deep sleep of a client: its session, what it has learned, and the readings that wait.
 * A header of 14 bytes, then for each entry five bytes and its values:
 *   header  0 flags, 1 subscriptions, 2 random state, 4 longest wait, 8 last id, 10 entries, 12 of them tried
 *   entry   0 id, 2 flags in the low four bits and bytes / 256 in the high ones, 3 feed, 4 bytes % 256
 * Not kept: messages with a topic in text or with a source, message numbers, times to live.
 * Not here: whether the bytes are whole and of this build (station/blocks.ts).
 */
import { byteAt, chunkBytes, keptChunk, piece, putByte, putChunk, putU16, room } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { grantedBits, restoreGranted } from "#flush";
import { numberOf } from "#qos1";
import { addEntry, Field, fieldAt, qosAt, setField } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";
import type { Client } from "./state.ts";
import { Status } from "./status.ts";
import { putU32, u16At, u32At } from "./wide.ts";

const enum Snapshot {
  HeaderBytes = 14,
  EntryBytes = 5,
  /** Flags of the header. */
  Pipelined = 1,
  /** An entry's flags stand below this, and above it what a byte cannot hold of its length. */
  Flags = 16,
  MostBytes = 4095,
  MostFeed = 255,
  /** The random state has one value more than two bytes can hold, and nobody is ever in it. */
  RandomStates = 65536,
}

/** The most that the snapshot of a client with such an outbox takes. */
export function snapshotBytes(outbox: Pick<Outbox, "limit" | "limitBytes">): number {
  return Snapshot.HeaderBytes + outbox.limit * Snapshot.EntryBytes + outbox.limitBytes;
}

/** Whether an entry with QoS 0 was written and waits only for the end of its connection: it must not go out again. */
function isSpent(outbox: Outbox, at: number): boolean {
  return at < outbox.sentCount && qosAt(outbox, at) === 0;
}

/** What an entry takes; 0 for one that is not kept. */
function costOf(outbox: Outbox, at: number): number {
  const feed = -1 - fieldAt(outbox, at, Field.Topic);
  const bytes = fieldAt(outbox, at, Field.Bytes);
  if (feed < 0 || feed > Snapshot.MostFeed || bytes > Snapshot.MostBytes) return 0;
  return Snapshot.EntryBytes + bytes;
}

/**
 * Write the client's snapshot, with as many entries as fit, in the order of their sending.
 *
 * @returns  how many messages are not in it, or Status.Full with the frame unchanged when not even the header fits
 */
export function putSession(client: Client, frame: Frame): number {
  const outbox = client.outbox;
  let left = room(frame) - Snapshot.HeaderBytes;
  if (left < 0) return Status.Full;
  let limit = outbox.count;
  let kept = 0;
  let tried = 0;
  let unkept = 0;
  for (let at = 0; at < outbox.count; at += 1) {
    if (isSpent(outbox, at)) continue;
    const bytes = costOf(outbox, at);
    // Behind the first that does not fit nothing is kept: a smaller one would pass it.
    if (bytes > left && at < limit) limit = at;
    if (bytes === 0 || at >= limit) {
      unkept += 1;
      continue;
    }
    left -= bytes;
    kept += 1;
    if (at < outbox.triedCount) tried += 1;
  }
  putHeader(client, frame, kept, tried);
  for (let at = 0; at < limit; at += 1) {
    if (!isSpent(outbox, at) && costOf(outbox, at) > 0) putEntry(outbox, at, frame);
  }
  return unkept;
}

function putHeader(client: Client, frame: Frame, kept: number, tried: number): void {
  putByte(frame, client.isPipelined ? Snapshot.Pipelined : 0);
  putByte(frame, grantedBits(client));
  putU16(frame, client.randomState % Snapshot.RandomStates);
  putU32(frame, Math.floor(client.longestMs));
  putU16(frame, client.lastId);
  putU16(frame, kept);
  putU16(frame, tried);
}

function putEntry(outbox: Outbox, at: number, frame: Frame): void {
  const bytes = fieldAt(outbox, at, Field.Bytes);
  const flags = fieldAt(outbox, at, Field.Flags) % Snapshot.Flags;
  putU16(frame, fieldAt(outbox, at, Field.Id));
  putByte(frame, flags + Math.floor(bytes / 256) * Snapshot.Flags);
  putByte(frame, -1 - fieldAt(outbox, at, Field.Topic));
  putByte(frame, bytes % 256);
  putChunk(frame, keptChunk(outbox.store, at, 0, bytes), 0, bytes);
}

/** The values of the entry that begins at `from`. */
function bytesAt(chunk: Chunk, from: number): number {
  return Math.floor(byteAt(chunk, from + 2) / Snapshot.Flags) * 256 + byteAt(chunk, from + 4);
}

/** Whether a snapshot is as long as it says, and a client's outbox has room for it. */
function isFitting(outbox: Outbox, chunk: Chunk): boolean {
  const limit = chunkBytes(chunk);
  if (limit < Snapshot.HeaderBytes || u16At(chunk, 10) > outbox.limit) return false;
  if (u16At(chunk, 12) > u16At(chunk, 10)) return false;
  let bytes = 0;
  let from: number = Snapshot.HeaderBytes;
  for (let left = u16At(chunk, 10); left > 0; left -= 1) {
    if (from + Snapshot.EntryBytes > limit) return false;
    bytes += bytesAt(chunk, from);
    from += Snapshot.EntryBytes + bytesAt(chunk, from);
  }
  return from === limit && bytes <= outbox.limitBytes;
}

/**
 * Take up what putSession wrote in an earlier boot. The subscriptions are asked for before, in the same order as then.
 *
 * @param client  has no message yet
 * @returns       Status.Ok; Status.Malformed, with nothing changed, for what this client cannot have written
 */
export function takeSession(client: Client, chunk: Chunk): Status {
  const outbox = client.outbox;
  if (!isFitting(outbox, chunk)) return Status.Malformed;
  const isLearned = byteAt(chunk, 0) % 2 !== Snapshot.Pipelined;
  if (isLearned) client.isPipelined = false;
  restoreGranted(client, byteAt(chunk, 1));
  client.randomState = u16At(chunk, 2);
  client.longestMs = u32At(chunk, 4);
  client.lastId = u16At(chunk, 8);
  let from: number = Snapshot.HeaderBytes;
  for (let left = u16At(chunk, 10); left > 0; left -= 1) from = takeEntry(client, chunk, from);
  outbox.triedCount = u16At(chunk, 12);
  return Status.Ok;
}

/** Take an entry up as the last one; answers where the next begins. */
function takeEntry(client: Client, chunk: Chunk, from: number): number {
  const outbox = client.outbox;
  const at = outbox.count;
  const bytes = bytesAt(chunk, from);
  const start = from + Snapshot.EntryBytes;
  const values = piece(chunk, start, start + bytes);
  addEntry(outbox, byteAt(chunk, from + 2) % Snapshot.Flags, -1 - byteAt(chunk, from + 3), "", values, bytes);
  setField(outbox, at, Field.Id, u16At(chunk, from));
  numberOf(client, at);
  return start + bytes;
}
