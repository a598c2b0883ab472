/*
 * A sleeper whose network or broker fails it sleeps again in time, comes back later and later, and what a wake costs is
 * measured. And what ends its sleep early: a contact, an alarm.
 */
import { expect, test } from "vitest";
import { SleepWorld } from "../../support/sleep-world.ts";
import { sleeper } from "../../support/stations/sleeper.ts";
import type { WorldParts } from "../../../src/simulator/virtual/world-parts.ts";
import type { Feed, Station } from "../../../src/station/station.ts";

const HOUR_MS = 3_600_000;
const BUDGET_MS = 20_000;
const OVERHEAD_MS = 2000;
/** Of an ESP8266: 20 s with the radio on at 71 mA. */
const WAKE_LIMIT_MC = 1500;

const LARGE = { ...sleeper.limits, outboxBytes: 1000, outboxEntries: 26 };
const feed = sleeper.feeds[0] as Feed;

/** What fails, from the beginning on; and how often the station may try in a day: it waits half an hour at most. */
const FAILURES: [string, (parts: WorldParts) => void][] = [
  ["no access point", ({ accessPoint }) => (accessPoint.isPresent = false)],
  ["DHCP that never answers", ({ accessPoint }) => (accessPoint.isDhcpDown = true)],
  ["a broker that is down", ({ broker }) => broker.down()],
  ["a broker that refuses", ({ broker }) => (broker.refusesWith = 5)],
  [
    "a broker that accepts TCP and says nothing",
    ({ network }) => network.listen("broker.local", 1883, SILENT),
  ],
  ["a network that loses all", ({ network }) => (network.conditions.loss = 1)],
];

const SILENT = { accept: () => ({ opened: () => {}, received: () => {}, sent: () => {}, closed: () => {} }) };

for (const [failure, fail] of FAILURES) {
  test(`with ${failure} every wake ends in time, and few of them use the radio`, () => {
    const world = new SleepWorld({ station: sleeper, seed: 21 });
    fail(world.parts);
    world.runTo(24 * HOUR_MS);
    expect(world.takenMs.size).toBeGreaterThan(280);
    expect(Math.max(...world.wakes.map(({ ms }) => ms))).toBeLessThan(BUDGET_MS + OVERHEAD_MS);
    expect(Math.max(...world.wakes.map(({ charge }) => charge / 1000))).toBeLessThan(WAKE_LIMIT_MC);
    // Full jitter below a cap of half an hour: 15 minutes on average, and some in the first hour.
    const tries = world.wakes.filter(({ ms }) => ms > 1000);
    expect(tries.length).toBeGreaterThan(48);
    expect(tries.length).toBeLessThan(200);
    const firstHour = tries.filter(({ fromMs }) => fromMs < HOUR_MS).length;
    const lastHour = tries.filter(({ fromMs }) => fromMs >= 23 * HOUR_MS).length;
    expect(lastHour).toBeLessThan(firstHour);
    expect(world.missing.length).toBeLessThanOrEqual(world.engine.droppedCount + world.engine.refusedCount);
    expect(world.parts.board.faultCount).toBe(0);
  });
}

test("after an outage a fleet does not come back at the same moment", () => {
  const returns = [31, 32, 33, 34, 35, 36, 37, 38].map((seed) => {
    const world = new SleepWorld({ station: sleeper, seed, id: `b${seed}` });
    world.parts.broker.down();
    world.runTo(6 * HOUR_MS);
    world.parts.broker.up();
    world.runTo(7 * HOUR_MS);
    return Math.round((world.arrivals[0]?.atMs ?? 0) / 1000);
  });
  expect(Math.min(...returns)).toBeGreaterThan(6 * 3600);
  expect(new Set(returns).size).toBeGreaterThanOrEqual(7);
  expect(Math.max(...returns) - Math.min(...returns)).toBeGreaterThan(300);
});

test("a contact at RST is answered at once, and the heartbeat still comes", () => {
  const station: Station = {
    ...sleeper,
    feeds: [{ ...feed, everyS: 86_400 }],
    send: {},
    sleep: { depth: "deep", isGpio16OnRst: true, wakePin: "rst" },
  };
  const world = new SleepWorld({ station, seed: 41 });
  const { world: time, board } = world.parts;
  const openedMs = [5, 11, 11.5, 30, 52].map((hours) => hours * HOUR_MS);
  for (const ms of openedMs) time.after(ms, () => board.wakeByPin("rst"));
  world.runTo(5 * 24 * HOUR_MS);
  for (const ms of openedMs)
    expect(world.arrivals.some(({ atMs }) => atMs > ms && atMs < ms + 10_000)).toBe(true);
  // Between two readings there is never much more than a day, whatever the contact does to what it counts.
  const times = [0, ...world.takenMs.values()];
  const gaps = times.slice(1).map((atMs, at) => atMs - (times[at] as number));
  expect(Math.max(...gaps)).toBeLessThan(1.6 * 24 * HOUR_MS);
  expect(world.missing).toEqual([]);
});

test("an alarm is sent at once, what is no alarm waits for its time", () => {
  const alarms = [{ field: 2, above: 40_100, hysteresis: 10 }];
  const station: Station = {
    ...sleeper,
    feeds: [{ ...feed, alarms }],
    send: { everyS: 7200 },
    limits: LARGE,
    runtime: "espruino",
  };
  const world = new SleepWorld({ station, seed: 42 });
  world.runTo(6 * HOUR_MS);
  const first = [...world.takenMs.keys()].find((number) => 40_000 + 8 * number >= 40_104) as number;
  const takenMs = world.takenMs.get(first) as number;
  const arrival = world.arrivals.find(({ number }) => number === first);
  expect((arrival?.atMs ?? Infinity) - takenMs).toBeLessThan(10_000);
  expect(world.missing).toEqual([]);
});

test("a sleep that is longer than the board's longest is chained", () => {
  for (const runtime of ["nodemcu", "espruino"] as const) {
    const station: Station = { ...sleeper, runtime, feeds: [{ ...feed, everyS: 36_000 }], send: {} };
    const world = new SleepWorld({ station, seed: 44 });
    world.runTo(5 * 24 * HOUR_MS);
    expect(world.takenMs.size).toBe(12);
    expect(world.wakes.length).toBeGreaterThan(runtime === "nodemcu" ? 30 : 190);
    // Those in between do nothing.
    const idleMs = runtime === "nodemcu" ? 200 : 1000;
    expect(world.wakes.filter(({ ms }) => ms > idleMs).length).toBeLessThanOrEqual(13);
    expect(world.missing).toEqual([]);
  }
});

for (const driftPpm of [50_000, -50_000]) {
  test(`a clock with ${driftPpm / 10_000} % too many seconds doubles and leaves out no point of the grid`, () => {
    const world = new SleepWorld({ station: sleeper, seed: 45 });
    const { board } = world.parts;
    // It is the clock of the sleep that is so bad; awake the chip has a crystal.
    world.engine.onStop = () => (board.clockDriftPpm = driftPpm);
    world.engine.onStart = () => (board.clockDriftPpm = 0);
    world.runTo(3 * 24 * HOUR_MS);
    const times = [...world.takenMs.values()];
    const periodMs = 300_000 / (1 + driftPpm / 1e6);
    for (let at = 1; at < times.length; at += 1)
      expect(Math.abs((times[at] as number) - (times[at - 1] as number) - periodMs)).toBeLessThan(5000);
    expect(world.missing).toEqual([]);
  });
}
