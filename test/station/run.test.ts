/*
 * A station's run in virtual time: readings, the one timer, what is lost and comes again. How it ends: run-end.test.ts.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { elapsedMs } from "../../src/client/clock.ts";
import { Link } from "../../src/client/link.ts";
import { Notice, Status } from "../../src/client/status.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { restRun } from "../../src/station/run.ts";
import type { Feed } from "../../src/station/station.ts";
import { logHandlers, START_MS } from "../support/client.ts";
import { COUNTER, FEED, stationOf, startRun, World } from "../support/station-run.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // The port's timer is the only one.
  const timers = vi.getTimerCount();
  vi.useRealTimers();
  expect(timers).toBe(0);
});

test("the first reading is taken at once and published with QoS 1 to the filled topic", () => {
  const world = new World();
  const runner = startRun(world);
  world.pass(100);
  const [first, , second] = world.packets;
  expect(first).toMatchObject({ cmd: "connect", clientId: "shed-b0a4d", clean: true });
  expect(second).toMatchObject({ cmd: "publish", topic: "shed/count", qos: 1, retain: false, dup: false });
  expect(world.published()).toEqual(["count 1"]);
  // Behind CONNACK it says "online".
  expect(world.commands()).toEqual(["connect", "online", "publish"]);
  expect(runner.client.counters).toMatchObject({ accepted: 2, acknowledged: 1 });
});

test("a feed may ask for QoS 0 and for retain", () => {
  const world = new World();
  const runner = startRun(world, stationOf({}, [{ ...FEED, qos: 0, retain: true }]));
  world.pass(100);
  expect(world.packets[2]).toMatchObject({ topic: "shed/count", cmd: "publish", qos: 0, retain: true });
  expect(runner.client.outbox.count).toBe(0);
});

test("a reading a period for a day, each published once and acknowledged, across the clock's wrap", () => {
  const world = new World();
  const runner = startRun(world, stationOf({}, [{ ...FEED, everyS: 600 }]));
  world.pass(86_400_000 - 1);
  expect(world.published()).toHaveLength(144);
  expect(world.availability()).toEqual(["online"]);
  expect(runner.client.counters).toMatchObject({ accepted: 145, sent: 145, acknowledged: 144, connects: 1 });
  expect(runner.client.outbox.count).toBe(0);
});

test("two feeds keep their own periods and topics", () => {
  const world = new World();
  const often: Feed = { ...FEED, address: 0x41, topic: "{name}/often", everyS: 3 };
  startRun(world, stationOf({}, [FEED, often]));
  world.pass(10_500);
  const topics = world.published().map((line) => line.split(" ")[0]);
  expect(topics.filter((topic) => topic === "count")).toHaveLength(2);
  expect(topics.filter((topic) => topic === "often")).toHaveLength(4);
});

describe("the one timer", () => {
  test("is set to the earliest deadline, and a run wakes for what is due and for nothing else", () => {
    const world = new World();
    startRun(world);
    world.pass(0);
    expect(elapsedMs(START_MS, world.timer as number)).toBe(5);
    world.pass(5);
    expect(elapsedMs(START_MS, world.timer as number)).toBe(10_000);
    const before = world.wakes;
    world.pass(600_000 - 5);
    // Two for each reading: the chip is asked, and later read.
    expect(world.wakes - before).toBeLessThanOrEqual(2 * 60 + 1);
  });

  test("serves the client as well: a long silence between readings is filled with PINGREQ", () => {
    const world = new World();
    startRun(world, { ...stationOf({}, [{ ...FEED, everyS: 3600 }]), keepAliveS: 60 });
    world.pass(59_000);
    expect(world.commands()).toEqual(["connect", "online", "publish", "pingreq"]);
  });

  test("spares the ping where each reading comes within the keep alive, as soon as the station wakes for it", () => {
    const world = new World();
    const sampling = COUNTER.sample.map((step) => ({ ...step, waitMs: 0 }));
    startRun(world, stationOf({}, [{ ...FEED, sensor: { ...COUNTER, sample: sampling }, everyS: 180 }]));
    world.pass(2 * 180_000 + 1000);
    expect(world.packets[0]).toMatchObject({ keepalive: 216 });
    expect(world.commands()).toEqual(["connect", "publish", "online", "publish", "publish"]);
  });

  test("wakes often enough to feed a watchdog of 300 seconds, however far away the next reading is", () => {
    const world = new World();
    startRun(world, stationOf({}, [{ ...FEED, everyS: 86_400 }]));
    const fedMs: number[] = [];
    for (let lastS = 0; lastS < 3600; lastS += 1) {
      const before = world.wakes;
      world.pass(1000);
      if (world.wakes > before) fedMs.push(elapsedMs(START_MS, world.now));
    }
    const gaps = fedMs.map((at, place) => at - (fedMs[place - 1] ?? 0));
    expect(Math.max(...gaps)).toBeGreaterThan(200_000);
    expect(Math.max(...gaps)).toBeLessThan(300_000);
  });

  test("an extra wake takes no extra reading", () => {
    const world = new World();
    startRun(world);
    world.pass(50);
    for (let count = 0; count < 20; count += 1) {
      world.wakeAt(world.now);
      world.pass(1);
    }
    expect(world.published()).toEqual(["count 1"]);
  });
});

describe("without a network", () => {
  test("readings wait in the outbox and go out in order after the connection", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world);
    world.pass(45_000);
    expect(runner.client.outbox.count).toBe(5);
    expect(world.packets).toEqual([]);
    world.isReachable = true;
    world.pass(300_000);
    expect(world.published().slice(0, 5)).toEqual(["count 1", "count 2", "count 3", "count 4", "count 5"]);
    expect(runner.client.outbox.count).toBe(0);
    expect(runner.client.counters).toMatchObject({ droppedFull: 0, refused: 0 });
    // All but the "online", which goes out with QoS 0.
    expect(runner.client.counters.acknowledged).toBe(runner.client.counters.accepted - 1);
  });

  test("tries lie apart: in an hour far fewer than one a second", () => {
    const world = new World();
    world.isReachable = false;
    startRun(world);
    world.pass(3_600_000);
    expect(world.opens).toBeGreaterThan(10);
    expect(world.opens).toBeLessThan(100);
  });

  test("a full outbox drops the oldest, counts it and says so", () => {
    const world = new World();
    world.isReachable = false;
    const log: string[] = [];
    const runner = startRun(world, stationOf({ outboxEntries: 3 }), logHandlers(log));
    world.pass(45_000);
    expect(runner.client.outbox.count).toBe(3);
    expect(runner.client.counters).toMatchObject({ accepted: 5, droppedFull: 2, refused: 0 });
    expect(log.filter((line) => line.startsWith("notice"))).toEqual([
      `notice ${Notice.DroppedFull} 1`,
      `notice ${Notice.DroppedFull} 2`,
    ]);
    restRun(runner);
    world.isReachable = true;
    world.pass(300_000);
    expect(world.published()).toEqual(["count 3", "count 4", "count 5"]);
    expect(world.availability()).toEqual(["offline"]);
  });

  test("outboxBytes holds as many readings as it has room for, four bytes a field and six for the time", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world, stationOf({ outboxBytes: 29 }));
    world.pass(45_000);
    expect(runner.client.outbox.count).toBe(2);
    expect(runner.client.counters.droppedFull).toBe(3);
  });
});

test("a reading whose PUBACK was lost goes out again with the next connection, and no other does", () => {
  const world = new World();
  const runner = startRun(world);
  world.pass(9000);
  world.isMute = true;
  world.pass(2000);
  expect(runner.client.outbox.count).toBe(1);
  world.cut();
  world.isMute = false;
  world.isReachable = true;
  world.pass(5000);
  // The broker has no session: to it this is a new message, so without DUP.
  expect(world.published()).toEqual(["count 1", "count 2", "count 2"]);
  expect(runner.client.outbox.count).toBe(0);
});

describe("a sensor that is not there", () => {
  test("fails once a period without a message; when it is back it is started anew and readings go on", () => {
    const world = new World();
    world.isSensorThere = false;
    const runner = startRun(world);
    world.pass(25_000);
    const sampler = runner.samplers[0];
    expect(sampler).toMatchObject({ failures: 3, readings: 0, status: Status.Absent });
    expect(world.commands()).toEqual(["connect", "online"]);
    expect(runner.client.link).toBe(Link.Up);

    world.isSensorThere = true;
    world.steps.length = 0;
    world.pass(10_000);
    expect(world.steps).toEqual([1, 2]);
    expect(world.published()).toEqual(["count 1"]);
    expect(sampler).toMatchObject({ failures: 3, readings: 1, status: Status.Ok });
  });

  test("does not keep the others from their readings", () => {
    const world = new World();
    const other: Feed = { ...FEED, address: 0x41, topic: "{name}/other" };
    const absent: Sensor = { ...COUNTER, decode: () => Status.Absent };
    startRun(world, stationOf({}, [{ ...FEED, sensor: absent }, other]));
    world.pass(100);
    expect(world.published().map((line) => line.split(" ")[0])).toEqual(["other"]);
  });
});
