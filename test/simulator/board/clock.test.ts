/*
 * A board's clock and its timer, against the world's.
 */
import { expect, test } from "vitest";
import { boardSetting } from "../../support/virtual-board.ts";

test("a slow clock's timers ring later in the world, and at their time by the clock", () => {
  const { board, world, engine } = boardSetting();
  engine.script = (event) => {
    if (event === undefined) engine.dueMs = 1_000_000;
    return [];
  };
  board.clockDriftPpm = -1000;
  board.powerOn();
  world.runTo(1_000_900);
  expect(engine.told).toHaveLength(1);
  world.runTo(1_001_100);
  expect(engine.told.at(-1)).toBe("1000000 timer");
});

test("a clock that changes its speed does not jump, and its timer is set anew", () => {
  const { board, world, engine } = boardSetting();
  engine.script = (event) => {
    if (event === undefined) engine.dueMs = 10_000;
    return [];
  };
  board.powerOn();
  world.runTo(5000);
  board.clockDriftPpm = 500_000;
  world.runTo(8_333);
  expect(engine.told).toHaveLength(1);
  world.runTo(8_334);
  expect(engine.told.at(-1)).toBe("10000 timer");
});

test("a program that is due without an end does not stop the world", () => {
  const { board, world, engine } = boardSetting();
  engine.script = (_event, nowMs) => {
    engine.dueMs = nowMs;
    return [];
  };
  board.powerOn();
  world.runTo(1000);
  expect(engine.told.length).toBeGreaterThan(100);
  expect(engine.told.length).toBeLessThan(1000);
});
