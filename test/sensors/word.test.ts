import fc from "fast-check";
import { expect, test } from "vitest";
import type * as word from "../../src/sensors/word.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";

const checked = loadChecked("src/sensors/word.ts", makeSeen()) as typeof word;

test("a word's share of any span is what doubles say, to the nearest integer and below 2^31", () => {
  const share = fc.property(
    fc.integer({ min: 0, max: 65535 }),
    fc.integer({ min: 0, max: 32767 }),
    (word, span) => {
      const memory = Buffer.from([word >> 8, word & 255]);
      expect(checked.shareOf(memory, 0, span)).toBe(Math.round((word * span) / 65535));
    },
  );
  fc.assert(share, { numRuns: 2000, examples: [[65535, 32767]] });
});
