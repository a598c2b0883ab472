/*
 * Text and bytes on NodeMCU: Lua strings, which are bytes, so that text is UTF-8 already and nothing is converted.
 * A frame is a list of strings, joined once: a table of single bytes was 20 times slower and 4 KB larger.
 */
import { Status } from "../../client/status.ts";

/** Bytes to read; a Lua string is never changed, so it stays valid. */
export type Chunk = string;
/** What a publish carries, and its topic. */
export type Payload = string;
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

/** Messages that wait, one string for each, in the order of their table. */
export type Store = string[];
/** A table of integers below 2^31, all 0 when made. */
export type Numbers = number[];

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

export function used(frame: Frame): number {
  return frame.used;
}

/** How much a frame holds when it is empty. */
export function limitOf(frame: Frame): number {
  return frame.limit;
}

export function room(frame: Frame): number {
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

export function putChunk(frame: Frame, chunk: Chunk, from: number, to: number): Status {
  // Asked first, so that what does not fit is not cut out either.
  if (to - from > frame.limit - frame.used) return Status.Full;
  return put(frame, string.sub(chunk, from + 1, to));
}

/** What the frame holds, as a chunk. */
export function take(frame: Frame): Chunk {
  return table.concat(frame.pieces, "", 1, frame.count);
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

/** The length of a text. */
export function plainBytes(payload: Payload): number {
  return payload.length;
}

/** Four bytes and two texts into an empty frame, which has room for them; always true. */
export function putPlain(
  frame: Frame,
  first: number,
  second: number,
  third: number,
  fourth: number,
  text: Payload,
  payload: Payload,
): boolean {
  putU16(frame, first * 256 + second);
  putU16(frame, third * 256 + fourth);
  put(frame, text);
  put(frame, payload);
  return true;
}

/** Where messages wait. The caller keeps the budget: a store takes what it is given. */
export function makeStore(_limitBytes: number, _entryCount: number): Store {
  return [];
}

/** Put a topic and a payload into a new last entry. */
export function keep(store: Store, topic: Payload, payload: Payload): void {
  store[store.length] = topic + payload;
}

/** Give an entry up; those behind it move down. */
export function forget(store: Store, place: number): void {
  table.remove(store, place + 1);
}

/** The bytes of an entry. */
export function keptBytes(store: Store, place: number): number {
  return (store[place] as Chunk).length;
}

/** Bytes from and to of an entry. */
export function keptChunk(store: Store, place: number, from: number, to: number): Chunk {
  return string.sub(store[place] as Chunk, from + 1, to);
}

/** Move an entry up to an earlier place. */
export function moveKept(store: Store, place: number, to: number): void {
  table.insert(store, to + 1, table.remove(store, place + 1));
}

export function makeNumbers(count: number): Numbers {
  const numbers: Numbers = [];
  for (let at = 0; at < count; at += 1) numbers[at] = 0;
  return numbers;
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
