/*
 * Text and bytes on Moddable XS: typed arrays, as on Node, but no TextEncoder: UTF-8 is written straight into the
 * frame, without garbage.
 * Not here: who reads and writes a socket (port.ts).
 * Source: Moddable SDK, documentation/xs/XS in C.md (String.fromArrayBuffer); Unicode 15, table 3-6 (UTF-8).
 */
import { Status } from "../../client/status.ts";
import { putChunk, room } from "../typed/bytes.ts";
import type { Chunk, Frame } from "../typed/bytes.ts";

export * from "../typed/bytes.ts";

/** Bytes as XS itself gives and takes them. */
export type NativeBuffer = ArrayBuffer;
/** What a publish carries, and its topic: text, sent as UTF-8, or bytes. */
export type Payload = string | Chunk | NativeBuffer;

const enum Utf16 {
  HighFrom = 0xd800,
  LowFrom = 0xdc00,
  LowLimit = 0xe000,
  /** What stands for a surrogate without its other half. */
  Replacement = 0xfffd,
}

/** Called as a function, because XS makes two slots of garbage for each property of a text that is read. */
// eslint-disable-next-line no-restricted-syntax, @typescript-eslint/unbound-method -- Only XS runs this file.
const charCodeAt = String.prototype.charCodeAt;

/** The code point that begins at this place: two code units for a pair of surrogates, else one. */
function codeAt(text: string, at: number, length: number): number {
  const code = charCodeAt.call(text, at);
  if (code < Utf16.HighFrom || code >= Utf16.LowLimit) return code;
  const next = at + 1 < length ? charCodeAt.call(text, at + 1) : 0;
  if (code >= Utf16.LowFrom || next < Utf16.LowFrom || next >= Utf16.LowLimit) return Utf16.Replacement;
  return 0x10000 + (code - Utf16.HighFrom) * 0x400 + (next - Utf16.LowFrom);
}

/** Text as UTF-8. A lone surrogate becomes U+FFFD. */
function putText(frame: Frame, text: string): Status {
  if (room(frame) < textBytes(text)) return Status.Full;
  const bytes = frame.bytes;
  const length = text.length;
  let to = frame.used;
  for (let at = 0; at < length; at += 1) {
    const code = codeAt(text, at, length);
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

function textBytes(text: string): number {
  const length = text.length;
  let bytes = length;
  for (let at = 0; at < length; at += 1) {
    const code = charCodeAt.call(text, at);
    if (code < 0x80) continue;
    bytes += 1;
    if (code < 0x800) continue;
    bytes += 1;
    // A pair of surrogates has four bytes: both units are in the text's length, and two more were added.
    if (codeAt(text, at, length) >= 0x10000) at += 1;
  }
  return bytes;
}

/** The text of these bytes, which the caller knows to be UTF-8. */
export function textAt(chunk: Chunk, from: number, to: number): string {
  // XS decodes whole buffers only, and a chunk may be a view into the middle of one.
  const start = chunk.byteOffset;
  // eslint-disable-next-line no-restricted-syntax -- XS has it, and nothing else that reads UTF-8.
  return String.fromArrayBuffer((chunk.buffer as NativeBuffer).slice(start + from, start + to));
}

/** What XS read, or numbers from 0 to 255, as a chunk; of numbers it is a copy. */
export function chunkOf(bytes: NativeBuffer | number[]): Chunk {
  return new Uint8Array(bytes);
}

/** A chunk as XS itself takes it: a buffer of its own. */
export function bufferOf(chunk: Chunk): NativeBuffer {
  return chunk.slice().buffer;
}

/** The length of a text as UTF-8, or of bytes; no number when it is neither. */
export function payloadBytes(payload: Payload): number {
  return typeof payload === "string" ? textBytes(payload) : payload.byteLength;
}

/** Text as UTF-8, or bytes, without a length before them. */
export function putPayload(frame: Frame, payload: Payload): Status {
  if (typeof payload === "string") return putText(frame, payload);
  const view = payload as Chunk;
  const chunk = view.length === undefined ? chunkOf(payload as NativeBuffer) : view;
  return putChunk(frame, chunk, 0, chunk.length);
}
