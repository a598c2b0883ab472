/*
 * A board's life: power, boot, sleep, restart, memory; the engine does what the test says.
 */
import { describe, expect, test } from "vitest";
import { boardSetting, BOOT_MS } from "../../support/virtual-board.ts";

const DAY_MS = 86_400_000;

describe("power", () => {
  test("a board boots as long as its firmware does, and begins once, however often it is switched on", () => {
    const { board, world, engine } = boardSetting();
    board.powerOn();
    board.powerOn();
    world.runTo(BOOT_MS - 1);
    expect([board.state, engine.told]).toEqual(["booting", []]);
    world.runTo(10_000);
    expect([board.state, engine.told]).toEqual(["running", ["300 start power"]]);
  });

  test("a cut empties RTC memory and leaves flash; nothing happens until the power is back", () => {
    const { board, world, engine, trace } = boardSetting();
    engine.script = (_event, nowMs) => {
      engine.kept = { "rtc/outbox": Uint8Array.of(1), hint: Uint8Array.of(2) };
      engine.dueMs = nowMs + 1000;
      return [];
    };
    board.powerOn();
    world.runTo(500);
    board.cutPower();
    board.cutPower();
    world.runTo(5000);
    board.powerOn();
    world.runTo(5500);
    expect(engine.told).toEqual(["300 start power", "5300 start power hint"]);
    expect(trace.filter((line) => line.includes("power  "))).toEqual([
      "00:00:00.000  power    on",
      "00:00:00.500  power    cut",
      "00:00:05.000  power    on",
    ]);
  });

  test("a cut while it boots, and one while it sleeps, leave nothing behind that would wake it", () => {
    const { board, world, engine } = boardSetting();
    board.powerOn();
    world.runTo(100);
    board.cutPower();
    world.runTo(5000);
    expect(engine.told).toEqual([]);
    engine.script = () => [{ call: "sleep", ms: 1000 }];
    board.powerOn();
    world.runTo(5400);
    expect(board.state).toBe("asleep");
    board.cutPower();
    world.runTo(60_000);
    expect([board.state, engine.told]).toEqual(["off", ["5300 start power"]]);
  });

  test("memory is wiped while it is off, and refused while a program runs", () => {
    const { board, world, engine } = boardSetting();
    engine.kept = { hint: Uint8Array.of(1) };
    board.powerOn();
    world.runTo(400);
    expect(() => board.wipeKept()).toThrow("cut its power first");
    engine.kept = { hint: Uint8Array.of(1) };
    board.cutPower();
    board.wipeKept();
    board.powerOn();
    world.runTo(1000);
    expect(engine.told.at(-1)).toBe("700 start power");
  });
});

describe("sleep and restart", () => {
  test("a deep sleep ends the program, keeps its memory, and begins it again by its timer", () => {
    const { board, world, engine, states } = boardSetting();
    engine.script = (event) => {
      engine.kept = { ...engine.kept, rtc: Uint8Array.of(1) };
      // What is asked after a sleep is asked of nobody.
      return event === undefined
        ? [
            { call: "print", text: "up" },
            { call: "sleep", ms: 60_000 },
            { call: "print", text: "never" },
          ]
        : [];
    };
    const printed: string[] = [];
    board.onPrint = (text) => printed.push(text);
    board.powerOn();
    world.runTo(60_601);
    expect(engine.told).toEqual(["300 start power", "60600 start timer rtc"]);
    expect(printed).toEqual(["up", "up"]);
    expect(states).toEqual([
      "off sleep",
      "boot boot",
      "cpu boot",
      "deep sleep",
      "boot boot",
      "cpu boot",
      "deep sleep",
    ]);
  });

  test("a sleep of 0 never ends by itself, and a restart keeps RTC memory", () => {
    const { board, world, engine } = boardSetting();
    engine.script = () => {
      engine.kept = { rtc: Uint8Array.of(1) };
      return [engine.outside.wakeCause() === "power" ? { call: "restart" } : { call: "sleep", ms: 0 }];
    };
    board.powerOn();
    world.runTo(DAY_MS);
    expect([board.state, board.startCount]).toEqual(["asleep", 2]);
    expect(engine.told).toEqual(["300 start power", "600 start restart rtc"]);
  });
});

test("an error that nobody caught is printed, counted and told in the trace; the board goes on", () => {
  const { board, world, engine, trace } = boardSetting();
  engine.script = (event) => {
    if (event === undefined) engine.dueMs = 1000;
    return event === undefined ? [{ call: "fault", text: "boom" }] : [];
  };
  board.powerOn();
  world.runTo(2000);
  expect([board.faultCount, engine.told.at(-1)]).toEqual([1, "1000 timer"]);
  expect(trace).toContain("00:00:00.300  board    uncaught error: boom");
});

test("a program that wants TLS is told what to write instead", () => {
  const { board, world, engine } = boardSetting();
  engine.script = () => [{ call: "connect", socket: 1, host: "b", port: 8883, isSecure: true }];
  board.powerOn();
  expect(() => world.runTo(1000)).toThrow("b:8883 wants TLS, which a simulated network has not");
});
