/*
 * Arithmetic on the clock, at its wrap and at half of it, with every step checked to stay below 2^31.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import * as clock from "../../src/client/clock.ts";
import { Clock } from "../../src/client/clock.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";

const checked = loadChecked("src/client/clock.ts", makeSeen()) as typeof clock;
const { earlierMs, elapsedMs, isDue, laterMs } = clock;

const LAST = Clock.WrapMs - 1;
const HALF = Clock.HalfMs;

// A reading, a delay, the reading after it.
const LATER: [number, number, number][] = [
  [0, 0, 0],
  [0, 1, 1],
  [LAST, 0, LAST],
  [LAST, 1, 0],
  [LAST, 2, 1],
  [LAST - 4999, 5000, 0],
  [LAST, HALF - 1, HALF - 2],
  [HALF + 1, HALF - 1, 0],
];

for (const [nowMs, delayMs, result] of LATER) {
  test(`${delayMs} ms after ${nowMs} it is ${result}, and ${delayMs} ms have passed`, () => {
    expect(laterMs(nowMs, delayMs)).toBe(result);
    expect(elapsedMs(nowMs, result)).toBe(delayMs);
  });
}

// A deadline, a reading, whether it is due: one step early and half a turn late are not.
const DUE: [number, number, boolean][] = [
  [1000, 999, false],
  [1000, 1000, true],
  [1000, 1001, true],
  [0, LAST, false],
  [0, 0, true],
  [LAST, LAST - 1, false],
  [LAST, 0, true],
  [1000, 1000 + HALF - 1, true],
  [1000, 1000 + HALF, false],
  [LAST, HALF - 2, true],
  [LAST, HALF - 1, false],
];

for (const [deadlineMs, nowMs, isOver] of DUE) {
  test(`a deadline at ${deadlineMs} is ${isOver ? "" : "not "}due at ${nowMs}`, () => {
    expect(isDue(deadlineMs, nowMs)).toBe(isOver);
  });
}

// Two deadlines, and the earlier one.
const EARLIER: [number, number, number][] = [
  [5, 6, 5],
  [6, 5, 5],
  [5, 5, 5],
  [LAST, 0, LAST],
  [0, LAST, LAST],
  [LAST - 10, HALF - 12, LAST - 10],
];

for (const [firstMs, secondMs, result] of EARLIER) {
  test(`of the deadlines ${firstMs} and ${secondMs}, ${result} is the earlier`, () => {
    expect(earlierMs(firstMs, secondMs)).toBe(result);
  });
}

const reading = fc.integer({ min: 0, max: LAST });
const delay = fc.integer({ min: 0, max: HALF - 1 });

test("from any reading, any delay is due exactly when it has passed", () => {
  const isExact = (nowMs: number, delayMs: number) => {
    const deadlineMs = checked.laterMs(nowMs, delayMs);
    expect(checked.elapsedMs(nowMs, deadlineMs)).toBe(delayMs);
    expect(checked.isDue(deadlineMs, nowMs)).toBe(delayMs === 0);
    expect(checked.isDue(deadlineMs, deadlineMs)).toBe(true);
    expect(checked.isDue(deadlineMs, checked.laterMs(deadlineMs, HALF - 1))).toBe(true);
  };
  fc.assert(fc.property(reading, delay, isExact));
});

test("of two delays from any reading, the shorter one gives the earlier deadline", () => {
  const isEarlier = (nowMs: number, one: number, two: number) => {
    const [firstMs, secondMs] = [checked.laterMs(nowMs, one), checked.laterMs(nowMs, two)];
    const expected = checked.laterMs(nowMs, Math.min(one, two));
    expect(checked.earlierMs(firstMs, secondMs)).toBe(expected);
    expect(checked.earlierMs(secondMs, firstMs)).toBe(expected);
  };
  fc.assert(fc.property(reading, delay, delay, isEarlier));
});
