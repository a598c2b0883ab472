/*
 * The table of deadlines and its grid, as tables; the clock starts five seconds before it wraps.
 */
import { describe, expect, test } from "vitest";
import { elapsedMs, laterMs } from "../../src/client/clock.ts";
import {
  isReached,
  isSet,
  isWakeOver,
  limitWake,
  makePlan,
  nextOnGrid,
  passPlan,
  planDueMs,
  Plans,
  planSleepMs,
  repeatEvery,
  setOnce,
  Slot,
  slotDone,
} from "../../src/station/plan.ts";
import type { Plan } from "../../src/station/plan.ts";
import { START_MS } from "../support/client.ts";

const HALF_MS = 2 ** 29;

/** So many milliseconds after the start. */
const at = (ms: number): number => laterMs(START_MS, ms);

// A second, a period: the first point of the grid from there on.
const GRID: [number, number, number][] = [
  [0, 60, 0],
  [1, 60, 60],
  [59, 60, 60],
  [60, 60, 60],
  [61, 60, 120],
  [7, 1, 7],
  [86400 * 365, 86400, 86400 * 365],
  [86400 * 365 + 1, 604800, 53 * 604800],
  [1073741824, 3600, 1073743200],
];
for (const [counterS, everyS, pointS] of GRID)
  test(`from second ${counterS} on the grid of ${everyS} s goes on at ${pointS}`, () => {
    expect(nextOnGrid(counterS, everyS)).toBe(pointS);
  });

/** The times, in whole milliseconds since the start, at which a slot was done, when the loop wakes for it alone. */
function doneAt(plan: Plan, slot: number, forMs: number): number[] {
  const times: number[] = [];
  let nowMs = 0;
  while (nowMs < forMs) {
    if (isReached(plan, slot, at(nowMs))) {
      times.push(nowMs);
      slotDone(plan, slot);
    }
    const delayMs = elapsedMs(at(nowMs), planDueMs(plan, at(nowMs)));
    expect(delayMs).toBeGreaterThan(0);
    nowMs += delayMs;
  }
  return times;
}

describe("while awake", () => {
  for (const everyS of [1, 2, 60, 3600])
    test(`what is done every ${everyS} s is done at the start and at each point of the grid, to the millisecond`, () => {
      const plan = makePlan(1, START_MS);
      repeatEvery(plan, Slot.Feeds, everyS);
      const times = doneAt(plan, Slot.Feeds, everyS * 20000 + 1);
      expect(times).toEqual(Array.from({ length: 21 }, (_, point) => point * everyS * 1000));
    });

  test("a point that was missed is done once, late, and the grid stays where it was", () => {
    const plan = makePlan(1, START_MS);
    repeatEvery(plan, Slot.Feeds, 60);
    expect(isReached(plan, Slot.Feeds, at(0))).toBe(true);
    slotDone(plan, Slot.Feeds);
    expect(isReached(plan, Slot.Feeds, at(59999))).toBe(false);
    expect(isReached(plan, Slot.Feeds, at(200500))).toBe(true);
    slotDone(plan, Slot.Feeds);
    expect(elapsedMs(START_MS, planDueMs(plan, at(200500)))).toBe(240000);
  });

  test("the earliest of several grids is waited for", () => {
    const plan = makePlan(2, START_MS);
    for (const [slot, everyS] of [
      [Slot.Feeds, 60],
      [Slot.Feeds + 1, 45],
      [Slot.Send, 1800],
    ] as const) {
      repeatEvery(plan, slot, everyS);
      slotDone(plan, slot);
    }
    const dues: number[] = [];
    let nowMs = 0;
    while (nowMs < 180000) {
      nowMs = elapsedMs(START_MS, planDueMs(plan, at(nowMs)));
      dues.push(nowMs / 1000);
      for (const slot of [Slot.Feeds, Slot.Feeds + 1, Slot.Send])
        if (isReached(plan, slot, at(nowMs))) slotDone(plan, slot);
    }
    expect(dues).toEqual([45, 60, 90, 120, 135, 180]);
  });

  test("the counter keeps its milliseconds, however often it is asked", () => {
    const plan = makePlan(0, START_MS);
    for (let ms = 0; ms <= 100000; ms += 7) passPlan(plan, at(ms));
    expect([plan.counterS, plan.partMs]).toEqual([99, 995]);
  });

  test("a reading slightly in the past changes nothing", () => {
    const plan = makePlan(0, at(10000));
    passPlan(plan, at(9999));
    expect([plan.counterS, plan.partMs]).toEqual([0, 0]);
    passPlan(plan, at(11000));
    expect([plan.counterS, plan.partMs]).toEqual([1, 0]);
  });
});

