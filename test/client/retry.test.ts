/*
 * Back-off with full jitter: how far it grows, and that what is drawn is spread over all of it. Seeds are
 * literals, so that every run draws the same.
 */
import { expect, test } from "vitest";
import type * as retryFile from "../../src/client/retry.ts";
import { nextWaitMs, retryAtCap, seedOf } from "../../src/client/retry.ts";
import type { Client } from "../../src/client/state.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";

/** The largest back-off that checkOptions lets pass. */
const MOST_S = 33553;
const SEEDS = [0, 1, 7, 74, 32768, 65534, 65535];

const seen = makeSeen();
const checked = loadChecked("src/client/retry.ts", seen) as typeof retryFile;

/** What of a client the back-off reads and writes. */
function makeRetry(seed: number, retryFirstS: number, retryCapS: number): Client {
  return { options: { retryFirstS, retryCapS }, randomState: seed, longestMs: 0 } as unknown as Client;
}

// First wait, cap, failures, and the longest wait that is drawn from then.
const LONGEST: [number, number, number, number][] = [
  [1, 300, 1, 1000],
  [1, 300, 2, 2000],
  [1, 300, 3, 4000],
  [1, 300, 9, 256000],
  [1, 300, 10, 300000],
  [1, 300, 1000, 300000],
  [1, 1, 1, 1000],
  [1, 1, 2, 1000],
  [0.001, MOST_S, 25, 16777216],
  [0.001, MOST_S, 26, MOST_S * 1000],
  [0.0015, MOST_S, 1, 1.5],
  [0.0015, MOST_S, 2, 3],
  [MOST_S, MOST_S, 3, MOST_S * 1000],
];

for (const [firstS, capS, failures, result] of LONGEST) {
  test(`from ${firstS} to ${capS} s, the longest wait after ${failures} failures is ${result} ms`, () => {
    const retry = makeRetry(7, firstS, capS);
    for (let failure = 1; failure <= failures; failure += 1) nextWaitMs(retry);
    expect(retry.longestMs).toBe(result);
  });
}

test("each failure draws from 0 up to and including the longest wait", () => {
  for (const seed of SEEDS) {
    const retry = makeRetry(seed, 1, 300);
    for (let failure = 1; failure <= 200; failure += 1) {
      const waitMs = nextWaitMs(retry);
      expect(Number.isInteger(waitMs)).toBe(true);
      expect(waitMs).toBeGreaterThanOrEqual(0);
      expect(waitMs).toBeLessThanOrEqual(retry.longestMs);
    }
  }
});

test("all steps are integers below 2^31, with every seed in turn and the largest cap", () => {
  for (let seed = 0; seed <= 65535; seed += 1) {
    const waitMs = checked.nextWaitMs(makeRetry(seed, MOST_S, MOST_S));
    if (waitMs < 0 || waitMs > MOST_S * 1000) expect.fail(`seed ${seed} waits ${waitMs} ms`);
  }
  // The check was near enough to the edge to mean something.
  expect(seen.largest).toBeGreaterThan(2 ** 30 - 2 ** 26);
});

/** How often a wait fell into each tenth of 0 to longestMs, over so many draws. */
function tenths(seed: number, longestMs: number, count: number): number[] {
  const retry = makeRetry(seed, longestMs / 1000, longestMs / 1000);
  const counts = new Array<number>(10).fill(0);
  for (let at = 0; at < count; at += 1) {
    const tenth = Math.floor((nextWaitMs(retry) * 10) / (longestMs + 1));
    counts[tenth] = (counts[tenth] as number) + 1;
  }
  return counts;
}

for (const longestMs of [9, 100, 1000, 1024, 1025, 1500, 2000, 64000, 300000, MOST_S * 1000]) {
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
    const retry = makeRetry(seed, 300, 300);
    const waits = new Set<number>();
    for (let count = 0; count < 100; count += 1) waits.add(nextWaitMs(retry));
    expect(waits.size).toBeGreaterThanOrEqual(90);
  });
}

test("a fleet of a thousand seeds that fails at one moment comes back evenly spread", () => {
  const counts = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 65536; seed += 65) {
    const tenth = Math.floor(nextWaitMs(makeRetry(seed, 60, 60)) / 6000.1);
    counts[tenth] = (counts[tenth] as number) + 1;
  }
  for (const count of counts) {
    expect(count, counts.join(" ")).toBeGreaterThan(70);
    expect(count, counts.join(" ")).toBeLessThan(130);
  }
});

test("two seeds wait differently, the same seed alike", () => {
  const waits = (seed: number) => {
    const retry = makeRetry(seed, 1, 300);
    return Array.from({ length: 12 }, () => nextWaitMs(retry));
  };
  expect(waits(7)).toEqual(waits(7));
  expect(waits(7)).not.toEqual(waits(8));
  expect(waits(0)).not.toEqual(waits(65535));
});

test("without options the first wait is at most 1 s, and the cap is 300 s", () => {
  const retry = { options: {}, randomState: 7, longestMs: 0 } as unknown as Client;
  nextWaitMs(retry);
  expect(retry.longestMs).toBe(1000);
  retryAtCap(retry);
  nextWaitMs(retry);
  expect(retry.longestMs).toBe(300000);
});

test("seeds of a thousand client ids are whole numbers below 65,536, and hardly two are the same", () => {
  const seeds = new Set<number>();
  for (let board = 0; board < 1000; board += 1) seeds.add(seedOf(`catnap-${(board * 7919).toString(16)}`));
  for (const seed of [...seeds, seedOf(""), seedOf("x".repeat(65535)), seedOf("\u{10ffff}".repeat(100))])
    if (!Number.isInteger(seed) || seed < 0 || seed > 65535) expect.fail(`seed ${seed}`);
  expect(seeds.size).toBeGreaterThan(950);
});

test("all steps to a seed are integers below 2^31", () => {
  expect(checked.seedOf("\u{10ffff}\uffff".repeat(1000))).toBe(seedOf("\u{10ffff}\uffff".repeat(1000)));
});

for (const [firstS, capS] of [
  [1, 300],
  [1, 1],
  [0.001, MOST_S],
] as const) {
  test(`at the cap, from ${firstS} to ${capS} s, the next waits are drawn from ${capS} s`, () => {
    const retry = makeRetry(7, firstS, capS);
    const capMs = capS * 1000;
    retryAtCap(retry);
    for (let count = 0; count < 3; count += 1) {
      nextWaitMs(retry);
      expect(retry.longestMs).toBe(capMs);
    }
  });
}
