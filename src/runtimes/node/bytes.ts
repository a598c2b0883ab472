/*
 * Text and bytes on Node: Uint8Array stores made once, UTF-8 by the platform.
 * The same names exist for every runtime; only these files know how a runtime holds bytes.
 */
import { Status } from "../../client/status.ts";

/** Bytes to read. Valid only as long as whoever gave it says. */
export type Chunk = Uint8Array;
/** What a publish carries: text, sent as UTF-8, or bytes. */
export type Payload = string | Chunk;
/** Where a store holds a payload: an offset on typed arrays, the text itself on strings. */
export type Kept = number;
/** A sensor's memory: bytes at fixed places, written by the port and read by decode. */
export type Memory = Uint8Array;

/** Bytes to write: grows from empty to its limit, each put either fits whole or changes nothing. */
export interface Frame {
  bytes: Uint8Array;
  used: number;
}

/** Where payloads wait, back to back. */
export type Store = Frame;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function begin(limitBytes: number): Frame {
  return { bytes: new Uint8Array(limitBytes), used: 0 };
}

export function clear(frame: Frame): void {
  frame.used = 0;
}

export function used(frame: Frame): number {
  return frame.used;
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

/** Text as UTF-8, without a length before it. A lone surrogate becomes U+FFFD. */
export function putText(frame: Frame, text: string): Status {
  if (room(frame) < textBytes(text)) return Status.Full;
  frame.used += encoder.encodeInto(text, frame.bytes.subarray(frame.used)).written;
  return Status.Ok;
}

export function putChunk(frame: Frame, chunk: Chunk, from: number, to: number): Status {
  if (room(frame) < to - from) return Status.Full;
  frame.bytes.set(chunk.subarray(from, to), frame.used);
  frame.used += to - from;
  return Status.Ok;
}

/** What the frame holds, as a chunk that is valid until the next put into this frame. */
export function take(frame: Frame): Chunk {
  return frame.bytes.subarray(0, frame.used);
}

export function textBytes(text: string): number {
  return Buffer.byteLength(text);
}

export function chunkBytes(chunk: Chunk): number {
  return chunk.length;
}

export function byteAt(chunk: Chunk, at: number): number {
  return chunk[at] as number;
}

/** The text of these bytes, which the caller knows to be UTF-8. */
export function textAt(chunk: Chunk, from: number, to: number): string {
  return decoder.decode(chunk.subarray(from, to));
}

/** Part of a chunk, valid as long as the chunk. */
export function piece(chunk: Chunk, from: number, to: number): Chunk {
  return chunk.subarray(from, to);
}

export function payloadBytes(payload: Payload): number {
  return typeof payload === "string" ? textBytes(payload) : payload.length;
}

export function putPayload(frame: Frame, payload: Payload): Status {
  if (typeof payload === "string") return putText(frame, payload);
  return putChunk(frame, payload, 0, payload.length);
}

/** Where payloads wait. The caller keeps the budget; a store never refuses what the caller found to fit. */
export function makeStore(limitBytes: number): Store {
  return begin(limitBytes);
}

/** Copy a payload into the store. */
export function keep(store: Store, payload: Payload): Kept {
  const at = store.used;
  putPayload(store, payload);
  return at;
}

/** Give back the bytes of a kept payload. Every other Kept of this store must pass through `moved` then. */
export function forget(store: Store, kept: Kept, bytes: number): void {
  store.bytes.copyWithin(kept, kept + bytes, store.used);
  store.used -= bytes;
}

/** Where a kept payload is after `gone`, of so many bytes, was forgotten. */
export function moved(kept: Kept, gone: Kept, bytes: number): Kept {
  return kept > gone ? kept - bytes : kept;
}

/** A kept payload as a chunk, valid until the store changes. */
export function keptChunk(store: Store, kept: Kept, bytes: number): Chunk {
  return store.bytes.subarray(kept, kept + bytes);
}

/** Copy part of a kept payload into a frame; from and to count from the payload's own start. */
export function putKept(frame: Frame, store: Store, kept: Kept, from: number, to: number): Status {
  return putChunk(frame, store.bytes, kept + from, kept + to);
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