describe("once", () => {
  test("it comes when the delay is over, not before, and never again", () => {
    for (const fromMs of [0, 1, 500, 999]) {
      const plan = makePlan(0, START_MS);
      setOnce(plan, Slot.Awake, 30, at(fromMs));
      const dueAtMs = elapsedMs(START_MS, planDueMs(plan, at(fromMs)));
      expect(dueAtMs).toBeGreaterThanOrEqual(fromMs + 30000);
      expect(dueAtMs).toBeLessThanOrEqual(fromMs + 31000);
      expect(isReached(plan, Slot.Awake, at(dueAtMs - 1))).toBe(false);
      expect(isReached(plan, Slot.Awake, at(dueAtMs))).toBe(true);
      slotDone(plan, Slot.Awake);
      expect(isSet(plan, Slot.Awake)).toBe(false);
      expect(isReached(plan, Slot.Awake, at(dueAtMs + 1000000))).toBe(false);
    }
  });

  test("it can be put off, and taken back", () => {
    const plan = makePlan(0, START_MS);
    setOnce(plan, Slot.Restart, 10, at(0));
    setOnce(plan, Slot.Restart, 10, at(9000));
    expect(isReached(plan, Slot.Restart, at(15000))).toBe(false);
    setOnce(plan, Slot.Restart, Plans.Never, at(15000));
    expect(isSet(plan, Slot.Restart)).toBe(false);
  });
});

test("a table without a deadline waits as long as the clock can say", () => {
  const plan = makePlan(2, START_MS);
  const delayMs = elapsedMs(at(300), planDueMs(plan, at(300)));
  expect(delayMs).toBeLessThan(HALF_MS);
  expect(delayMs).toBeGreaterThan(HALF_MS - 2000);
});

test("a deadline farther than the clock can say is reached over several waits", () => {
  const plan = makePlan(1, START_MS);
  repeatEvery(plan, Slot.Report, 604800 * 2);
  slotDone(plan, Slot.Report);
  const times = doneAt(plan, Slot.Report, 604800 * 2000 + 1);
  expect(times).toEqual([604800 * 2000]);
});

describe("the budget of a wake", () => {
  test("ends it to the millisecond, whatever else is planned", () => {
    const plan = makePlan(1, START_MS);
    repeatEvery(plan, Slot.Feeds, 60);
    slotDone(plan, Slot.Feeds);
    limitWake(plan, 20000, at(500));
    expect(elapsedMs(START_MS, planDueMs(plan, at(600)))).toBe(20500);
    expect(isWakeOver(plan, at(20499))).toBe(false);
    expect(isWakeOver(plan, at(20500))).toBe(true);
  });

  test("does not hide what comes sooner", () => {
    const plan = makePlan(1, START_MS);
    repeatEvery(plan, Slot.Feeds, 10);
    slotDone(plan, Slot.Feeds);
    limitWake(plan, 20000, at(0));
    expect(elapsedMs(START_MS, planDueMs(plan, at(600)))).toBe(10000);
  });

  test("without one a wake is never over", () => {
    expect(isWakeOver(makePlan(0, START_MS), at(HALF_MS - 1))).toBe(false);
  });
});

describe("a sleep", () => {
  for (const [awakeMs, longestMs, sleepMs] of [
    [0, 10000000, 300000],
    [1234, 10000000, 298766],
    [299999, 10000000, 1],
    [1234, 100000, 100000],
    [300000, 10000000, 0],
  ] as const)
    test(`planned ${awakeMs} ms into a period of 300 s, at most ${longestMs} ms: ${sleepMs} ms`, () => {
      const plan = makePlan(1, START_MS);
      repeatEvery(plan, Slot.Feeds, 300);
      slotDone(plan, Slot.Feeds);
      expect(planSleepMs(plan, longestMs, at(awakeMs))).toBe(sleepMs);
      expect(plan.sleepMs).toBe(sleepMs);
    });
});
