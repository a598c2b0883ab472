/*
 * Commands for a station that is asleep nearly always: the broker keeps them, and at its next sending it takes all of
 * them before it sleeps again, and obeys.
 */
import { expect, test } from "vitest";
import { SleepWorld } from "../../support/sleep-world.ts";
import { sleeper } from "../../support/stations/sleeper.ts";
import type { Runner } from "../../../src/station/runner.ts";
import type { Station } from "../../../src/station/station.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const station: Station = { ...sleeper, hasCommands: true };
/** With room for what it reads in two hours, which NodeMCU's RTC memory has not. */
const roomy: Station = {
  ...station,
  runtime: "espruino",
  send: { everyS: 7200 },
  limits: { ...sleeper.limits, outboxBytes: 1000, outboxEntries: 26 },
};

/** A world in which these commands wait for the sleeper from the given minute on. */
function told(commands: [string, string][], atMinute: number, seed: number, given = station): SleepWorld {
  const world = new SleepWorld({ station: given, seed });
  const { broker, world: time } = world.parts;
  time.after(atMinute * MINUTE_MS, () => {
    for (const [command, text] of commands) broker.publish(`sleeper/cmd/${command}`, text, 1, false);
  });
  return world;
}

const logs = ({ said }: SleepWorld) =>
  said.filter(({ topic }) => topic === "sleeper/log").map(({ text }) => text);

/** At the end of every test here. */
function judge(world: SleepWorld): void {
  expect(world.missing).toEqual([]);
  expect(world.engine.droppedCount).toBe(0);
  expect(world.outOfOrder).toEqual([]);
  expect(world.parts.broker.violations).toEqual([]);
  expect(world.parts.board.faultCount).toBe(0);
}

test("45 queued commands are all taken at the next sending, each once, and the visit ends by itself", () => {
  const commands = Array.from({ length: 45 }, (_, at): [string, string] => ["interval", `${300 + at}`]);
  const world = told(commands, 10, 61, { ...roomy, send: { everyS: 1800 } });
  world.runTo(31 * MINUTE_MS);
  expect(logs(world)).toEqual(commands.map(([name, seconds]) => `${name} ${seconds}`));
  expect(Math.max(...world.wakes.map(({ ms }) => ms))).toBeLessThan(5000);
  world.runTo(3 * HOUR_MS);
  expect(logs(world)).toHaveLength(45);
  judge(world);
});

test("45 queued commands arrive over a network that loses a tenth, at least once each", () => {
  const commands = Array.from({ length: 45 }, (_, at): [string, string] => ["interval", `${300 + at}`]);
  const world = told(commands, 10, 62, { ...roomy, send: { everyS: 1800 } });
  world.parts.network.conditions.loss = 0.1;
  world.runTo(5 * HOUR_MS);
  // Answers go with QoS 0 and may be lost; what a command does is seen in the plan that is kept.
  expect(new Set(logs(world)).size).toBeGreaterThan(40);
  expect(logs(world).at(-1)).toBe("interval 344");
  judge(world);
});

test("an interval outlives the sleep, and what is read more often is sent before the outbox is full", () => {
  const world = told([["interval", "60"]], 10, 63, roomy);
  world.runTo(12 * HOUR_MS);
  const from = [...world.takenMs.values()].filter((atMs) => atMs > 2 * HOUR_MS + MINUTE_MS);
  expect(Math.abs(from.length - 599)).toBeLessThan(8);
  // From one sending to the next there are 120 readings, and room for 26.
  const bursts = new Set(world.arrivals.map(({ atMs }) => Math.floor(atMs / MINUTE_MS)));
  expect(bursts.size).toBeGreaterThan(22);
  judge(world);
});

