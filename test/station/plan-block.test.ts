/*
 * A plan across deep sleeps: the counter goes on, no reading of the grid is taken twice or missed, also by clocks that
 * are 5 % fast or slow, and by pins that wake the board at any time.
 */
import { begin, take, used } from "#bytes";
import { describe, expect, test } from "vitest";
import { laterMs } from "../../src/client/clock.ts";
import { Status } from "../../src/client/status.ts";
import { WakeCause } from "../../src/runtimes/board.ts";
import {
  isReached,
  isSet,
  makePlan,
  planSleepMs,
  repeatEvery,
  setOnce,
  Slot,
  slotDone,
} from "../../src/station/plan.ts";
import type { Plan } from "../../src/station/plan.ts";
import { PlanBlock, readPlan, woken, writePlan } from "../../src/station/plan-block.ts";
import { START_MS } from "../support/client.ts";
import { Dice } from "../support/dice.ts";

function kept(plan: Plan): Uint8Array {
  const frame = begin(PlanBlock.Bytes);
  expect(writePlan(plan, frame)).toBe(Status.Ok);
  return take(frame).slice();
}

test("a plan takes 32 bytes, and a frame with one less is left unchanged", () => {
  expect(kept(makePlan(3, START_MS))).toHaveLength(32);
  const frame = begin(31);
  expect(writePlan(makePlan(3, START_MS), frame)).toBe(Status.Full);
  expect(used(frame)).toBe(0);
});

test("anything of another length is Malformed and changes nothing", () => {
  for (const bytes of [0, 31, 33]) {
    const plan = makePlan(1, START_MS);
    expect(readPlan(plan, new Uint8Array(bytes).fill(9))).toBe(Status.Malformed);
    expect(plan).toEqual(makePlan(1, START_MS));
  }
});

test("what cannot be derived comes back: counter, boots, and deadlines that are no grid's", () => {
  const plan = makePlan(1, START_MS);
  setOnce(plan, Slot.Retry, 100, laterMs(START_MS, 1500));
  setOnce(plan, Slot.Awake, 1000, laterMs(START_MS, 1500));
  planSleepMs(plan, 20000, laterMs(START_MS, 1500));
  const next = makePlan(1, START_MS);
  expect(readPlan(next, kept(plan))).toBe(Status.Ok);
  woken(next, WakeCause.Timer, -1, START_MS);
  expect([next.counterS, next.partMs, next.boots]).toEqual([21, 500, 1]);
  expect([next.dueS[Slot.Retry], next.dueS[Slot.Awake]]).toEqual([102, 1002]);
  expect([isSet(next, Slot.Restart), isSet(next, Slot.Discovery)]).toEqual([false, false]);
});

// Cause, slept as measured, planned: so many milliseconds are added.
const WAKES: [WakeCause, number, number, number][] = [
  [WakeCause.Timer, -1, 300000, 300000],
  [WakeCause.Timer, 285000, 300000, 285000],
  [WakeCause.Timer, 0, 300000, 0],
  [WakeCause.Pin, -1, 300000, 150000],
  [WakeCause.Pin, 7123, 300000, 7123],
  [WakeCause.Restart, -1, 300000, 300000],
  [WakeCause.Power, -1, 0, 0],
];
for (const [cause, sleptMs, sleepMs, addedMs] of WAKES)
  test(`cause ${cause}, slept ${sleptMs} of ${sleepMs} ms: the counter goes on by ${addedMs}`, () => {
    const plan = makePlan(0, START_MS);
    plan.sleepMs = sleepMs;
    woken(plan, cause, sleptMs, START_MS);
    expect(plan.counterS * 1000 + plan.partMs).toBe(addedMs);
  });

/** A board that only takes readings, in real time. */
class Sleeper {
  plan: Plan;
  /** Milliseconds since the first start, as the world counts them. */
  realMs = 0;
  readonly takenMs: number[] = [];
  /** The points of the grid for which they were taken. */
  readonly pointsS: number[] = [];
  private nowMs = START_MS;

  constructor(
    readonly everyS: number,
    /** The board's timer: 1.05 is 5 % fast, and rings too early. */
    readonly speed: number,
    readonly isMeasured: boolean,
    readonly longestMs = 12600000,
  ) {
    this.plan = makePlan(1, START_MS);
    repeatEvery(this.plan, Slot.Feeds, everyS);
  }

