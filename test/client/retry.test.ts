/*
 * Back-off with full jitter: how far it grows, and that what is drawn is spread over all of it. Seeds are
 * literals, so that every run draws the same.
 */
import { expect, test } from "vitest";
import type * as retryFile from "../../src/client/retry.ts";
import { longestWaitMs, makeRetry, nextWaitMs, retryAtCap } from "../../src/client/retry.ts";
import type { Retry } from "../../src/client/retry.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";

/** The largest back-off that checkOptions lets pass. */
const MOST_MS = 33553407;
/** 65536 is the one state that the sequence would never leave. */
const SEEDS = [0, 1, 7, 74, 32768, 65535, 65536, 2 ** 31 - 1];

const seen = makeSeen();
const checked = loadChecked("src/client/retry.ts", seen) as typeof retryFile;

// First wait, cap, failures, and the longest wait that may be drawn then.
const LONGEST: [number, number, number, number][] = [
  [1000, 300000, 0, 1000],
  [1000, 300000, 1, 1000],
  [1000, 300000, 2, 2000],
  [1000, 300000, 3, 4000],
  [1000, 300000, 9, 256000],
  [1000, 300000, 10, 300000],
  [1000, 300000, 1000000000, 300000],
  [1000, 1000, 1, 1000],
  [1000, 1000, 2, 1000],
  [1, MOST_MS, 25, 16777216],
  [1, MOST_MS, 26, MOST_MS],
  [MOST_MS, MOST_MS, 3, MOST_MS],
];

for (const [firstMs, capMs, failures, result] of LONGEST) {
  test(`from ${firstMs} to ${capMs} ms, the longest wait after ${failures} failures is ${result} ms`, () => {
    expect(longestWaitMs({ ...makeRetry(7, firstMs, capMs), failures })).toBe(result);
  });
}

test("each failure is counted, and draws from 0 up to and including the longest wait", () => {
  for (const seed of SEEDS) {
    const retry = makeRetry(seed, 1000, 300000);
    for (let failure = 1; failure <= 200; failure += 1) {
      const waitMs = nextWaitMs(retry);
      expect(retry.failures).toBe(failure);
      expect(Number.isInteger(waitMs)).toBe(true);
      expect(waitMs).toBeGreaterThanOrEqual(0);
      expect(waitMs).toBeLessThanOrEqual(longestWaitMs(retry));
    }
  }
});

test("all steps are integers below 2^31, with every seed in turn and the largest cap", () => {
  for (let seed = 0; seed <= 65536; seed += 1) {
    const retry: Retry = checked.makeRetry(seed, MOST_MS, MOST_MS);
    const waitMs = checked.nextWaitMs(retry);
    if (waitMs < 0 || waitMs > MOST_MS) expect.fail(`seed ${seed} waits ${waitMs} ms`);
  }
  // The check was near enough to the edge to mean something.
  expect(seen.largest).toBeGreaterThan(2 ** 31 - 2 ** 17);
});

/** How often a wait fell into each tenth of 0 to longestMs, over so many draws. */
function tenths(seed: number, longestMs: number, count: number): number[] {
  const retry = makeRetry(seed, longestMs, longestMs);
  const counts = new Array<number>(10).fill(0);
  for (let at = 0; at < count; at += 1) {
    const tenth = Math.floor((nextWaitMs(retry) * 10) / (longestMs + 1));
    counts[tenth] = (counts[tenth] as number) + 1;
  }
  return counts;
}

for (const longestMs of [9, 100, 1000, 1024, 1025, 1500, 2000, 64000, 300000, MOST_MS]) {
  test(`waits of up to ${longestMs} ms fall evenly into the tenths of it`, () => {
    const counts = tenths(7, longestMs, 20000);
    for (const count of counts) {
      expect(count, counts.join(" ")).toBeGreaterThan(1600);
      expect(count, counts.join(" ")).toBeLessThan(2400);
    }
  });
}

for (const seed of SEEDS) {
  test(`seed ${seed} does not get stuck: 100 waits take at least 90 different values`, () => {
    const retry = makeRetry(seed, 300000, 300000);
    const waits = new Set<number>();
    for (let count = 0; count < 100; count += 1) waits.add(nextWaitMs(retry));
    expect(waits.size).toBeGreaterThanOrEqual(90);
  });
}

test("a fleet of a thousand seeds that fails at one moment comes back evenly spread", () => {
  const counts = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 65536; seed += 65) {
    const tenth = Math.floor(nextWaitMs(makeRetry(seed, 60000, 60000)) / 6000.1);
    counts[tenth] = (counts[tenth] as number) + 1;
  }
  for (const count of counts) {
    expect(count, counts.join(" ")).toBeGreaterThan(70);
    expect(count, counts.join(" ")).toBeLessThan(130);
  }
});

test("two seeds wait differently, the same seed alike", () => {
  const waits = (seed: number) => {
    const retry = makeRetry(seed, 1000, 300000);
    return Array.from({ length: 12 }, () => nextWaitMs(retry));
  };
  expect(waits(7)).toEqual(waits(7));
  expect(waits(7)).not.toEqual(waits(8));
  expect(waits(0)).not.toEqual(waits(65535));
});

for (const [firstMs, capMs] of [
  [1000, 300000],
  [1000, 1000],
  [1, MOST_MS],
] as const) {
  test(`at the cap, from ${firstMs} to ${capMs} ms, the next waits are drawn from ${capMs} ms`, () => {
    const retry = makeRetry(7, firstMs, capMs);
    retryAtCap(retry);
    expect(longestWaitMs(retry)).toBe(capMs);
    const failures = retry.failures;
    retryAtCap(retry);
    expect(retry.failures).toBe(failures);
    nextWaitMs(retry);
    expect(longestWaitMs(retry)).toBe(capMs);
  });
}
