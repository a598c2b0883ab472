/*
 * Text and bytes on Espruino: byte strings, which it concatenates natively; a whole frame takes 6 us, one call 5 us.
 * Builds for ESP8266 and ESP32 have byte strings only, so that text already is its UTF-8. Others have Unicode
 * strings too: those become bytes where they come in, and topics become Unicode strings where they go out.
 */
import { Status } from "../../client/status.ts";

/** Bytes to read, each a char from 0 to 255. A string never changes, so a chunk stays valid. */
export type Chunk = string;
/** What a publish carries: text, sent as UTF-8, or bytes, in a string or not. */
export type Payload = string | Uint8Array | ArrayBuffer;
/** Where a store holds a payload: the bytes themselves. */
export type Kept = Chunk;
/** A sensor's memory: bytes at fixed places, written by the port and read by decode. */
export type Memory = Uint8Array;

/** Bytes to write: grows from empty to its limit, each put either fits whole or changes nothing. */
export interface Frame {
  text: Chunk;
  limitBytes: number;
}

/** Where payloads wait: nowhere, for each is a string of its own. */
export type Store = undefined;

export function begin(limitBytes: number): Frame {
  return { text: "", limitBytes };
}

export function clear(frame: Frame): void {
  frame.text = "";
}

export function used(frame: Frame): number {
  return frame.text.length;
}

export function room(frame: Frame): number {
  return frame.limitBytes - frame.text.length;
}

function put(frame: Frame, bytes: Chunk): Status {
  if (frame.text.length + bytes.length > frame.limitBytes) return Status.Full;
  frame.text += bytes;
  return Status.Ok;
}

export function putByte(frame: Frame, byte: number): Status {
  return put(frame, String.fromCharCode(byte));
}

/** Two bytes, the high one first. */
export function putU16(frame: Frame, value: number): Status {
  return put(frame, String.fromCharCode(Math.floor(value / 256), value % 256));
}

/** The bytes of a text, which may be bytes already. */
function encoded(text: string): Chunk {
  return E.isUTF8(text) ? E.fromUTF8(text) : text;
}

/** Text as UTF-8, without a length before it. */
export function putText(frame: Frame, text: string): Status {
  return put(frame, encoded(text));
}

export function putChunk(frame: Frame, chunk: Chunk, from: number, to: number): Status {
  return put(frame, chunk.substring(from, to));
}

/** What the frame holds. */
export function take(frame: Frame): Chunk {
  return frame.text;
}

export function textBytes(text: string): number {
  return encoded(text).length;
}

export function chunkBytes(chunk: Chunk): number {
  return chunk.length;
}

export function byteAt(chunk: Chunk, at: number): number {
  return chunk.charCodeAt(at);
}

/** The text of these bytes, which the caller knows to be UTF-8: a string as this build writes it in a program. */
export function textAt(chunk: Chunk, from: number, to: number): string {
  const bytes = chunk.substring(from, to);
  // Only a build with Unicode strings makes one of this, and only there asUTF8 does not throw.
  return E.isUTF8("\u20ac") ? E.asUTF8(bytes) : bytes;
}

/** Part of a chunk. */
export function piece(chunk: Chunk, from: number, to: number): Chunk {
  return chunk.substring(from, to);
}

/**
 * The bytes of a payload; undefined when it is none. E.toString would make a byte of a number, and bytes of a plain
 * array: only what counts bytes itself is taken.
 */
function payloadChunk(payload: Payload): Chunk | undefined {
  if (typeof payload === "string") return encoded(payload);
  const isBytes = typeof payload === "object" && payload !== null && payload.byteLength >= 0;
  try {
    return isBytes ? E.toString(payload) : undefined;
  } catch {
    // A DataView counts its bytes as well, and cannot be read like this.
    return undefined;
  }
}

/** The length of a payload, or -1 for what cannot be sent: a number, a record, or bytes without memory to copy them. */
export function payloadBytes(payload: Payload): number {
  const bytes = payloadChunk(payload);
  return bytes === undefined ? -1 : bytes.length;
}

/** Put a payload whose length was asked before. */
export function putPayload(frame: Frame, payload: Payload): Status {
  const bytes = payloadChunk(payload);
  return bytes === undefined ? Status.Full : put(frame, bytes);
}

/** Where payloads wait. The caller keeps the budget; a store never refuses what the caller found to fit. */
export function makeStore(_limitBytes: number): Store {
  return undefined;
}

/** Copy a payload whose length was asked before. */
export function keep(_store: Store, payload: Payload): Kept {
  const bytes = payloadChunk(payload);
  return bytes === undefined ? "" : bytes;
}

/** Give back the bytes of a kept payload: they go with the last that holds them. */
export function forget(_store: Store, _kept: Kept, _bytes: number): void {}

/** Where a kept payload is after `gone` was forgotten. */
export function moved(kept: Kept, _gone: Kept, _bytes: number): Kept {
  return kept;
}

/** A kept payload as a chunk. */
export function keptChunk(_store: Store, kept: Kept, _bytes: number): Chunk {
  return kept;
}

/** Copy part of a kept payload into a frame; from and to count from the payload's own start. */
export function putKept(frame: Frame, _store: Store, kept: Kept, from: number, to: number): Status {
  return put(frame, kept.substring(from, to));
}

export function makeMemory(bytes: number): Memory {
  return new Uint8Array(bytes);
}

export function memoryAt(memory: Memory, at: number): number {
  return memory[at] as number;
}

/** Write a chunk into the memory; the caller has made the memory large enough. */
export function putMemory(memory: Memory, at: number, chunk: Chunk): void {
  memory.set(E.toUint8Array(chunk), at);
}
