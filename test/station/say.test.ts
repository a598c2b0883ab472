/*
 * What a station says besides its readings, message by message, and what it leaves alone when there is no room.
 */
import { expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { restRun } from "../../src/station/run.ts";
import { isSet, Slot } from "../../src/station/plan.ts";
import type { Runner } from "../../src/station/runner.ts";
import { report, say, tellHomeAssistant } from "../../src/station/say.ts";
import type { StationLimits } from "../../src/station/station.ts";
import { FEED, startRun, stationOf, World } from "../support/station-run.ts";

/** A station without a broker that has read so often. */
function waiting(readings: number, limits: Partial<StationLimits> = {}, qos = 1): Runner {
  const world = new World();
  world.isReachable = false;
  const station = { ...stationOf({ txBytes: 2048, ...limits }, [{ ...FEED, qos }]), hasDiscovery: true };
  const runner = startRun(world, station);
  world.pass(1000 + (readings - 1) * 10_000);
  restRun(runner);
  expect(runner.client.outbox.count).toBe(readings);
  return runner;
}

// Places of the outbox, readings in it: what saying something more comes to, and what waits then.
for (const [entries, readings, status, count] of [
  [3, 1, 0, 2],
  [3, 2, 0, 3],
  [3, 3, Status.Full, 3],
] as const)
  test(`with ${readings} of ${entries} places taken, a text ${status === 0 ? "has one" : "pushes no reading out"}`, () => {
    const runner = waiting(readings, { outboxEntries: entries });
    expect(say(runner, "shed/log", "hello", 0, false)).toBe(status);
    expect(runner.client.outbox.count).toBe(count);
    expect(runner.client.counters.droppedFull).toBe(0);
  });

for (const [entries, isReporting] of [
  [3, false],
  [2, true],
] as const)
  test(`a report that finds ${isReporting ? "no" : "a"} place ${isReporting ? "waits" : "is said"}`, () => {
    const runner = waiting(2, { outboxEntries: entries });
    report(runner);
    expect(runner.speech.isReporting).toBe(isReporting);
    expect(runner.client.outbox.count).toBe(isReporting ? 2 : 3);
  });

for (const [entries, isLater] of [
  [3, false],
  [2, true],
] as const)
  test(`what Home Assistant has to know ${isLater ? "comes later when it finds no place, and pushes no reading out" : "waits behind readings"}`, () => {
    const runner = waiting(2, { outboxEntries: entries });
    tellHomeAssistant(runner);
    expect(isSet(runner.plan, Slot.Discovery)).toBe(isLater);
    expect(runner.client.outbox.count).toBe(isLater ? 2 : 3);
    expect(runner.client.counters.droppedFull).toBe(0);
  });
