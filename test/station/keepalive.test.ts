/*
 * Keep alive and sleep: pings of a day, at which wakes, and what keep alive a station has.
 */
import { start } from "../../src/client/connection.ts";
import { describe, expect, test } from "vitest";
import { greenhouse } from "../../boards/greenhouse.ts";
import { laterMs } from "../../src/client/clock.ts";
import { Link } from "../../src/client/link.ts";
import { keepAliveFor, ridingMs } from "../../src/station/keepalive.ts";
import type { Feed, SleepDepth } from "../../src/station/station.ts";
import { Bench } from "../support/client.ts";
import { Driver } from "../support/driver.ts";
import { say } from "../support/wire.ts";

const DAY_S = 86400;

/** A day of a station that wakes every so often; it publishes with this QoS at each wake, or is idle with -1. */
function day(keepAliveS: number, gridS: number, qos: number): Driver {
  const bench = new Bench({ keepAliveS });
  start(bench.client, bench.nowMs);
  const driver = new Driver(bench);
  let nextMs = driver.atMs + gridS * 1000;
  driver.dueMs = (client) => ridingMs(client, laterMs(bench.nowMs, nextMs - driver.atMs));
  driver.every(gridS * 1000, () => {
    nextMs = driver.atMs + gridS * 1000;
    if (qos >= 0) say(bench, "a", "x", qos);
  });
  driver.run(100);
  driver.wakes = 0;
  return driver.run(DAY_S * 1000 - 100);
}

// Keep alive, wakes, QoS at each wake: least and most pings of a day.
const DAYS: [string, number, number, number, number, number][] = [
  ["QoS 1 every 60 s", 60, 60, 1, 0, 0],
  ["QoS 1 every 60 s", 72, 60, 1, 0, 0],
  ["QoS 1 every 60 s", 120, 60, 1, 0, 0],
  ["QoS 1 every 300 s", 360, 300, 1, 0, 0],
  ["QoS 1 every 1800 s", 2160, 1800, 1, 0, 0],
  ["QoS 1 every 3600 s", 4320, 3600, 1, 0, 0],
  ["QoS 0 every 60 s", 72, 60, 0, 22, 24],
  ["QoS 0 every 60 s", 120, 60, 0, 22, 24],
  ["QoS 0 every 300 s", 360, 300, 0, 22, 24],
  ["QoS 0 every 1800 s", 2160, 1800, 0, 16, 24],
  ["idle, awake every 10 s", 60, 10, -1, 1440, 2400],
  ["idle, awake every 60 s", 120, 60, -1, 720, 1200],
  ["idle, awake every 60 s", 300, 60, -1, 288, 480],
  ["idle, awake every 300 s", 600, 300, -1, 144, 240],
  ["idle, awake every 60 s", 1200, 60, -1, 72, 120],
  ["idle, awake every 10 s", 3600, 10, -1, 24, 40],
  ["idle, awake every 60 s", 3600, 60, -1, 24, 40],
  ["idle, awake every 300 s", 3600, 300, -1, 24, 40],
  ["idle, awake every 600 s", 3600, 600, -1, 24, 40],
  ["idle, awake every 900 s", 3600, 900, -1, 24, 40],
  ["idle, awake every 1200 s", 3600, 1200, -1, 24, 40],
  ["idle, awake every 1800 s", 3600, 1800, -1, 24, 40],
  ["idle, awake every 3000 s", 3600, 3000, -1, 24, 40],
];
describe("a day connected", () => {
  for (const [what, keepAliveS, gridS, qos, least, most] of DAYS) {
    const pings = least === most ? `${most}` : `${least} to ${most}`;
    test(`${what}, K = ${keepAliveS} s: ${pings} pings, and no wake for one`, () => {
      const driver = day(keepAliveS, gridS, qos);
      const times = driver.timesOf("pingreq");
      expect(times.length).toBeGreaterThanOrEqual(least);
      expect(times.length).toBeLessThanOrEqual(most);
      expect(times.filter((atMs) => atMs % (gridS * 1000) !== 0)).toEqual([]);
      expect(driver.wakes).toBe(0);
      expect(driver.bench.client.link).toBe(Link.Up);
      expect(driver.bench.log).toEqual(driver.bench.log.filter((line) => !line.startsWith("close")));
    });
  }

  // 0.6 K to K after the last ping there is no wake: the client wakes the board at 0.9 K.
  for (const [keepAliveS, gridS] of [
    [60, 300],
    [3600, 7200],
    [3600, 3601],
  ] as const)
    test(`idle, awake every ${gridS} s, K = ${keepAliveS} s: what the grid does not serve, the client's own wakes do`, () => {
      const driver = day(keepAliveS, gridS, -1);
      const gaps = driver.timesOf("pingreq").map((atMs, at, all) => atMs - (all[at - 1] ?? 0));
      expect(driver.wakes).toBeGreaterThan(0);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(keepAliveS * 600);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(keepAliveS * 1000);
      expect(driver.bench.client.link).toBe(Link.Up);
    });
});

