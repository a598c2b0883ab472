/*
 * Virtual time beside real time; nothing here is measured but what must hold at any speed.
 */
import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { pace } from "../../../src/simulator/virtual/pace.ts";
import { World } from "../../../src/simulator/world/world.ts";

const DAY_MS = 86_400_000;
const NEVER = new AbortController().signal;

/** A world in which something happens every so often. */
function ticking(everyMs: number): { world: World; ticks: number[] } {
  const world = new World({ seed: 1 });
  const ticks: number[] = [];
  const tick = () => {
    ticks.push(world.nowMs);
    world.after(everyMs, tick);
  };
  world.after(everyMs, tick);
  return { world, ticks };
}

test("as fast as it can: all events up to the limit happen, and the clock stands there", async () => {
  const { world, ticks } = ticking(60_000);
  await pace(world, { limitMs: 30 * DAY_MS + 1, scale: Infinity, stop: NEVER });
  expect(ticks).toHaveLength(30 * 1440);
  expect(world.nowMs).toBe(30 * DAY_MS + 1);
});

test("what was waited for ends it at that very event", async () => {
  const { world, ticks } = ticking(1000);
  await pace(world, { limitMs: DAY_MS, scale: Infinity, stop: NEVER, isDone: () => ticks.length === 5 });
  expect([ticks.length, world.nowMs]).toEqual([5, 5000]);
});

test("a stop ends a world that would go on for years", async () => {
  const { world } = ticking(1);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  await pace(world, { limitMs: 1e15, scale: Infinity, stop: controller.signal });
  expect(world.nowMs).toBeLessThan(1e15);
});

test("at a scale, no event happens before its real time", async () => {
  const { world, ticks } = ticking(1000);
  const early: number[] = [];
  const beginMs = performance.now();
  const isDone = () => {
    const realMs = performance.now() - beginMs;
    if (world.nowMs > realMs * 100) early.push(world.nowMs);
    return false;
  };
  await pace(world, { limitMs: 10_000, scale: 100, stop: NEVER, isDone });
  expect(ticks).toHaveLength(10);
  expect(early).toEqual([]);
});
