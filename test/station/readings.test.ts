/*
 * When readings are taken, in virtual time: on the grid of the station's own counter, whatever happens to the timer.
 * Not here: steps and pauses (sampler.test.ts), what becomes of a reading (output.test.ts, run.test.ts).
 */
import { expect, test } from "vitest";
import { elapsedMs } from "../../src/client/clock.ts";
import { Status } from "../../src/client/status.ts";
import { isNearlyFull, readingsDueMs, takeReadings } from "../../src/station/readings.ts";
import type { Runner } from "../../src/station/runner.ts";
import type { Sampler } from "../../src/station/sampler.ts";
import { START_MS } from "../support/client.ts";
import { COUNTER, FEED, startRun, stationOf, World } from "../support/station-run.ts";

const EVERY_MS = 10_000;

/** A run, and its one sampler. */
function running(station = stationOf()): { world: World; runner: Runner; sampler: Sampler } {
  const world = new World();
  const runner = startRun(world, station);
  return { world, runner, sampler: runner.samplers[0] as Sampler };
}

test("readings begin on the grid of the first one, however long they take", () => {
  const slow = { ...COUNTER, sample: COUNTER.sample.map((step) => ({ ...step, waitMs: 7000 })) };
  const { world } = running(stationOf({}, [{ ...FEED, sensor: slow }]));
  const begun: number[] = [];
  for (let seconds = 0; seconds < 300; seconds += 1) {
    const before = world.steps.filter((step) => step === 2).length;
    world.pass(1000);
    if (world.steps.filter((step) => step === 2).length > before) begun.push(seconds);
  }
  expect(begun).toEqual(Array.from({ length: 30 }, (_, count) => (count === 0 ? 0 : count * 10 - 1)));
});

// How late the loop is called, and how many readings were missed by then.
const LATE: [number, number][] = [
  [1, 0],
  [EVERY_MS - 100, 0],
  [EVERY_MS, 1],
  [EVERY_MS * 3.5, 3],
  [EVERY_MS * 1000, 1000],
];

for (const [lateMs, missed] of LATE)
  test(`a wake ${lateMs} ms late takes one reading, not the ${missed} missed ones`, () => {
    const { world, runner, sampler } = running();
    world.pass(100);
    // Nobody calls the loop meanwhile.
    world.now = (START_MS + EVERY_MS + lateMs) % 2 ** 30;
    takeReadings(runner);
    world.now += 10;
    takeReadings(runner);
    takeReadings(runner);
    expect([sampler.readings, sampler.isActive]).toEqual([2, false]);
  });

test("a sensor that stays away fails once a period", () => {
  const { world, sampler } = running();
  world.isSensorThere = false;
  sampler.isStarted = false;
  for (let count = 0; count < 5; count += 1) {
    expect(sampler.failures).toBe(count);
    world.pass(EVERY_MS);
  }
  expect(sampler).toMatchObject({ readings: 0, status: Status.Absent });
});

test("a reading under way is due when its chip has had its pause; else nothing is before the given time", () => {
  const { world, runner } = running();
  const laterMs = (START_MS + 60_000) % 2 ** 30;
  expect(elapsedMs(START_MS, readingsDueMs(runner, laterMs))).toBe(5);
  world.pass(5);
  expect(readingsDueMs(runner, laterMs)).toBe(laterMs);
});

test("an outbox is nearly full when the next reading of each feed would not fit", () => {
  const { world, runner } = running(stationOf({ outboxEntries: 3 }));
  world.isReachable = false;
  world.cut();
  const seen: [number, boolean][] = [];
  for (let count = 0; count < 3; count += 1) {
    world.pass(EVERY_MS);
    seen.push([runner.client.outbox.count, isNearlyFull(runner)]);
  }
  expect(seen).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
});
