/*
 * Text and bytes on Node: Uint8Array stores made once, UTF-8 by the platform.
 * The same names exist for every runtime; only these files know how a runtime holds bytes.
 */
import { Status } from "../../client/status.ts";
import { putChunk, room } from "../typed/bytes.ts";
import type { Chunk, Frame } from "../typed/bytes.ts";

export * from "../typed/bytes.ts";

/** What a publish carries, and its topic: text, sent as UTF-8, or bytes. */
export type Payload = string | Chunk;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of these bytes, which the caller knows to be UTF-8. */
export function textAt(chunk: Chunk, from: number, to: number): string {
  return decoder.decode(chunk.subarray(from, to));
}

/** The length of a text as UTF-8, or of bytes; no number when it is neither. */
export function payloadBytes(payload: Payload): number {
  return typeof payload === "string" ? Buffer.byteLength(payload) : payload.length;
}

/** Text as UTF-8, or bytes, without a length before them. A lone surrogate becomes U+FFFD. */
export function putPayload(frame: Frame, payload: Payload): Status {
  if (typeof payload !== "string") return putChunk(frame, payload, 0, payload.length);
  if (room(frame) < Buffer.byteLength(payload)) return Status.Full;
  frame.used += encoder.encodeInto(payload, frame.bytes.subarray(frame.used)).written;
  return Status.Ok;
}
