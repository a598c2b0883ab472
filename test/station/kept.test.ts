/*
 * What of a station outlives a deep sleep: written by one run, taken up by the next.
 */
import { expect, test } from "vitest";
import { begin, take } from "#bytes";
import type { Chunk } from "#bytes";
import { WakeCause } from "../../src/runtimes/board.ts";
import { putStates, statesBytes, takeStates } from "../../src/station/kept.ts";
import { makeRunner } from "../../src/station/make-runner.ts";
import { Plans, setOnce, Slot } from "../../src/station/plan.ts";
import { UNNAMED } from "../../src/station/runner.ts";
import type { Runner } from "../../src/station/runner.ts";
import type { Feed } from "../../src/station/station.ts";
import { FakePort } from "../support/fake-port.ts";
import { FEED, stationOf } from "../support/station-run.ts";

const SITE = { host: "broker.test", port: 1883, isSecure: false };
const TWO: Feed[] = [FEED, { ...FEED, address: 0x41, name: "second" }];

function fresh(feeds: Feed[] = TWO): Runner {
  return makeRunner(stationOf({}, feeds), SITE, new FakePort(), {}, UNNAMED);
}

/** A run that has gone on for a while. */
function written(): { runner: Runner; block: Chunk } {
  const runner = fresh();
  const { plan } = runner;
  plan.counterS = 5000;
  plan.sleepMs = 60_000;
  plan.boots = 3;
  plan.everyS[Slot.Feeds + 1] = 77;
  runner.epochAheadS = 1_000_000_000;
  setOnce(plan, Slot.Awake, 600, plan.atMs);
  const frame = begin(statesBytes(runner.filters));
  putStates(runner, frame);
  return { runner, block: take(frame).slice() };
}

test("the block is as long as statesBytes says", () => {
  const { runner, block } = written();
  expect(block.length).toBe(statesBytes(runner.filters));
});

// Why it runs: seconds of the counter, calendar time ahead of it, and how often it began.
const CAUSES: [string, WakeCause, number, number, number][] = [
  ["its timer", WakeCause.Timer, 5060, 1_000_000_000, 3],
  ["a restart", WakeCause.Restart, 5000, 0, 4],
  ["switching on", WakeCause.Power, 5000, 0, 4],
];
for (const [what, cause, counterS, aheadS, boots] of CAUSES)
  test(`behind ${what} the counter is at ${counterS}, and calendar time ${aheadS} ahead of it`, () => {
    const { runner, block } = written();
    const next = fresh();
    expect(takeStates(next, block, cause)).toBe(true);
    expect([next.plan.counterS, next.epochAheadS, next.plan.boots]).toEqual([counterS, aheadS, boots]);
    expect([0, 1].map((at) => next.plan.everyS[Slot.Feeds + at])).toEqual([10, 77]);
    expect(next.plan.dueS[Slot.Awake]).toBe(runner.plan.dueS[Slot.Awake]);
  });

for (const [what, change] of [
  ["a byte short", (block: Chunk) => block.slice(0, -1)],
  ["a byte long", (block: Chunk) => Uint8Array.of(...block, 0)],
  ["empty", () => new Uint8Array(0)],
] as const)
  test(`a block that is ${what} is refused, with nothing changed`, () => {
    const next = fresh();
    expect(takeStates(next, change(written().block), WakeCause.Timer)).toBe(false);
    expect([next.plan.counterS, next.epochAheadS, next.plan.boots]).toEqual([0, 0, 1]);
    expect(next.plan.everyS[Slot.Feeds + 1]).toBe(10);
    expect(next.plan.dueS[Slot.Awake]).toBe(Plans.Never);
  });

test("a block of a station with another number of feeds is refused", () => {
  expect(takeStates(fresh([FEED]), written().block, WakeCause.Timer)).toBe(false);
});
