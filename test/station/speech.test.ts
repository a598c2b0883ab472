/*
 * When a station says something besides its readings: that it is there or not, reports, Home Assistant, and that it gives
 * up waiting for a broker.
 */
import { describe, expect, test } from "vitest";
import { Link } from "../../src/client/link.ts";
import { endRun, restRun } from "../../src/station/run.ts";
import type { Station } from "../../src/station/station.ts";
import { stationOf, startRun, World } from "../support/station-run.ts";
import { SleepingWorld, sleepingStation } from "../support/sleeping-world.ts";

/** What was published to a topic that ends like this. */
function saidOn(world: World, end: string): string[] {
  return world.packets.flatMap((each) =>
    each.cmd === "publish" && each.topic.endsWith(end) ? [each.payload.toString()] : [],
  );
}

class RestartWorld extends World {
  restarts = 0;

  override restart(): void {
    this.restarts += 1;
  }
}

describe("whether it is there", () => {
  test("is said once nothing else waits, and once in a connection", () => {
    const world = new World();
    world.isMute = true;
    startRun(world);
    world.pass(15_000);
    const unanswered = world.commands().filter((each) => each === "publish");
    expect(unanswered).toHaveLength(2);
    expect(world.availability()).toEqual(["online"]);
  });

  test("waits while a reading has no PUBACK", () => {
    const world = new World();
    world.isMute = true;
    world.isReachable = false;
    startRun(world);
    world.pass(5000);
    world.isReachable = true;
    world.pass(12_000);
    expect(world.commands()).toContain("publish");
    expect(world.availability()).toEqual([]);
  });

  test("is said anew in the next connection", () => {
    const world = new World();
    startRun(world);
    world.pass(100);
    world.cut();
    world.isReachable = true;
    world.pass(60_000);
    expect(world.availability()).toEqual(["online", "online"]);
  });

  for (const outboxEntries of [1, 2])
    test(`at rest with ${outboxEntries} of ${outboxEntries} places taken, "offline" follows the readings`, () => {
      const world = new World();
      const runner = startRun(world, stationOf({ outboxEntries }));
      world.pass(100);
      world.isMute = true;
      world.pass(10_000 * outboxEntries);
      expect(runner.client.outbox.count).toBe(outboxEntries);
      restRun(runner);
      world.pass(100);
      expect(world.availability()).toEqual(["online"]);
      // The connection is lost for want of an answer, and the next one has it all.
      world.isMute = false;
      world.pass(600_000);
      expect(runner.client.outbox.count).toBe(0);
      expect(world.availability().at(-1)).toBe("offline");
    });

  test("at rest with a full outbox it is said in the same connection, once the PUBACK has come", () => {
    const world = new World();
    const runner = startRun(world, stationOf({ outboxEntries: 1 }));
    world.pass(100);
    world.isMute = true;
    world.pass(10_000);
    restRun(runner);
    world.acknowledge();
    world.pass(100);
    expect(world.availability()).toEqual(["online", "offline"]);
    endRun(runner);
    world.pass(100);
    expect(world.commands().filter((each) => each === "connect")).toHaveLength(1);
    expect(world.commands().at(-1)).toBe("disconnect");
  });

  test("a deep sleeper never says it", () => {
    const world = new SleepingWorld();
    startRun(world, sleepingStation());
    world.pass(10_000);
    expect(world.saidTopics()).toEqual(["shed/count"]);
  });
});

describe("restartS", () => {
  const STATION: Station = { ...stationOf(), restartS: 600 };

  test("without a broker the board restarts once it is over, and not before", () => {
    const world = new RestartWorld();
    world.isReachable = false;
    startRun(world, STATION);
    world.pass(600_000);
    expect(world.restarts).toBe(0);
    world.pass(1000);
    expect(world.restarts).toBe(1);
  });

  test("a connection takes it back, and its loss begins it anew", () => {
    const world = new RestartWorld();
    startRun(world, STATION);
    world.pass(700_000);
    expect(world.restarts).toBe(0);
    world.cut();
    world.pass(599_000);
    expect(world.restarts).toBe(0);
    world.pass(2000);
    expect(world.restarts).toBe(1);
  });

  test("a station without it waits for ever", () => {
    const world = new RestartWorld();
    world.isReachable = false;
    startRun(world);
    world.pass(86_400_000);
    expect(world.restarts).toBe(0);
  });
});

describe("reports", () => {
  test("come at once and on their grid", () => {
    const world = new World();
    startRun(world, { ...stationOf({ txBytes: 512 }), reportS: 60 });
    world.pass(181_000);
    expect(saidOn(world, "/status")).toHaveLength(4);
  });

  test("with a full outbox one waits until it is empty, and pushes no reading out", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world, { ...stationOf({ txBytes: 512, outboxEntries: 1 }), reportS: 3600 });
    world.pass(5);
    world.cut();
    expect(saidOn(world, "/status")).toEqual([]);
    world.isReachable = true;
    world.pass(60_000);
    expect(saidOn(world, "/status")).toHaveLength(1);
    expect(runner.client.link).toBe(Link.Up);
  });

  // Seconds: readings, sendings, reports. None may be lost to a sleep between two sendings.
  for (const [everyS, sendS, reportS] of [
    [300, 1800, 1800],
    [300, 1800, 900],
    [300, 3600, 1000],
  ] as const)
    test(`a sleeper that sends every ${sendS} s says each of those every ${reportS} s`, () => {
      const world = new SleepingWorld();
      const station = { ...sleepingStation({ everyS }), send: { everyS: sendS }, reportS };
      world.live(station, 7200);
      expect(saidOn(world, "/status")).toHaveLength(Math.ceil(7200 / reportS));
    });
});

describe("Home Assistant", () => {
  test("is told once after the board began, in the first connection only", () => {
    const world = new World();
    startRun(world, { ...stationOf({ txBytes: 512 }), hasDiscovery: true });
    world.pass(1000);
    world.cut();
    world.isReachable = true;
    world.pass(120_000);
    expect(saidOn(world, "/config")).toHaveLength(1);
  });

  test("with a full outbox it is told ten seconds later, and no reading goes for it", () => {
    const world = new World();
    world.isReachable = false;
    const station = { ...stationOf({ txBytes: 512, outboxEntries: 2 }), hasDiscovery: true };
    const runner = startRun(world, station);
    world.pass(25_000);
    const dropped = runner.client.counters.droppedFull;
    world.isReachable = true;
    world.pass(120_000);
    expect(runner.client.counters.droppedFull - dropped).toBeLessThanOrEqual(8);
    expect(saidOn(world, "/config")).toHaveLength(1);
  });

  test("a sleeper tells it behind switching on, and at no wake after that", () => {
    const world = new SleepingWorld();
    world.live({ ...sleepingStation({ everyS: 300 }), hasDiscovery: true }, 3600);
    expect(saidOn(world, "/config")).toHaveLength(1);
  });
});