  /** Take what is due, then sleep; a pin may end the sleep after a part of it. */
  wake(awakeMs: number, pinAfter = 1): void {
    const { plan } = this;
    this.pass(awakeMs / 2);
    if (isReached(plan, Slot.Feeds, this.nowMs)) {
      this.takenMs.push(this.realMs);
      this.pointsS.push(plan.dueS[Slot.Feeds] as number);
      slotDone(plan, Slot.Feeds);
    }
    this.pass(awakeMs / 2);
    const sleepMs = planSleepMs(plan, this.longestMs, this.nowMs);
    if (sleepMs === 0) return;
    const block = kept(plan);
    const sleptMs = Math.round((sleepMs / this.speed) * pinAfter);
    this.realMs += sleptMs;
    this.plan = makePlan(1, START_MS);
    expect(readPlan(this.plan, block)).toBe(Status.Ok);
    this.nowMs = START_MS;
    const isPin = pinAfter < 1;
    woken(this.plan, isPin ? WakeCause.Pin : WakeCause.Timer, this.isMeasured ? sleptMs : -1, START_MS);
    repeatEvery(this.plan, Slot.Feeds, this.everyS);
  }

  private pass(ms: number): void {
    this.realMs += ms;
    this.nowMs = laterMs(this.nowMs, ms);
  }
}

describe("readings of a day", () => {
  for (const [everyS, speed, isMeasured] of [
    [300, 1, false],
    [300, 1.05, false],
    [300, 0.95, false],
    [300, 1.05, true],
    [300, 0.95, true],
    [60, 1.05, true],
    [3600, 1.05, true],
    [3600, 0.95, true],
    [21600, 1.05, true],
    [21600, 0.95, false],
  ] as const)
    test(`every ${everyS} s by a timer at ${speed} of its speed, ${isMeasured ? "measured" : "not measured"}: each point once`, () => {
      const sleeper = new Sleeper(everyS, speed, isMeasured);
      const points = Math.floor(86400 / everyS);
      let wakes = 0;
      while (sleeper.pointsS.length < points) {
        sleeper.wake(400);
        wakes += 1;
      }
      expect(sleeper.pointsS).toEqual(Array.from({ length: points }, (_, point) => point * everyS));
      // A sleep of more than 3.5 hours has two parts; a timer that rings early costs no second wake.
      expect(wakes).toBeLessThanOrEqual(everyS > 12600 ? points * 2 + 1 : points + 1);
      const realS = (sleeper.takenMs.at(-1) as number) / 1000;
      const plannedS = (points - 1) * everyS;
      // A clock that is measured is as good as the measure; else its own error is what remains.
      const farS = isMeasured ? everyS / 16 : plannedS * 0.06 + 1;
      expect(Math.abs(realS - plannedS)).toBeLessThanOrEqual(farS);
    });

  for (const speed of [1, 1.05, 0.95])
    test(`with a pin that wakes at any time, measured, at ${speed} of the speed: each point once, in its time`, () => {
      const dice = new Dice(11);
      const sleeper = new Sleeper(300, speed, true);
      for (let wake = 0; wake < 2000; wake += 1) sleeper.wake(400, dice.once(2) ? dice.fraction() : 1);
      const points = sleeper.pointsS.length;
      expect(points).toBeGreaterThan(500);
      expect(sleeper.pointsS).toEqual(Array.from({ length: points }, (_, point) => point * 300));
      for (const [point, realMs] of sleeper.takenMs.entries())
        expect(Math.abs(realMs / 1000 - point * 300)).toBeLessThanOrEqual(20);
    });

  test("a pin that wakes again and again, not measured, does not put readings off for ever", () => {
    const sleeper = new Sleeper(300, 1, false);
    for (let wake = 0; wake < 600; wake += 1) sleeper.wake(400, 0.1);
    expect(sleeper.pointsS.length).toBeGreaterThan(50);
    expect(new Set(sleeper.pointsS).size).toBe(sleeper.pointsS.length);
  });
});

test("a day of sleep in a chain of parts comes to its point, and is done once there", () => {
  const sleeper = new Sleeper(86400, 1, false, 2147000);
  for (let wake = 0; wake < 3 * 41 + 3; wake += 1) sleeper.wake(400);
  expect(sleeper.pointsS).toEqual([0, 86400, 172800, 259200]);
});
