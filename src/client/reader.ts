/*
 * Reads a packet part by part: where the bytes lie if the chunk has them all, else from a store made once, in
 * which what a cut split is gathered.
 * Not here: which parts a packet has (decoder.ts, incoming.ts).
 */
import { begin, byteAt, chunkBytes, clear, putChunk, take, used } from "#bytes";
import type { Chunk, Frame } from "#bytes";

/** What the next byte belongs to. From Topic on it is part of a PUBLISH. */
export const enum Part {
  First = 0,
  Length = 1,
  Body = 2,
  TopicLength = 3,
  Topic = 4,
  Id = 5,
  Payload = 6,
}

/** What decoderNext answers besides a packet type and the negative of a Reason. */
export const enum Decoded {
  /** All bytes of the chunk are used up. */
  NeedMore = 0,
  /** A part is complete and the next one begins; never leaves decoder.ts. */
  GoOn = 100,
}

export interface Decoder {
  part: Part;
  /** First byte of the packet: type and flags. */
  first: number;
  /** Value of the next length byte's lowest bit; then unused. */
  unit: number;
  /** Bytes of the packet that were not read yet. */
  remaining: number;
  gathered: Frame;
  /** An empty chunk, so that the last one is not kept alive between two. */
  nothing: Chunk;
  chunk: Chunk;
  /** The next byte to read in the chunk, and one past its last. */
  at: number;
  limit: number;
  /** The part that was completed last: bytes `from` to `to` of body. */
  body: Chunk;
  from: number;
  to: number;
  /** Of the PUBLISH under way. */
  topic: string;
  topicBytes: number;
  packetId: number;
  totalBytes: number;
  /** The rest of this message is read and forgotten. */
  isSkipped: boolean;
}

export function makeDecoder(rxBytes: number): Decoder {
  const gathered = begin(rxBytes);
  const nothing = take(gathered);
  return {
    part: Part.First,
    first: 0,
    unit: 1,
    remaining: 0,
    gathered,
    nothing,
    chunk: nothing,
    at: 0,
    limit: 0,
    body: nothing,
    from: 0,
    to: 0,
    topic: "",
    topicBytes: 0,
    packetId: 0,
    totalBytes: 0,
    isSkipped: false,
  };
}

/** Begin again with a new connection. */
export function resetDecoder(decoder: Decoder): void {
  decoder.part = Part.First;
  decoder.at = decoder.limit;
  clear(decoder.gathered);
}

/** Let go of a chunk, which is the caller's again. */
export function endChunk(decoder: Decoder): void {
  decoder.chunk = decoder.nothing;
  decoder.body = decoder.nothing;
  decoder.at = 0;
  decoder.limit = 0;
}

/** Give the next chunk. The last one has been read to its end, or given up. */
export function feedDecoder(decoder: Decoder, chunk: Chunk): void {
  decoder.chunk = chunk;
  decoder.at = 0;
  decoder.limit = chunkBytes(chunk);
}

/**
 * Complete a part of this many bytes: where they lie in the chunk if it has them all, else in the store.
 *
 * @param bytes  at most the size of the store, the same in each call until the part is complete
 * @returns      whether the part is complete; then it is in body, from, to, until the next chunk
 */
export function gather(decoder: Decoder, bytes: number): boolean {
  const have = used(decoder.gathered);
  const here = decoder.limit - decoder.at;
  const wanted = bytes - have;
  const part = here < wanted ? here : wanted;
  const to = decoder.at + part;
  if (have > 0 || part < wanted) putChunk(decoder.gathered, decoder.chunk, decoder.at, to);
  decoder.body = decoder.chunk;
  decoder.from = decoder.at;
  decoder.to = to;
  decoder.at = to;
  decoder.remaining -= part;
  if (part < wanted) return false;
  if (have > 0) {
    decoder.body = take(decoder.gathered);
    decoder.from = 0;
    decoder.to = bytes;
    clear(decoder.gathered);
  }
  return true;
}

/** A two-byte number in the body, the high byte first. */
export function bodyU16(decoder: Decoder, offset: number): number {
  const at = decoder.from + offset;
  return byteAt(decoder.body, at) * 256 + byteAt(decoder.body, at + 1);
}

/** Pass over bytes until so many of the packet remain; answers whether that point is reached. */
export function skip(decoder: Decoder, untilRemaining: number): boolean {
  const here = decoder.limit - decoder.at;
  const wanted = decoder.remaining - untilRemaining;
  const part = here < wanted ? here : wanted;
  decoder.at += part;
  decoder.remaining -= part;
  return part === wanted;
}
