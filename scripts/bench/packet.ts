/*
 * An entry for the builds that are compared: nothing but building a PUBLISH whose topic was checked before.
 */
import { begin, clear, payloadBytes, putPayload, take } from "#bytes";
import type { Chunk, Frame, Payload } from "#bytes";
import { putPublishHead } from "#protocol";

/** Made once, as by the client. */
export function makeFrame(limitBytes: number): Frame {
  return begin(limitBytes);
}

/** The bytes of a PUBLISH with QoS 0. */
export function buildPublish(frame: Frame, topic: string, payload: Payload): Chunk {
  const bytes = payloadBytes(payload);
  clear(frame);
  putPublishHead(frame, 0, topic, 0, bytes, bytes);
  putPayload(frame, payload);
  return take(frame);
}
