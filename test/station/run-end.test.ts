/*
 * How a station's run comes to rest and to its end, in virtual time.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Link } from "../../src/client/link.ts";
import { endRun, restRun } from "../../src/station/run.ts";
import { startRun, World } from "../support/station-run.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // The port's timer is the only one.
  const timers = vi.getTimerCount();
  vi.useRealTimers();
  expect(timers).toBe(0);
});

describe("restRun", () => {
  test("takes no more readings, and what waits is still sent", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world);
    world.pass(15_000);
    restRun(runner);
    world.pass(60_000);
    expect(runner.client.outbox.count).toBe(2);
    world.isReachable = true;
    world.pass(300_000);
    expect(world.published()).toEqual(["count 1", "count 2"]);
    expect(world.availability()).toEqual(["offline"]);
    expect(runner.client.counters.acknowledged).toBe(2);
    expect(runner.client.link).toBe(Link.Up);
  });

  test("says offline, retained and once, before the DISCONNECT that forgets the will", () => {
    const world = new World();
    const runner = startRun(world);
    world.pass(100);
    restRun(runner);
    restRun(runner);
    world.pass(100);
    endRun(runner);
    world.pass(100);
    expect(world.commands()).toEqual(["connect", "online", "publish", "offline", "disconnect"]);
    expect(world.packets[3]).toMatchObject({ topic: "shed/availability", qos: 0, retain: true });
    expect(world.packets[0]).toMatchObject({
      will: { topic: "shed/availability", payload: Buffer.from("offline"), qos: 1, retain: true },
    });
  });

  test("sets no timer again and again for readings that are not taken", () => {
    const world = new World();
    const runner = startRun(world);
    world.pass(100);
    restRun(runner);
    const before = world.wakes;
    world.pass(3_600_000);
    expect(world.published()).toEqual(["count 1"]);
    // Each reading's deadline, and now and then a ping.
    expect(world.wakes - before).toBeLessThanOrEqual(2 * 360);
  });

  test("a reading under way is not finished", () => {
    const world = new World();
    const runner = startRun(world);
    world.pass(2);
    restRun(runner);
    world.pass(60_000);
    expect(world.published()).toEqual([]);
  });
});

describe("endRun", () => {
  test("says DISCONNECT as the last packet, closes and stops the timer", () => {
    const world = new World();
    const runner = startRun(world);
    world.pass(100);
    endRun(runner);
    world.pass(60_000);
    expect(world.commands()).toEqual(["connect", "online", "publish", "disconnect"]);
    expect(runner.client.link).toBe(Link.Down);
    expect([world.hasEnded, world.timer, world.opens]).toEqual([true, undefined, 1]);
  });

  test("without a connection ends at once, with what was not sent still in the outbox", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world);
    world.pass(15_000);
    endRun(runner);
    expect([runner.client.link, world.hasEnded, world.timer]).toEqual([Link.Down, true, undefined]);
    expect(runner.client.outbox.count).toBe(2);
    expect(world.packets).toEqual([]);
  });

  test("while the transport opens ends at once, and a late event changes nothing", () => {
    const world = new World();
    const runner = startRun(world);
    endRun(runner);
    world.pass(60_000);
    expect([runner.client.link, world.hasEnded, world.timer]).toEqual([Link.Down, true, undefined]);
    expect(world.packets).toEqual([]);
  });

  test("does not wait for PUBACKs: what is unacknowledged stays in the outbox", () => {
    const world = new World();
    world.isMute = true;
    const runner = startRun(world);
    world.pass(100);
    endRun(runner);
    world.pass(0);
    expect(world.commands()).toEqual(["connect", "online", "publish", "disconnect"]);
    expect(runner.client.outbox.count).toBe(1);
  });

  test("called twice is as good as once", () => {
    const world = new World();
    const runner = startRun(world);
    world.pass(100);
    endRun(runner);
    endRun(runner);
    world.pass(100);
    endRun(runner);
    restRun(runner);
    world.pass(60_000);
    expect(world.commands()).toEqual(["connect", "online", "publish", "disconnect"]);
    expect(world.timer).toBeUndefined();
  });
});
