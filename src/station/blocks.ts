/*
 * A block of what is kept over a sleep: bytes behind a head that tells them from noise, from what another program wrote,
 * and from a write that was torn. Memory that lost its power holds anything, and a write can end anywhere.
 *   head  0 two sums, 4 layout, 5 build, 7 length
 * The sums are those of Adler-32 (RFC 1950, section 9). A CRC needs bit operators, which Lua 5.1 has not, or a table of a
 * kilobyte or more; these are two additions a byte, and their remainders are taken once, at the end. No flipped bit and
 * no changed byte escapes them, and of all else one in four billion.
 * Not here: what is in a block (client/snapshot.ts, plan.ts), and where it is kept (the board).
 */
import { byteAt, chunkBytes, piece, putByte, putChunk, putU16, room } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { Status } from "../client/status.ts";
import { u16At } from "../client/wide.ts";

export const enum BlockHead {
  Bytes = 9,
}

const enum Layout {
  /** One more with every change of what any block holds. */
  Version = 1,
  /** Up to here the second sum stays below 2^31 without a remainder: 255 x 4000 x 4001 / 2, and little more. */
  MostBytes = 4000,
}

const enum Adler {
  Prime = 65521,
}

/** The remainder of each sum over the bytes from and to. The length counts as well: zeros must not come or go. */
function sums(chunk: Chunk, from: number, to: number): number[] {
  let first = 1 + to - from;
  let second = 0;
  for (let at = from; at < to; at += 1) {
    first += byteAt(chunk, at);
    second += first;
  }
  return [first % Adler.Prime, second % Adler.Prime];
}

/**
 * Write a block.
 *
 * @param build  0 to 65535: another for every program that is built
 * @returns      Status.Ok; Status.Full, with the frame unchanged, when it does not fit; Status.TooLarge for a body of
 *               more than 4000 bytes
 */
export function sealBlock(frame: Frame, build: number, body: Chunk): Status {
  const bytes = chunkBytes(body);
  if (bytes > Layout.MostBytes) return Status.TooLarge;
  if (room(frame) < BlockHead.Bytes + bytes) return Status.Full;
  const both = sums(body, 0, bytes);
  putU16(frame, both[0] as number);
  putU16(frame, both[1] as number);
  putByte(frame, Layout.Version);
  putU16(frame, build);
  putU16(frame, bytes);
  return putChunk(frame, body, 0, bytes);
}

/** The body of a block, valid as long as the chunk; undefined unless this build wrote it and all of it is there. */
export function openBlock(chunk: Chunk, build: number): Chunk | undefined {
  if (chunkBytes(chunk) < BlockHead.Bytes) return undefined;
  if (byteAt(chunk, 4) !== Layout.Version || u16At(chunk, 5) !== build) return undefined;
  const to = BlockHead.Bytes + u16At(chunk, 7);
  // Memory that is kept in words may hold a few bytes more.
  if (to > chunkBytes(chunk) || to > BlockHead.Bytes + Layout.MostBytes) return undefined;
  const both = sums(chunk, BlockHead.Bytes, to);
  if (both[0] !== u16At(chunk, 0) || both[1] !== u16At(chunk, 2)) return undefined;
  return piece(chunk, BlockHead.Bytes, to);
}

/** Whether two blocks hold the same: their heads tell. */
export function isSameBlock(chunk: Chunk, other: Chunk): boolean {
  if (chunkBytes(chunk) < BlockHead.Bytes || chunkBytes(other) < BlockHead.Bytes) return false;
  for (let at = 0; at < BlockHead.Bytes; at += 1) if (byteAt(chunk, at) !== byteAt(other, at)) return false;
  return true;
}
