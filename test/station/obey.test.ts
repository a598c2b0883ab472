/*
 * What a station does when it is told something: every command, from a topic to the plan, and Home Assistant's birth.
 */
import { describe, expect, test } from "vitest";
import { WakeCause } from "../../src/runtimes/board.ts";
import { hear } from "../../src/station/obey.ts";
import { isSet, Plans, Slot } from "../../src/station/plan.ts";
import type { Runner } from "../../src/station/runner.ts";
import { FEED, startRun, stationOf, World } from "../support/station-run.ts";

const encoder = new TextEncoder();
const SECOND = { ...FEED, address: 0x41, name: "second", topic: "{name}/second", everyS: 60 };
const STATION = {
  ...stationOf({ txBytes: 2048 }, [{ ...FEED, everyS: 60 }, SECOND]),
  hasCommands: true,
  hasDiscovery: true,
};

class RestartedWorld extends World {
  restarts = 0;

  constructor(private readonly cause = WakeCause.Power) {
    super();
  }

  override wakeCause(): WakeCause {
    return this.cause;
  }

  override restart(): void {
    this.restarts += 1;
  }
}

interface Flags {
  isRetained?: boolean;
  isRepeated?: boolean;
  offset?: number;
}

/** A station that is up and has read once, and what it is told. */
function told(world: World, topic: string, text: string, flags: Flags = {}): Runner {
  const runner = startRun(world, STATION);
  world.pass(1000);
  world.packets.length = 0;
  const { isRetained = false, isRepeated = false, offset = 0 } = flags;
  const piece = encoder.encode(text);
  hear(runner, topic, piece, isRetained, isRepeated, offset, offset + piece.length);
  return runner;
}

function go(world: World, ms: number): void {
  world.wakeAt(world.now);
  world.pass(ms);
}

function saidOn(world: World, end: string): string[] {
  return world.packets.flatMap((each) =>
    each.cmd === "publish" && each.topic.endsWith(end) ? [each.payload.toString()] : [],
  );
}

// Command, payload, retained: the answer, periods of both feeds, how many readings come at once: a new interval begins with one.
const COMMANDS: [string, string, boolean, string, number[], number][] = [
  ["interval", "300", false, "interval 300", [300, 300], 2],
  ["interval", "second 300", false, "interval second 300", [60, 300], 1],
  ["interval", "300", true, "interval 300", [300, 300], 2],
  ["interval", "0", false, "interval: seconds go from 1 to 536870", [60, 60], 0],
  ["interval", "third 300", false, "interval: no such feed", [60, 60], 0],
  ["read", "", false, "read", [60, 60], 2],
  ["read", "second", false, "read second", [60, 60], 1],
  ["read", "", true, "read: not when retained", [60, 60], 0],
  ["dance", "", false, "commands are interval, awake, read, restart, report", [60, 60], 0],
];
for (const [command, text, isRetained, answer, periods, readings] of COMMANDS)
  test(`${command} "${text}"${isRetained ? ", retained" : ""}: ${answer}`, () => {
    const world = new World();
    const runner = told(world, `shed/cmd/${command}`, text, { isRetained });
    go(world, 1000);
    expect(saidOn(world, "/log")).toEqual([answer]);
    expect([0, 1].map((at) => runner.plan.everyS[Slot.Feeds + at])).toEqual(periods);
    expect(saidOn(world, "/count").length + saidOn(world, "/second").length).toBe(readings);
  });

// Payload: when the station may sleep again, in seconds from now.
for (const [text, leastS] of [
  ["600", 600],
  ["86400", 86_400],
  ["0", Plans.Never],
  ["86401", Plans.Never],
] as const)
  test(`awake ${text}: ${leastS === Plans.Never ? "nothing keeps it awake" : `for ${leastS} s`}`, () => {
    const world = new World();
    const { plan } = told(world, "shed/cmd/awake", text);
    expect(isSet(plan, Slot.Awake)).toBe(leastS !== Plans.Never);
    if (leastS === Plans.Never) return;
    const fromS = (plan.dueS[Slot.Awake] as number) - plan.counterS;
    expect(fromS).toBeGreaterThanOrEqual(leastS);
    expect(fromS).toBeLessThanOrEqual(leastS + 2);
  });

for (const [isRetained, reports] of [
  [false, 1],
  [true, 0],
] as const)
  test(`report${isRetained ? ", retained" : ""}: ${reports} on its status`, () => {
    const world = new World();
    told(world, "shed/cmd/report", "", { isRetained });
    go(world, 100);
    expect(saidOn(world, "/status")).toHaveLength(reports);
  });

describe("restart", () => {
  // Retained, repeated, why the program runs: how often it restarts, and the answer.
  const RESTARTS: [boolean, boolean, WakeCause, number, string][] = [
    [false, false, WakeCause.Power, 1, "restart"],
    [false, false, WakeCause.Restart, 1, "restart"],
    [false, true, WakeCause.Power, 1, "restart"],
    [false, true, WakeCause.Restart, 0, "restart: done"],
    [true, false, WakeCause.Power, 0, "restart: not when retained"],
  ];
  for (const [isRetained, isRepeated, cause, restarts, answer] of RESTARTS)
    test(`retained ${isRetained}, repeated ${isRepeated}, behind ${["power", "restart"][cause]}: ${answer}`, () => {
      const world = new RestartedWorld(cause);
      told(world, "shed/cmd/restart", "", { isRetained, isRepeated });
      go(world, 1000);
      expect(saidOn(world, "/log")).toEqual([answer]);
      expect(world.restarts > 0 ? 1 : 0).toBe(restarts);
      // The answer is out before, and DISCONNECT behind it.
      expect(world.commands().includes("disconnect")).toBe(restarts === 1);
    });
});

test("the second piece of a message is no command", () => {
  const world = new World();
  told(world, "shed/cmd/read", "second", { offset: 64 });
  go(world, 1000);
  expect(world.commands()).toEqual([]);
});

// Payload, retained: whether Home Assistant is told once more.
for (const [text, isRetained, count] of [
  ["online", false, 1],
  ["online", true, 0],
  ["offline", false, 0],
  ["onlin", false, 0],
] as const)
  test(`Home Assistant says ${text}${isRetained ? ", retained" : ""}: told ${count} times within 20 s`, () => {
    const world = new World();
    told(world, "homeassistant/status", text, { isRetained });
    go(world, 23_000);
    expect(saidOn(world, "/config")).toHaveLength(count);
    expect(saidOn(world, "/log")).toEqual([]);
  });
