/*
 * Integer arithmetic of the sensors: by table at the edges, and against BigInt everywhere else.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import * as integer from "../../src/sensors/integer.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";

const checked = loadChecked("src/sensors/integer.ts", makeSeen()) as typeof integer;

const QUOTIENTS: [number, number, number][] = [
  [0, 2, 0],
  [1, 2, 1],
  [-1, 2, -1],
  [4, 3, 1],
  [5, 3, 2],
  [-4, 3, -1],
  [-5, 3, -2],
  [2147483646, 2, 1073741823],
  [-2147483646, 2, -1073741823],
];

for (const [n, d, result] of QUOTIENTS) {
  test(`${n} / ${d} is ${result} to the nearest integer`, () => {
    expect(checked.quotient(n, d)).toBe(result);
  });
}

test("a quotient that rounds to zero is no negative zero", () => {
  expect(Object.is(integer.quotient(-1, 4), 0)).toBe(true);
});

const SIGNED: [number, number, number][] = [
  [0, 128, 0],
  [127, 128, 127],
  [128, 128, -128],
  [255, 128, -1],
  [65535, 32768, -1],
];

for (const [value, limit, result] of SIGNED) {
  test(`the field ${value} with a sign from ${limit} on is ${result}`, () => {
    expect(checked.signed(value, limit)).toBe(result);
  });
}

for (const [value, result] of [
  [-1, 0],
  [0, 0],
  [7, 7],
  [9, 9],
  [10, 9],
] as const) {
  test(`${value} within 0 and 9 is ${result}`, () => {
    expect(checked.within(value, 0, 9)).toBe(result);
  });
}

test("a product is within half of the exact one, for factors of 16 bits and divisors up to 65536", () => {
  const a = fc.integer({ min: -(2 ** 24), max: 2 ** 24 });
  const b = fc.integer({ min: -32768, max: 32767 });
  const d = fc.integer({ min: 1024, max: 65536 });
  const isNearest = (a: number, b: number, d: number) => {
    const error = BigInt(checked.product(a, b, d)) * BigInt(d) - BigInt(a) * BigInt(b);
    expect(Math.abs(Number(error))).toBeLessThanOrEqual(d / 2);
  };
  fc.assert(fc.property(a, b, d, isNearest));
});

test("a ratio is within half of the exact one, over its whole range", () => {
  const n = fc.integer({ min: 0, max: 2 ** 21 - 1 });
  const d = fc.integer({ min: 2048, max: Math.floor(1.9 * 2 ** 20) });
  const isNearest = (n: number, d: number) => {
    const error = BigInt(checked.ratio(n, d)) * BigInt(d) - BigInt(n) * 2n ** 20n;
    expect(Math.abs(Number(error))).toBeLessThanOrEqual(d / 2);
  };
  fc.assert(fc.property(n, d, isNearest));
});
