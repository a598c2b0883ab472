/*
 * A station that sleeps deeply: what makes it connect, how long a wake may be, and what it goes on with.
 */
import { describe, expect, test } from "vitest";
import { Block, WakeCause } from "../../src/runtimes/board.ts";
import { Plans, setOnce, Slot } from "../../src/station/plan.ts";
import { Visit } from "../../src/station/runner.ts";
import { endRun } from "../../src/station/run.ts";
import type { Feed, Station } from "../../src/station/station.ts";
import { SleepingWorld, sleepingStation } from "../support/sleeping-world.ts";
import { COUNTER } from "../support/station-run.ts";

const EACH = sleepingStation({ everyS: 300 });
const GRID: Station = { ...EACH, send: { everyS: 1800 } };

/** Live through so many wakes, and sleep behind each. */
function wakes(world: SleepingWorld, station: Station, count: number): void {
  for (let wake = 0; wake < count; wake += 1) {
    world.wakeOnce(station);
    sleep(world);
  }
}

function sleep(world: SleepingWorld): void {
  expect(world.hasSlept).toBe(true);
  world.now = (world.now + (world.sleeps.at(-1) as number)) % 2 ** 30;
  world.cause = WakeCause.Timer;
}

describe("what makes it connect", () => {
  test("without a grid each reading is sent at its wake, and DISCONNECT ends the visit", () => {
    const world = new SleepingWorld();
    wakes(world, EACH, 3);
    expect(world.published()).toEqual(["count 1", "count 2", "count 3"]);
    expect(world.commands().filter((each) => each === "disconnect")).toHaveLength(3);
    for (const ms of world.sleeps) expect(ms).toBeGreaterThan(299_000);
  });

  test("on a grid the readings between wait, and the radio stays off for them", () => {
    const world = new SleepingWorld();
    wakes(world, GRID, 6);
    expect(world.joins).toBe(1);
    expect(world.published()).toEqual(["count 1"]);
    wakes(world, GRID, 1);
    expect(world.joins).toBe(2);
    expect(world.published().slice(1)).toEqual([2, 3, 4, 5, 6, 7].map((each) => `count ${each}`));
  });

  test("on a grid it sends before the next reading would find no room", () => {
    const world = new SleepingWorld();
    // Refused as a station, but a command that has it read more often comes to the same.
    world.isUnchecked = true;
    const station = { ...GRID, limits: { ...GRID.limits, outboxEntries: 3 } };
    wakes(world, station, 3);
    expect(world.joins).toBe(1);
    wakes(world, station, 1);
    expect(world.joins).toBe(2);
    expect(world.published()).toEqual(["count 1", "count 2", "count 3", "count 4"]);
  });

  test("an alarm does not wait for the grid", () => {
    const world = new SleepingWorld();
    const feeds = [{ ...(GRID.feeds[0] as Feed), alarms: [{ field: 0, above: 4 }] }];
    wakes(world, { ...GRID, feeds }, 3);
    expect(world.joins).toBe(1);
    wakes(world, { ...GRID, feeds }, 1);
    expect(world.joins).toBe(2);
    // It takes those of its own topic along.
    expect(world.published()).toEqual(["count 1", "count 2", "count 3", "count 4"]);
  });

  test("a sensor that takes its time is awaited without a wake for anything else", () => {
    const world = new SleepingWorld();
    const sensor = { ...COUNTER, sample: COUNTER.sample.map((step) => ({ ...step, waitMs: 750 })) };
    const station = { ...sleepingStation({ everyS: 300, sensor }), send: { everyS: 300 } };
    wakes(world, station, 1);
    const before = world.wakes;
    wakes(world, station, 1);
    expect(world.published()).toEqual(["count 1", "count 2"]);
    expect(world.wakes - before).toBeLessThan(6);
  });
});

