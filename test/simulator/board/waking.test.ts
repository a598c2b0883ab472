/*
 * What ends a board's sleep, and what begins it anew while it runs: pins, the timer, its watchdog.
 */
import { describe, expect, test } from "vitest";
import { boardSetting, BOOT_MS } from "../../support/virtual-board.ts";

describe("a pin that goes low", () => {
  test("ends a sleep that waits for it, and no other", () => {
    const { board, world, engine, trace } = boardSetting();
    engine.script = () => [{ call: "sleep", ms: 0, pin: 4 }];
    board.powerOn();
    world.runTo(1000);
    board.wakeByPin(5);
    expect(board.state).toBe("asleep");
    board.wakeByPin(4);
    expect(board.state).toBe("booting");
    world.runTo(2000);
    expect(engine.told).toEqual(["300 start power", "1300 start pin"]);
    expect(trace).toContainEqual(expect.stringContaining("is woken by GPIO4"));
  });

  test("before the timer does: then nothing wakes it a second time", () => {
    const { board, world, engine } = boardSetting();
    let starts = 0;
    engine.script = () => ((starts += 1) === 1 ? [{ call: "sleep", ms: 5000, pin: 4 }] : []);
    board.powerOn();
    world.runTo(1000);
    board.wakeByPin(4);
    world.runTo(60_000);
    expect(engine.told).toEqual(["300 start power", "1300 start pin"]);
  });

  test("means nothing to a board that runs, boots, or is off", () => {
    const { board, world, engine } = boardSetting();
    board.wakeByPin(4);
    board.wakeByPin("rst");
    expect(board.state).toBe("off");
    board.powerOn();
    board.wakeByPin(4);
    world.runTo(1000);
    board.wakeByPin(4);
    world.runTo(2000);
    expect(engine.told).toEqual(["300 start power"]);
  });

  test("begins anew, when it is RST, what sleeps and what runs; RTC memory stays", () => {
    const { board, world, engine } = boardSetting();
    engine.script = (event) => {
      engine.kept["rtc"] = Uint8Array.of(1);
      return event === undefined && engine.told.length === 1 ? [{ call: "sleep", ms: 0 }] : [];
    };
    board.powerOn();
    world.runTo(1000);
    board.wakeByPin("rst");
    world.runTo(2000);
    board.wakeByPin("rst");
    world.runTo(3000);
    expect(engine.told).toEqual(["300 start power", "1300 start pin rtc", "2300 start pin rtc"]);
  });
});

describe("a watchdog", () => {
  test("restarts a board that does not feed it in time", () => {
    const { board, world, engine, trace } = boardSetting();
    engine.script = (_event, nowMs) => (nowMs < 2000 ? [{ call: "watchdog", ms: 5000 }] : []);
    engine.dueMs = 1000;
    board.powerOn();
    world.runTo(20_000);
    // Fed at 300 and at 1000; begun anew at 6000, it is not fed any more.
    expect(engine.told).toEqual(["300 start power", "1000 timer", `${6000 + BOOT_MS} start restart`]);
    expect(trace).toContainEqual(expect.stringContaining("is bitten by its watchdog"));
  });

  test("does not bite a board that sleeps, or has switched it off", () => {
    for (const call of [
      { call: "sleep" as const, ms: 0 },
      { call: "watchdog" as const, ms: 0 },
    ]) {
      const { board, world, engine } = boardSetting();
      engine.script = () => [{ call: "watchdog", ms: 1000 }, call];
      board.powerOn();
      world.runTo(60_000);
      expect(engine.told).toEqual(["300 start power"]);
    }
  });
});

test("a board that is joined knows how well it hears, and what a time server says", () => {
  const { board, world, engine } = boardSetting({}, true);
  expect([engine.outside.rssiDbm(), engine.outside.epochS()]).toEqual([undefined, undefined]);
  engine.script = (event) =>
    event === undefined ? [{ call: "join", request: { ssid: "home", password: "password" } }] : [];
  board.powerOn();
  world.runTo(90_000);
  expect(engine.outside.rssiDbm()).toBeLessThan(0);
  expect(new Date((engine.outside.epochS() ?? 0) * 1000).toISOString()).toBe("2026-01-01T00:01:30.000Z");
});
