/*
 * Text and bytes on NodeMCU: Lua strings, which are bytes, so that text is UTF-8 already and nothing is converted.
 * A frame is a list of strings, joined once: a table of single bytes was 20 times slower and 4 KB larger.
 */
import { Status } from "../../client/status.ts";

/** Bytes to read; a Lua string is never changed, so it stays valid. */
export type Chunk = string;
/** What a publish carries. */
export type Payload = string;
/** A kept payload is the text itself: nothing has to be copied. */
export type Kept = string;

/** A sensor's memory: bytes at fixed places, written by the port and read by decode. */
export interface Memory {
  bytes: string;
}

/** Bytes to write: grows from empty to its limit, each put either fits whole or changes nothing. */
export interface Frame {
  /** The first `count` are in use. */
  pieces: string[];
  count: number;
  used: number;
  limit: number;
}

/** Where payloads wait; only their bytes are counted. */
export interface Store {
  used: number;
  limit: number;
}

const enum Piece {
  /** What `clear` leaves in its place: headers, which the next frame is likely to need again. */
  ShortBytes = 2,
}

export function begin(limitBytes: number): Frame {
  return { pieces: [], count: 0, used: 0, limit: limitBytes };
}

export function clear(frame: Frame): void {
  // Texts are let go. A short piece stays: while it is alive, Lua makes no second one with the same bytes.
  for (let at = 0; at < frame.count; at += 1) {
    if ((frame.pieces[at] as string).length > Piece.ShortBytes) frame.pieces[at] = "";
  }
  frame.count = 0;
  frame.used = 0;
}

export function used(frame: Frame | Store): number {
  return frame.used;
}

export function room(frame: Frame | Store): number {
  return frame.limit - frame.used;
}

function put(frame: Frame, piece: string): Status {
  const bytes = piece.length;
  if (bytes > frame.limit - frame.used) return Status.Full;
  // So that there are never more pieces than bytes.
  if (bytes === 0) return Status.Ok;
  frame.pieces[frame.count] = piece;
  frame.count += 1;
  frame.used += bytes;
  return Status.Ok;
}

export function putByte(frame: Frame, byte: number): Status {
  return put(frame, string.char(byte));
}

/** Two bytes, the high one first. */
export function putU16(frame: Frame, value: number): Status {
  return put(frame, string.char(Math.floor(value / 256), value % 256));
}

/** Text as it is, without a length before it. */
export function putText(frame: Frame, text: string): Status {
  return put(frame, text);
}

export function putChunk(frame: Frame, chunk: Chunk, from: number, to: number): Status {
  // Asked first, so that what does not fit is not cut out either.
  if (to - from > frame.limit - frame.used) return Status.Full;
  return put(frame, string.sub(chunk, from + 1, to));
}

/** What the frame holds, as a chunk. */
export function take(frame: Frame): Chunk {
  return table.concat(frame.pieces, "", 1, frame.count);
}

export function textBytes(text: string): number {
  return text.length;
}

export function chunkBytes(chunk: Chunk): number {
  return chunk.length;
}

export function byteAt(chunk: Chunk, at: number): number {
  return string.byte(chunk, at + 1);
}

export function textAt(chunk: Chunk, from: number, to: number): string {
  return string.sub(chunk, from + 1, to);
}

/** Part of a chunk. */
export function piece(chunk: Chunk, from: number, to: number): Chunk {
  return string.sub(chunk, from + 1, to);
}

export function payloadBytes(payload: Payload): number {
  return payload.length;
}

export function putPayload(frame: Frame, payload: Payload): Status {
  return put(frame, payload);
}

/** Where payloads wait. The caller keeps the budget; a store never refuses what the caller found to fit. */
export function makeStore(limitBytes: number): Store {
  return { used: 0, limit: limitBytes };
}

export function keep(store: Store, payload: Payload): Kept {
  store.used += payload.length;
  return payload;
}

/** Give back the bytes of a kept payload. */
export function forget(store: Store, _kept: Kept, bytes: number): void {
  store.used -= bytes;
}

/** A text is not anywhere that could move. */
export function moved(kept: Kept, _gone: Kept, _bytes: number): Kept {
  return kept;
}

export function keptChunk(_store: Store, kept: Kept, _bytes: number): Chunk {
  return kept;
}

/** Copy part of a kept payload into a frame; from and to count from the payload's own start. */
export function putKept(frame: Frame, _store: Store, kept: Kept, from: number, to: number): Status {
  return putChunk(frame, kept, from, to);
}

export function makeMemory(bytes: number): Memory {
  return { bytes: string.rep("\0", bytes) };
}

export function memoryAt(memory: Memory, at: number): number {
  return string.byte(memory.bytes, at + 1);
}

/** Write a chunk into the memory; the caller has made the memory large enough. */
export function putMemory(memory: Memory, at: number, chunk: Chunk): void {
  const behind = string.sub(memory.bytes, at + chunk.length + 1);
  memory.bytes = string.sub(memory.bytes, 1, at) + chunk + behind;
}
