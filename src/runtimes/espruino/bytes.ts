/*
 * Text and bytes on Espruino: byte strings, which it concatenates natively; a whole frame takes 6 us, one call 5 us.
 * Builds for ESP8266 and ESP32 have byte strings only, so that text already is its UTF-8. Others have Unicode
 * strings too: those become bytes where they come in, and topics become Unicode strings where they go out.
 */
import { Status } from "../../client/status.ts";

/** Bytes to read, each a char from 0 to 255. A string never changes, so a chunk stays valid. */
export type Chunk = string;
/** What a publish carries, and its topic: text, sent as UTF-8, or bytes, in a string or not. */
export type Payload = string | Uint8Array | ArrayBuffer;
/** A sensor's memory: bytes at fixed places, written by the port and read by decode. */
export type Memory = Uint8Array;

/** Bytes to write: grows from empty to its limit, each put either fits whole or changes nothing. */
export interface Frame {
  text: Chunk;
  limitBytes: number;
}

/** Messages that wait, one string for each, in the order of their table. */
export type Store = Chunk[];
/** A table of integers below 2^31, all 0 when made. */
export type Numbers = Int32Array;

export function begin(limitBytes: number): Frame {
  return { text: "", limitBytes };
}

export function clear(frame: Frame): void {
  frame.text = "";
}

export function used(frame: Frame): number {
  return frame.text.length;
}

/** How much a frame holds when it is empty. */
export function limitOf(frame: Frame): number {
  return frame.limitBytes;
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

export function putChunk(frame: Frame, chunk: Chunk, from: number, to: number): Status {
  return put(frame, chunk.substring(from, to));
}

/** What the frame holds. */
export function take(frame: Frame): Chunk {
  return frame.text;
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
  try {
    return payload.byteLength >= 0 ? E.toString(payload) : undefined;
  } catch {
    // A DataView counts its bytes as well, and cannot be read like this; null cannot even be asked.
    return undefined;
  }
}

/** The length of a payload, or -1 for what cannot be sent: a number, a record, or bytes without memory to copy them. */
export function payloadBytes(payload: Payload): number {
  const bytes = payloadChunk(payload);
  return bytes === undefined ? -1 : bytes.length;
}

/** Text as UTF-8, or bytes, without a length before them. */
export function putPayload(frame: Frame, payload: Payload): Status {
  const bytes = payloadChunk(payload);
  return bytes === undefined ? Status.Full : put(frame, bytes);
}

/** The length of a text that needs no encoding; of other payloads nothing that may be relied on. */
export function plainBytes(payload: Payload): number {
  return (payload as string).length;
}

/**
 * Four bytes and two texts into an empty frame, which has room for them: one operation, where others take one for each.
 *
 * @returns  false when one of them is no text, or must be encoded: then the frame must be cleared
 */
export function putPlain(
  frame: Frame,
  first: number,
  second: number,
  third: number,
  fourth: number,
  text: Payload,
  payload: Payload,
): boolean {
  frame.text = String.fromCharCode(first, second, third, fourth) + (text as string) + (payload as string);
  return typeof payload === "string" && !E.isUTF8(frame.text);
}

/** Where messages wait. The caller keeps the budget: a store takes what it is given. */
export function makeStore(_limitBytes: number, _entryCount: number): Store {
  return [];
}

/** Copy a topic and a payload, whose lengths were asked before, into a new last entry. */
export function keep(store: Store, topic: Payload, payload: Payload): void {
  store.push((payloadChunk(topic) as Chunk) + (payloadChunk(payload) as Chunk));
}

/** Give an entry up; those behind it move down. */
export function forget(store: Store, place: number): void {
  store.splice(place, 1);
}

/** The bytes of an entry. */
export function keptBytes(store: Store, place: number): number {
  return (store[place] as Chunk).length;
}

/** Bytes from and to of an entry. */
export function keptChunk(store: Store, place: number, from: number, to: number): Chunk {
  return (store[place] as Chunk).substring(from, to);
}

/** Move an entry up to an earlier place. */
export function moveKept(store: Store, place: number, to: number): void {
  const entry = store[place] as Chunk;
  store.splice(place, 1);
  store.splice(to, 0, entry);
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
  memory.set(E.toUint8Array(chunk), at);
}
