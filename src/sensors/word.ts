/*
 * Words of two bytes, the higher first, as many chips send them. Not here: checksums.
 */
import { memoryAt } from "#bytes";
import type { Memory } from "#bytes";
import { quotient } from "./integer.ts";

/** The word at a place, 0 to 65535. */
export function wordAt(memory: Memory, at: number): number {
  return memoryAt(memory, at) * 256 + memoryAt(memory, at + 1);
}

/** A word as a share of its range, in parts of a span of at most 32767: ffff of 17500 becomes 17500. */
export function shareOf(memory: Memory, at: number, span: number): number {
  return quotient(wordAt(memory, at) * span, 65535);
}
