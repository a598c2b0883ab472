/*
 * The two clocks of the keepalive (DESIGN.md, "Keepalive that knows about sleep"): when a PINGREQ goes out,
 * and when not. Giving up: keepalive-silence.test.ts. Source: MQTT 3.1.1, sections 3.1.2.10 and 3.12.
 */
import { expect, test } from "vitest";
import { start } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { Bench } from "../support/client.ts";
import { Driver } from "../support/driver.ts";
import { say, stream, bytesLike, words } from "../support/wire.ts";

const HOUR_MS = 3600000;
const DAY_MS = 24 * HOUR_MS;

/** A client that is up at 50 ms and was woken by nothing yet. */
function driven(keepAliveS: number, changes: ClientOptions = {}): Driver {
  const bench = new Bench({ ...changes, keepAliveS });
  start(bench.client, bench.nowMs);
  const driver = new Driver(bench).run(50);
  expect(bench.client.link).toBe(Link.Up);
  driver.wakes = 0;
  return driver;
}

// A PINGREQ each 0.9 K, counted from the last send. With K above 4000 s a proof of life each hour comes first.
const PINGS: [number, number][] = [
  [60, 1600],
  [120, 800],
  [300, 320],
  [600, 160],
  [1200, 80],
  [1800, 53],
  [3600, 26],
  [65535, 23],
  [0, 23],
];
for (const [keepAliveS, pings] of PINGS)
  test(`idle for a day with K = ${keepAliveS} s: ${pings} pings, and no wake more`, () => {
    const driver = driven(keepAliveS, { proofS: 3600 }).run(DAY_MS - 50);
    expect(driver.timesOf("pingreq")).toHaveLength(pings);
    expect(driver.wakes).toBe(pings);
    expect(driver.bench.client.link).toBe(Link.Up);
  });

for (const keepAliveS of [1, 5, 60, 600, 3600])
  test(`K = ${keepAliveS} s: every PINGREQ comes 0.6 K to K after the last send`, () => {
    const driver = driven(keepAliveS).run(20 * keepAliveS * 1000);
    const times = [0, ...driver.timesOf("pingreq")];
    expect(times.length).toBeGreaterThan(15);
    for (let at = 1; at < times.length; at += 1) {
      const gapMs = (times[at] as number) - (times[at - 1] as number);
      expect(gapMs).toBeGreaterThanOrEqual(600 * keepAliveS);
      expect(gapMs).toBeLessThanOrEqual(1000 * keepAliveS);
    }
  });

test("a moment when the board is awake anyway is used from 0.6 K on, and not before", () => {
  const early = new Bench({ keepAliveS: 100 }).up().pass(59999);
  expect(early.written()).toHaveLength(0);
  const inTime = new Bench({ keepAliveS: 100 }).up().pass(60000);
  expect(words(inTime.written())).toEqual(["pingreq"]);
});

test("K counts from the last send, not from the last byte received", () => {
  const bench = new Bench({ keepAliveS: 100 }).up();
  bench.pass(59000).receive(new Uint8Array(Buffer.from("30040001" + "7478", "hex")));
  bench.pass(1000);
  expect(words(bench.written())).toEqual(["pingreq"]);
});

test("a due publish replaces the ping", () => {
  const bench = new Bench({ keepAliveS: 100 }).up().pass(90000);
  say(bench, "a", "x", 0);
  expect(words(bench.written())).toEqual(["publish a q0 x"]);
  bench.pass(59999);
  expect(bench.written()).toHaveLength(0);
});

test("QoS 0 every 60 s with K = 120 s needs no ping for K: 24 a day remain, the proofs of life", () => {
  const driver = driven(120);
  driver.every(60000, () => say(driver.bench, "a", "x", 0));
  driver.run(DAY_MS - 60000);
  expect(driver.timesOf("publish")).toHaveLength(1439);
  expect(driver.timesOf("pingreq")).toHaveLength(23);
});

test("QoS 1 every 60 s with K = 120 s needs no ping at all: each PUBACK is a proof of life", () => {
  const driver = driven(120);
  driver.every(60000, () => say(driver.bench, "a", "x", 1));
  driver.run(DAY_MS - 60000);
  expect(driver.timesOf("pingreq")).toEqual([]);
  expect(driver.wakes).toBe(0);
});

test("proof of life is asked for after proofS even when QoS 0 keeps going out", () => {
  const driver = driven(60, { proofS: 600 });
  driver.every(10000, () => say(driver.bench, "a", "x", 0));
  driver.run(599900);
  expect(driver.timesOf("pingreq")).toEqual([]);
  driver.run(200);
  expect(driver.timesOf("pingreq")).toEqual([600050]);
});

const PROOFS: [ClientOptions, number][] = [
  [{ keepAliveS: 0 }, 3600000],
  [{ keepAliveS: 3599 }, 3600000],
  [{ keepAliveS: 3601 }, 3601000],
  [{ keepAliveS: 3601, proofS: 10 }, 10000],
];
for (const [options, proofMs] of PROOFS)
  test(`with ${JSON.stringify(options)} proof of life is asked for after ${proofMs} ms`, () => {
    const bench = new Bench(options).up();
    // A message just before, so that it is not our own silence that asks.
    for (const [passMs, lines] of [
      [proofMs - 1, ["publish a q0 x"]],
      [1, ["publish a q0 x", "pingreq"]],
    ] as const) {
      say(bench.pass(passMs), "a", "x", 0);
      expect(words(bench.written())).toEqual(lines);
    }
  });

test("proof of life is asked for when a slow write is under way at that moment, and the link stays", () => {
  const driver = driven(0, { proofS: 600 });
  driver.sentAfterMs = 3000;
  driver.at(599000, () => say(driver.bench, "a", "x", 0));
  driver.run(HOUR_MS);
  expect(driver.timesOf("pingreq").length).toBeGreaterThan(0);
  expect(driver.bench.log).toEqual(["connect absent"]);
});

test("a proof of life that finds no room behind a publish goes out with the next frame", () => {
  const bench = new Bench({ keepAliveS: 0, txBytes: 32 }).up().pass(HOUR_MS);
  say(bench, "a", "x".repeat(27), 0);
  expect(words(bench.written())).toEqual(["publish a q0 27 bytes", "pingreq"]);
});

test("K = 0 never pings for K", () => {
  const driver = driven(0, { proofS: 500000 }).run(100 * HOUR_MS);
  expect(driver.timesOf("pingreq")).toEqual([]);
  expect(driver.wakes).toBe(0);
});

test("no ping goes out in the middle of a streamed message, however slowly it is written", () => {
  const driver = driven(10, { txBytes: 64 });
  driver.sentAfterMs = 9500;
  driver.at(100, () => stream(driver.bench, "big", bytesLike(300), 0));
  driver.run(60000);
  const lines = driver.lines.map((line) => line.replace(/^\d+ /, ""));
  expect(lines.slice(0, 3)).toEqual(["connect", "publish big q0 300 bytes", "pingreq"]);
});
