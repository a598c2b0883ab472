/*
 * What Sensirion's chips have in common: words of two bytes with a checksum of eight bits behind each. Bit by bit and
 * without bit operators, which Lua 5.1 has not.
 * Source: Sensirion SHT3x-DIS datasheet, section 4.12; SCD4x datasheet, section 3.12.
 */
import { memoryAt } from "#bytes";
import type { Memory } from "#bytes";
import { flipped } from "./integer.ts";

/** The polynomial is x^8 + x^5 + x^4 + 1, the highest bit comes first, and the sum begins with ones. */
const enum Sum {
  First = 255,
  Fourth = 16,
  Fifth = 32,
  Highest = 128,
}

/** The checksum after one byte more. */
function nextSum(checksum: number, byte: number): number {
  let sum = checksum;
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const differs = Math.floor(sum / Sum.Highest) !== Math.floor(rest / Sum.Highest);
    sum = (sum % Sum.Highest) * 2;
    rest = (rest % Sum.Highest) * 2;
    if (differs) sum = flipped(flipped(sum + 1, Sum.Fourth), Sum.Fifth);
  }
  return sum;
}

/**
 * Whether so many words, each of two bytes and their checksum, are as the chip sent them.
 *
 * @param at  of the first word; the second is at + 3
 */
export function areWordsWhole(memory: Memory, at: number, words: number): boolean {
  for (let word = at; word < at + words * 3; word += 3) {
    const sum = nextSum(nextSum(Sum.First, memoryAt(memory, word)), memoryAt(memory, word + 1));
    if (sum !== memoryAt(memory, word + 2)) return false;
  }
  return true;
}