test("a sleeper that is told to stay awake stays connected for so long, and sleeps then", () => {
  const world = told([["awake", "600"]], 10, 64);
  world.parts.world.after(35 * MINUTE_MS, () =>
    world.parts.broker.publish("sleeper/cmd/report", "", 1, false),
  );
  world.runTo(2 * HOUR_MS);
  const longest = Math.max(...world.wakes.map(({ ms }) => ms));
  expect(longest).toBeGreaterThan(595_000);
  expect(longest).toBeLessThan(625_000);
  const report = world.said.find(({ topic }) => topic === "sleeper/status");
  expect((report?.atMs ?? Infinity) - 35 * MINUTE_MS).toBeLessThan(2000);
  expect(world.wakes.filter(({ ms }) => ms > 30_000)).toHaveLength(1);
  judge(world);
});

test("a reading that is asked for is taken and sent in the same visit", () => {
  const world = told([["read", ""]], 10, 65);
  world.runTo(31 * MINUTE_MS);
  const visit = [...world.takenMs.values()].filter((atMs) => atMs > 29 * MINUTE_MS);
  expect(visit).toHaveLength(2);
  expect(world.engine.waitingNow).toEqual([]);
  judge(world);
});

test("a sleeper that is told to restart does so once, and keeps what it had", () => {
  const world = told([["restart", ""]], 10, 66);
  const { world: time } = world.parts;
  let restarts = 0;
  world.engine.onStart = () => {
    if (time.trace.last().some(({ atMs, text }) => text === "restarts" && atMs > time.nowMs - 1000))
      restarts += 1;
  };
  world.runTo(6 * HOUR_MS);
  expect(logs(world)[0]).toMatch(/^restart/);
  expect(logs(world)).toHaveLength(1);
  expect(restarts).toBe(1);
  judge(world);
});

test("a restart whose PUBACK is lost does not become a loop", () => {
  const world = told([["restart", ""]], 10, 67);
  // The connection ends as soon as the command is on its way: the broker sends it again with DUP.
  const { broker, world: time } = world.parts;
  let cuts = 0;
  world.engine.onStep = () => {
    if (cuts < 1 && world.said.some(({ topic }) => topic === "sleeper/log")) {
      cuts += 1;
      time.after(0, () => broker.restart({ keepsSessions: true }));
    }
  };
  world.runTo(6 * HOUR_MS);
  expect(logs(world).length).toBeGreaterThan(0);
  expect(logs(world).length).toBeLessThan(4);
  judge(world);
});

test("a broker that forgets the session is subscribed to again, one that has it is not", () => {
  const world = new SleepWorld({ station, seed: 68 });
  const { broker, world: time } = world.parts;
  const subscribes = () => time.trace.last().filter(({ text }) => / subscribes/.test(text)).length;
  world.runTo(95 * MINUTE_MS);
  const before = subscribes();
  broker.restart({ keepsSessions: false });
  world.runTo(130 * MINUTE_MS);
  broker.publish("sleeper/cmd/report", "", 1, false);
  world.runTo(170 * MINUTE_MS);
  expect(before).toBeLessThanOrEqual(1);
  expect(world.said.filter(({ topic }) => topic === "sleeper/status")).toHaveLength(1);
  judge(world);
});

test("ids go on across sleeps, from the last one to the first, and none is used twice at a time", () => {
  const world = new SleepWorld({ station: { ...station, send: {} }, seed: 69 });
  const ids: number[] = [];
  const { engine, parts } = world;
  // All 65,535 would take half a year: it is enough to begin shortly before the last one.
  engine.onStart = () => {
    engine.onStart = () => {};
    parts.world.after(0, () => ((engine.runner as Runner).client.lastId = 65_500));
  };
  const told = parts.broker.onPublish;
  parts.broker.onPublish = (...all) => {
    told(...all);
    ids.push(
      ...parts.world.trace
        .last()
        .slice(-1)
        .flatMap(({ text }) => / id (\d+)/.exec(text)?.[1] ?? [])
        .map(Number),
    );
  };
  world.runTo(8 * HOUR_MS);
  const wrap = ids.indexOf(65_535);
  expect(wrap).toBeGreaterThan(30);
  // One id of each connection but the first is no publish's.
  expect(ids[wrap + 1]).toBeLessThan(4);
  expect(ids.length - wrap).toBeGreaterThan(40);
  expect(Math.max(...ids)).toBe(65_535);
  judge(world);
});
