/*
 * Blocks that are kept over a sleep: what was written comes back, and nothing else is taken for it.
 */
import { begin, take, used } from "#bytes";
import { describe, expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { BlockHead, openBlock, sealBlock } from "../../src/station/blocks.ts";
import { Dice } from "../support/dice.ts";
import { bytesLike } from "../support/wire.ts";

const BUILD = 0xbeef;

function sealed(body: Uint8Array, build = BUILD): Uint8Array {
  const frame = begin(BlockHead.Bytes + body.length);
  expect(sealBlock(frame, build, body)).toBe(Status.Ok);
  return take(frame).slice();
}

for (const bytes of [0, 1, 2, 255, 256, 472, 4000])
  test(`a body of ${bytes} bytes comes back, also with bytes of the last word behind it`, () => {
    const body = bytesLike(bytes);
    const block = sealed(body);
    for (const more of [[], [0, 0, 0], [255]])
      expect(openBlock(new Uint8Array([...block, ...more]), BUILD)).toEqual(body);
  });

test("the sums are those of Adler-32 but for the length, which counts as well", () => {
  // RFC 1950: "Wikipedia" has 0x11e60398; nine more in the first sum are 9 x 9 more in the second.
  const block = sealed(new Uint8Array(Buffer.from("Wikipedia")));
  expect(Buffer.from(block.slice(0, 4)).toString("hex")).toBe("03a1" + (0x11e6 - 9 + 9 * 9 + 9).toString(16));
});

test("the largest sums stay below 2^31, which is all that an integer build has", () => {
  const all = new Uint8Array(4000).fill(255);
  expect(openBlock(sealed(all), BUILD)).toEqual(all);
  expect(255 * ((4000 * 4001) / 2) + 4000 * 4001).toBeLessThan(2 ** 31);
});

test("a body of 4001 bytes is TooLarge, and one byte more than the frame has is Full; the frame is unchanged", () => {
  const frame = begin(5000);
  expect(sealBlock(frame, BUILD, bytesLike(4001))).toBe(Status.TooLarge);
  const small = begin(BlockHead.Bytes + 9);
  expect(sealBlock(small, BUILD, bytesLike(10))).toBe(Status.Full);
  expect([used(frame), used(small)]).toEqual([0, 0]);
});

describe("nothing is found in", () => {
  const body = bytesLike(40);
  const block = sealed(body);

  test("a block of another build", () => {
    for (const build of [0, BUILD - 1, BUILD + 1, 65535]) expect(openBlock(block, build)).toBe(undefined);
  });

  test("a block of another layout", () => {
    const other = block.slice();
    other[4] = (other[4] as number) + 1;
    expect(openBlock(other, BUILD)).toBe(undefined);
  });

  test("a block with any one bit flipped", () => {
    for (let bit = 0; bit < block.length * 8; bit += 1) {
      const flipped = block.slice();
      flipped[Math.floor(bit / 8)] = (flipped[Math.floor(bit / 8)] as number) ^ (1 << (bit % 8));
      expect(openBlock(flipped, BUILD), `bit ${bit}`).toBe(undefined);
    }
  });

  test("a block with any one byte changed to any value", () => {
    for (let at = 0; at < block.length; at += 1)
      for (let value = 0; value < 256; value += 1) {
        if (value === block[at]) continue;
        const changed = block.slice();
        changed[at] = value;
        expect(openBlock(changed, BUILD), `byte ${at}`).toBe(undefined);
      }
  });

  test("a block cut off at any byte", () => {
    for (let bytes = 0; bytes < block.length; bytes += 1)
      expect(openBlock(block.slice(0, bytes), BUILD)).toBe(undefined);
  });

  test("a write that was torn at any byte, over an older block of the same build and length", () => {
    const older = sealed(bytesLike(40).reverse());
    for (let torn = 1; torn < block.length; torn += 1) {
      const mixed = new Uint8Array([...block.slice(0, torn), ...older.slice(torn)]);
      const isEither =
        mixed.every((byte, at) => byte === block[at]) || mixed.every((byte, at) => byte === older[at]);
      if (!isEither) expect(openBlock(mixed, BUILD), `torn at ${torn}`).toBe(undefined);
    }
  });

  test("words that were written in any wrong order, or zeros and ones alone", () => {
    const swapped = block.slice();
    swapped.set(block.slice(12, 16), 16);
    swapped.set(block.slice(16, 20), 12);
    for (const noise of [swapped, new Uint8Array(512), new Uint8Array(512).fill(255)])
      expect(openBlock(noise, BUILD)).toBe(undefined);
  });

  test("100,000 times the noise of memory that lost its power, even with the right layout, build and length", () => {
    const dice = new Dice(7);
    const noise = new Uint8Array(64);
    for (let round = 0; round < 100_000; round += 1) {
      for (let at = 0; at < noise.length; at += 1) noise[at] = dice.roll(256);
      noise.set(block.slice(4, 9), 4);
      expect(openBlock(noise, BUILD)).toBe(undefined);
    }
  });
});
