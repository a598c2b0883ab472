/*
 * Integers of two and four bytes in a chunk, the highest byte first, as what outlives a sleep is written.
 */
import { byteAt, putU16 } from "#bytes";
import type { Chunk, Frame } from "#bytes";

const enum Wide {
  Half = 65536,
}

export function u16At(chunk: Chunk, at: number): number {
  return byteAt(chunk, at) * 256 + byteAt(chunk, at + 1);
}

export function u32At(chunk: Chunk, at: number): number {
  return u16At(chunk, at) * Wide.Half + u16At(chunk, at + 2);
}

/** Write 0 to 2^31 - 1 into a frame that has room for it. */
export function putU32(frame: Frame, value: number): void {
  putU16(frame, Math.floor(value / Wide.Half));
  putU16(frame, value % Wide.Half);
}