describe("a visit in vain", () => {
  test("keeps the reading, and the radio off until the retry", () => {
    const world = new SleepingWorld();
    world.joining = "failed";
    wakes(world, EACH, 1);
    expect(world.joins).toBe(1);
    // Drawn from 10 s at the first failure, and from 20 s at the second.
    expect(world.sleeps[0]).toBeLessThanOrEqual(12_000);
    world.joining = "ok";
    wakes(world, EACH, 1);
    expect(world.joins).toBe(2);
    expect(world.published()).toEqual(["count 1"]);
  });

  test("a reading within the back-off does not switch the radio on, an alarm does so once", () => {
    const world = new SleepingWorld();
    const runner = world.wakeOnce(GRID);
    setOnce(runner.plan, Slot.Retry, 3000, world.now);
    expect(runner.visit).toBe(Visit.None);
    const joins = world.joins;
    runner.isAsleep = false;
    world.joining = "failed";
    runner.isUrgent = true;
    world.wakeAt(world.now);
    world.pass(1);
    expect(world.joins).toBe(joins + 1);
    expect(runner.isUrgent).toBe(false);
    setOnce(runner.plan, Slot.Retry, 3000, world.now);
    runner.isAsleep = false;
    world.wakeAt(world.now);
    world.pass(1);
    expect(world.joins).toBe(joins + 1);
  });

  for (const [what, budgetMs, leastMs, mostMs] of [
    ["20 seconds", undefined, 20_000, 20_100],
    ["its own budget", 7000, 7000, 7100],
  ] as const)
    test(`ends after ${what}, whatever is missing`, () => {
      const world = new SleepingWorld();
      world.joining = "silent";
      const sleep =
        budgetMs === undefined ? { depth: "deep" as const } : { depth: "deep" as const, budgetMs };
      const beganMs = world.now;
      world.wakeOnce({ ...EACH, sleep });
      const tookMs = (world.now - beganMs + 2 ** 30) % 2 ** 30;
      expect(world.hasSlept).toBe(true);
      expect(tookMs).toBeGreaterThanOrEqual(leastMs);
      expect(tookMs).toBeLessThan(mostMs);
      expect(world.leaves).toBe(1);
    });

  test("a broker that is not reached makes the hint be forgotten", () => {
    const world = new SleepingWorld();
    wakes(world, EACH, 1);
    expect(world.kept(Block.Network)?.length).toBe(12);
    world.isReachable = false;
    wakes(world, EACH, 1);
    expect(world.kept(Block.Network)?.length).toBe(9);
    world.isReachable = true;
    wakes(world, EACH, 2);
    expect(world.hints.slice(0, 3)).toEqual([0, 3, 0]);
    expect(world.kept(Block.Network)?.length).toBe(12);
  });
});

test("who is asked to stay awake has no budget, and sleeps once that is over", () => {
  const world = new SleepingWorld();
  world.joining = "silent";
  const runner = world.wakeOnce(EACH, 5000);
  setOnce(runner.plan, Slot.Awake, 120, world.now);
  world.pass(100_000);
  expect(world.hasSlept).toBe(false);
  expect(runner.plan.isLimited).toBe(false);
  world.pass(60_000);
  expect(world.hasSlept).toBe(true);
});

test("who is asked to stay awake while it says goodbye is not held in that, and sleeps once it is over", () => {
  const world = new SleepingWorld();
  const runner = world.wakeOnce(EACH, 20);
  expect(runner.visit).toBe(Visit.Lingering);
  setOnce(runner.plan, Slot.Awake, 60, world.now);
  world.pass(50_000);
  expect([runner.visit, world.hasSlept]).toEqual([Visit.None, false]);
  world.pass(12_000);
  expect(world.hasSlept).toBe(true);
});

test("a stay awake that is taken back lets it sleep", () => {
  const world = new SleepingWorld();
  const runner = world.wakeOnce(EACH, 0);
  setOnce(runner.plan, Slot.Awake, 3600, world.now);
  world.pass(60_000);
  expect(world.hasSlept).toBe(false);
  setOnce(runner.plan, Slot.Awake, Plans.Never, world.now);
  world.wakeAt(world.now);
  world.pass(1000);
  expect(world.hasSlept).toBe(true);
});

test("behind sleepFor nothing happens any more: no timer, no packet", () => {
  const world = new SleepingWorld();
  const runner = world.wakeOnce(EACH);
  expect(runner.isAsleep).toBe(true);
  const said = world.packets.length;
  world.pass(3_600_000);
  expect([world.packets.length, world.sleeps.length, world.timer]).toEqual([said, 1, undefined]);
});

test("a station that ends does not sleep", () => {
  const world = new SleepingWorld();
  const runner = world.wakeOnce(EACH, 5);
  endRun(runner);
  world.pass(60_000);
  expect([world.hasSlept, world.hasEnded]).toEqual([false, true]);
});
