/*
 * Text and bytes on Moddable XS: Uint8Array stores made at run time, because what a preloaded module makes
 * while it loads is read-only. XS has no TextEncoder: UTF-8 is written straight into the frame, without garbage.
 * Not here: who reads and writes a socket (port.ts).
 * Source: Moddable SDK, documentation/xs/XS in C.md (String.fromArrayBuffer); Unicode 15, table 3-6 (UTF-8).
 */
import { Status } from "../../client/status.ts";

/** Bytes to read. Valid only as long as whoever gave it says. */
export type Chunk = Uint8Array;
/** Bytes as XS itself gives and takes them. */
export type NativeBuffer = ArrayBuffer;
/** What a publish carries: text, sent as UTF-8, or bytes. */
export type Payload = string | Chunk | NativeBuffer;
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

const enum Utf16 {
  HighFrom = 0xd800,
  LowFrom = 0xdc00,
  LowLimit = 0xe000,
  /** What stands for a surrogate without its other half. */
  Replacement = 0xfffd,
}

const enum Copy {
  /**
   * From here on a copy is worth a view. Measured in xsnap, loop against view: 16 bytes 463 and 104 computrons,
   * 32 bytes 879 and 136; but a view is four slots of garbage, and a loop none.
   */
  ViewBytes = 32,
}

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

/** The code point that begins at this place: two code units for a pair of surrogates, else one. */
function codeAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < Utf16.HighFrom || code >= Utf16.LowLimit) return code;
  const next = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
  if (code >= Utf16.LowFrom || next < Utf16.LowFrom || next >= Utf16.LowLimit) return Utf16.Replacement;
  return 0x10000 + (code - Utf16.HighFrom) * 0x400 + (next - Utf16.LowFrom);
}

/** Text as UTF-8, without a length before it. A lone surrogate becomes U+FFFD. */
export function putText(frame: Frame, text: string): Status {
  if (room(frame) < textBytes(text)) return Status.Full;
  const bytes = frame.bytes;
  // XS makes two slots of garbage for each property of a text that is read, also for its length.
  const length = text.length;
  let to = frame.used;
  for (let at = 0; at < length; at += 1) {
    const code = codeAt(text, at);
    if (code < 0x80) {
      bytes[to] = code;
      to += 1;
      continue;
    }
    to = putWide(bytes, to, code);
    if (code >= 0x10000) at += 1;
  }
  frame.used = to;
  return Status.Ok;
}

/** A code point of two to four bytes; answers where the next one goes. */
function putWide(bytes: Uint8Array, at: number, code: number): number {
  let to = at;
  if (code < 0x800) bytes[to] = 0xc0 + Math.floor(code / 0x40);
  else {
    if (code < 0x10000) bytes[to] = 0xe0 + Math.floor(code / 0x1000);
    else {
      bytes[to] = 0xf0 + Math.floor(code / 0x40000);
      to += 1;
      bytes[to] = 0x80 + (Math.floor(code / 0x1000) % 0x40);
    }
    to += 1;
    bytes[to] = 0x80 + (Math.floor(code / 0x40) % 0x40);
  }
  bytes[to + 1] = 0x80 + (code % 0x40);
  return to + 2;
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
  return frame.bytes.subarray(0, frame.used);
}

export function textBytes(text: string): number {
  const length = text.length;
  let bytes = length;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    bytes += 1;
    if (code < 0x800) continue;
    bytes += 1;
    // A pair of surrogates has four bytes: both units are in the text's length, and two more were added.
    if (codeAt(text, at) >= 0x10000) at += 1;
  }
  return bytes;
}

export function chunkBytes(chunk: Chunk): number {
  return chunk.length;
}

export function byteAt(chunk: Chunk, at: number): number {
  return chunk[at] as number;
}

/** The text of these bytes, which the caller knows to be UTF-8. */
export function textAt(chunk: Chunk, from: number, to: number): string {
  // XS decodes whole buffers only, and a chunk may be a view into the middle of one.
  const start = chunk.byteOffset;
  // eslint-disable-next-line no-restricted-syntax -- XS has it, and nothing else that reads UTF-8.
  return String.fromArrayBuffer((chunk.buffer as NativeBuffer).slice(start + from, start + to));
}

/** Part of a chunk, valid as long as the chunk. */
export function piece(chunk: Chunk, from: number, to: number): Chunk {
  return chunk.subarray(from, to);
}

/** What XS read, as a chunk. */
export function chunkOf(buffer: NativeBuffer): Chunk {
  return new Uint8Array(buffer);
}

/** The bytes of a payload; no number when it is neither text nor bytes. */
export function payloadBytes(payload: Payload): number {
  return typeof payload === "string" ? textBytes(payload) : payload.byteLength;
}

export function putPayload(frame: Frame, payload: Payload): Status {
  if (typeof payload === "string") return putText(frame, payload);
  const view = payload as Chunk;
  const chunk = view.length === undefined ? chunkOf(payload as NativeBuffer) : view;
  return putChunk(frame, chunk, 0, chunk.length);
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
  // eslint-disable-next-line no-restricted-syntax -- Only Espruino lacks it, and this file is for XS.
  if (bytes > 0) store.bytes.copyWithin(kept, kept + bytes, store.used);
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
