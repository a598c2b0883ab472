/*
 * Bytes where a runtime has typed arrays: what Node and Moddable XS share of #bytes. Every store is made once, at
 * run time, because what a preloaded XS module makes while it loads is read-only.
 * Not here: text, which each of them turns into UTF-8 in its own way (node/bytes.ts, moddable/bytes.ts).
 */
import { payloadBytes, putPayload } from "#bytes";
import type { Payload } from "#bytes";
import { Status } from "../../client/status.ts";

/** Bytes to read. Valid only as long as whoever gave it says. */
export type Chunk = Uint8Array;
/** A sensor's memory: bytes at fixed places, written by the port and read by decode. */
export type Memory = Uint8Array;
/** A table of integers below 2^31, all 0 when made. */
export type Numbers = Int32Array;

/** Bytes to write: grows from empty to its limit, each put either fits whole or changes nothing. */
export interface Frame {
  bytes: Uint8Array;
  used: number;
  /** What was taken last: a view costs four slots of garbage on XS, and frames often have the same length. */
  view: Chunk;
}

/** Messages that wait, back to back in the order of their table, each behind three bytes with its length. */
export type Store = Frame;

const enum Copy {
  /**
   * From here on a copy is worth a view. Measured in xsnap, loop against view: 16 bytes 463 and 104 computrons,
   * 32 bytes 879 and 136; but a view is four slots of garbage, and a loop none.
   */
  ViewBytes = 32,
}

export function begin(limitBytes: number): Frame {
  const bytes = new Uint8Array(limitBytes);
  return { bytes, used: 0, view: bytes };
}

export function clear(frame: Frame): void {
  frame.used = 0;
}

export function used(frame: Frame): number {
  return frame.used;
}

/** How much a frame holds when it is empty. */
export function limitOf(frame: Frame): number {
  return frame.bytes.length;
}

export function room(frame: Frame): number {
  return frame.bytes.length - frame.used;
}

export function putByte(frame: Frame, byte: number): Status {
  if (room(frame) < 1) return Status.Full;
  frame.bytes[frame.used] = byte;
  frame.used += 1;
  return Status.Ok;
}

/** Two bytes, the high one first. */
export function putU16(frame: Frame, value: number): Status {
  if (room(frame) < 2) return Status.Full;
  frame.bytes[frame.used] = Math.floor(value / 256);
  frame.bytes[frame.used + 1] = value % 256;
  frame.used += 2;
  return Status.Ok;
}

export function putChunk(frame: Frame, chunk: Chunk, from: number, to: number): Status {
  if (room(frame) < to - from) return Status.Full;
  const bytes = frame.bytes;
  const start = frame.used;
  if (from === 0 && to === chunk.length) bytes.set(chunk, start);
  else if (to - from >= Copy.ViewBytes) bytes.set(chunk.subarray(from, to), start);
  else for (let at = from; at < to; at += 1) bytes[start + at - from] = chunk[at] as number;
  frame.used = start + to - from;
  return Status.Ok;
}

/** What the frame holds, as a chunk that is valid until the next put into this frame. */
export function take(frame: Frame): Chunk {
  if (frame.view.length !== frame.used) frame.view = frame.bytes.subarray(0, frame.used);
  return frame.view;
}

export function chunkBytes(chunk: Chunk): number {
  return chunk.length;
}

export function byteAt(chunk: Chunk, at: number): number {
  return chunk[at] as number;
}

/** Part of a chunk, valid as long as the chunk. */
export function piece(chunk: Chunk, from: number, to: number): Chunk {
  return chunk.subarray(from, to);
}

/** The length of what putPlain takes: here every payload. */
export function plainBytes(payload: Payload): number {
  return payloadBytes(payload);
}

/** Four bytes and two payloads into an empty frame, which has room for them; always true. */
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
  putPayload(frame, text);
  putPayload(frame, payload);
  return true;
}

/** Where messages wait: limitBytes in all. The caller keeps the budget: a store takes what it is given. */
export function makeStore(limitBytes: number, entryCount: number): Store {
  return begin(limitBytes + entryCount * 3);
}

/** Where the entry at this place of the table begins: with its length. */
function startOf(store: Store, place: number): number {
  let start = 0;
  for (let at = 0; at < place; at += 1) start += sizeAt(store, start);
  return start;
}

/** The bytes of an entry, its length included. */
function sizeAt(store: Store, start: number): number {
  const bytes = store.bytes;
  return 3 + byteAt(bytes, start) * 65536 + byteAt(bytes, start + 1) * 256 + byteAt(bytes, start + 2);
}

/** Copy a topic and a payload into a new last entry. */
export function keep(store: Store, topic: Payload, payload: Payload): void {
  const bytes = payloadBytes(topic) + payloadBytes(payload);
  putByte(store, Math.floor(bytes / 65536));
  putU16(store, bytes % 65536);
  putPayload(store, topic);
  putPayload(store, payload);
}

/** Give an entry up; those behind it move down. */
export function forget(store: Store, place: number): void {
  const start = startOf(store, place);
  const size = sizeAt(store, start);
  // eslint-disable-next-line no-restricted-syntax -- Only Espruino lacks it, and it has no typed stores.
  store.bytes.copyWithin(start, start + size, store.used);
  store.used -= size;
}

/** The bytes of an entry. */
export function keptBytes(store: Store, place: number): number {
  return sizeAt(store, startOf(store, place)) - 3;
}

/** Bytes from and to of an entry, as a chunk that is valid until the store changes. */
export function keptChunk(store: Store, place: number, from: number, to: number): Chunk {
  const start = startOf(store, place) + 3;
  return store.bytes.subarray(start + from, start + to);
}

/** Move an entry up to an earlier place: turned around twice, the parts change places without a second store. */
export function moveKept(store: Store, place: number, to: number): void {
  const start = startOf(store, to);
  const middle = startOf(store, place);
  const limit = middle + sizeAt(store, middle);
  store.bytes.subarray(start, middle).reverse();
  store.bytes.subarray(middle, limit).reverse();
  store.bytes.subarray(start, limit).reverse();
}

export function makeNumbers(count: number): Numbers {
  return new Int32Array(count);
}

export function makeMemory(bytes: number): Memory {
  return new Uint8Array(bytes);
}

export function memoryAt(memory: Memory, at: number): number {
  return memory[at] as number;
}

/** Write a chunk into the memory; the caller has made the memory large enough. */
export function putMemory(memory: Memory, at: number, chunk: Chunk): void {
  memory.set(chunk, at);
}