test("an answer that is missing keeps its time, whatever wake is near", () => {
  const bench = new Bench({ keepAliveS: 100 }).up().pass(60000);
  bench.written();
  expect(ridingMs(bench.client, laterMs(bench.nowMs, 30000))).toBe(laterMs(bench.nowMs, 20000));
});

test("without a promise the proof of life rides on any wake", () => {
  const bench = new Bench({ keepAliveS: 0 }).up();
  const wakeMs = laterMs(bench.nowMs, 7200000);
  expect(ridingMs(bench.client, wakeMs)).toBe(wakeMs);
});

test("a wake that is sooner changes nothing, and so does any wake while there is no connection", () => {
  const bench = new Bench({ keepAliveS: 100 }).up();
  const dueAtMs = laterMs(bench.nowMs, 90000);
  expect(ridingMs(bench.client, laterMs(bench.nowMs, 50000))).toBe(dueAtMs);
  const waiting = new Bench();
  start(waiting.client, waiting.nowMs);
  expect(ridingMs(waiting.client, laterMs(waiting.nowMs, 50000))).toBe(laterMs(waiting.nowMs, 15000));
});

// Periods of the feeds, of sending, depth, the user's own: the keep alive.
const STATIONS: [number[], number | undefined, SleepDepth | undefined, number | undefined, number][] = [
  [[60], undefined, undefined, undefined, 72],
  [[60], undefined, "none", undefined, 72],
  [[60, 300], undefined, "light", undefined, 72],
  [[60], 1800, "modem", undefined, 2160],
  [[600], 300, "light", undefined, 720],
  [[2], undefined, "light", undefined, 60],
  [[50], undefined, "light", undefined, 60],
  [[51], undefined, "light", undefined, 61],
  [[54613], undefined, "light", undefined, 65535],
  [[86400], 604800, "light", undefined, 65535],
  [[300], 1800, "deep", undefined, 60],
  [[300], 1800, "deep", 0, 0],
  [[300], undefined, "light", 30, 30],
];
describe("the keep alive of a station", () => {
  for (const [periods, sendS, depth, ownS, keepAliveS] of STATIONS)
    test(`readings every ${periods.join(", ")} s, sent ${sendS ?? "at once"}, sleep ${depth ?? "not said"}, own ${ownS ?? "none"}: ${keepAliveS} s`, () => {
      const feeds = periods.map((everyS) => ({ ...(greenhouse.feeds[0] as Feed), everyS }));
      const station = {
        name: "test",
        hardware: greenhouse.hardware,
        runtime: greenhouse.runtime,
        limits: greenhouse.limits,
        feeds,
        ...(sendS === undefined ? {} : { send: { everyS: sendS } }),
        ...(depth === undefined ? {} : { sleep: { depth } }),
        ...(ownS === undefined ? {} : { keepAliveS: ownS }),
      };
      expect(keepAliveFor(station)).toBe(keepAliveS);
    });
});
