/*
 * Each fault does what its sentence says, and when it ends everything is as before.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { greenhouse } from "../../support/stations/greenhouse.ts";
import {
  FAULTS,
  faultNamed,
  healAll,
  isWithin,
  spellText,
  strike,
  valuesOf,
} from "../../../src/simulator/faults/faults.ts";
import type { Fault, Values } from "../../../src/simulator/faults/setting.ts";
import { Ordeal } from "../../../src/simulator/storm/ordeal.ts";
import { makeWorld } from "../../../src/simulator/virtual/world-parts.ts";
import { traceText } from "../../../src/simulator/world/trace.ts";

const station = { ...greenhouse, feeds: greenhouse.feeds.map((feed) => ({ ...feed, everyS: 10 })) };
const BEGIN_MS = 60_000;
const FOR_MS = 120_000;

/** A greenhouse that had a good minute, then two with a fault, then five without. */
function spoilt(name: string, given: Values = {}) {
  const lines: string[] = [];
  const ordeal = new Ordeal(station);
  const hear = (line: Parameters<typeof traceText>[0]) => void lines.push(traceText(line));
  const parts = makeWorld({ station, seed: 11, between: ordeal.between, hear });
  const setting = ordeal.watch(parts);
  const { world, board } = parts;
  board.powerOn();
  world.runTo(BEGIN_MS);
  const before = lines.length;
  const fault = faultNamed(name) as Fault;
  strike(setting, { fault, values: valuesOf(fault, given), atMs: BEGIN_MS, forMs: FOR_MS });
  const { evidence } = ordeal.witness;
  world.runTo(BEGIN_MS + FOR_MS);
  const during = lines.slice(before).map((line) => line.slice(17));
  const arrivedDuring = evidence.arrivals.filter(({ atMs }) => atMs > BEGIN_MS).length;
  world.runTo(BEGIN_MS + FOR_MS + 400_000);
  const last = evidence.links.at(-1);
  return {
    during,
    text: during.join("\n"),
    arrivedDuring,
    evidence,
    links: evidence.links.length,
    isUpAgain: last?.upMs !== undefined && last.endedMs === undefined,
    parts,
    setting,
  };
}

/** What must stand in the trace while a fault lasts, and how many of the twelve readings may arrive meanwhile. */
const CASES: { name: string; given?: Values; says: RegExp; arrived: [number, number] }[] = [
  { name: "latency", given: { latencyMs: 4000 }, says: /fault {4}latency/, arrived: [11, 13] },
  { name: "loss", given: { loss: 1 }, says: /no answer in time/, arrived: [0, 0] },
  { name: "narrow", given: { bytesPerS: 2 }, says: /no answer in time/, arrived: [0, 8] },
  { name: "stall", says: /stalls for 120000 ms/, arrived: [0, 12] },
  { name: "reset", says: /is told of a reset[^]*connected to/, arrived: [11, 14] },
  { name: "half-open", says: /fall silent[^]*no answer in time[^]*connected to/, arrived: [9, 14] },
  { name: "dns-down", says: /host name has no address/, arrived: [0, 0] },
  { name: "no-link", says: /hears no beacons any more/, arrived: [0, 0] },
  { name: "thrown-out", says: /is thrown out[^]*joined on channel/, arrived: [9, 14] },
  { name: "stale-association", says: /fault {4}stale-association/, arrived: [11, 13] },
  { name: "no-dhcp", says: /join failed: no address/, arrived: [0, 0] },
  {
    name: "broker-restart",
    says: /the broker is down[^]*the broker is up[^]*connected to/,
    arrived: [11, 14],
  },
  {
    name: "broker-forgets",
    says: /the broker is down[^]*the broker is up[^]*connected to/,
    arrived: [11, 14],
  },
  { name: "broker-down", says: /the broker is down[^]*broke off/, arrived: [0, 0] },
  { name: "refused", given: { code: 4 }, says: /bad user name or password/, arrived: [0, 0] },
  { name: "broker-mute", says: /no answer in time[^]*no CONNACK in time/, arrived: [1, 60] },
  { name: "power-cut", says: /power {4}cut/, arrived: [0, 0] },
  { name: "memory-wiped", says: /power {4}kept memory wiped/, arrived: [0, 0] },
  { name: "clock-drift", given: { driftPpm: -50_000 }, says: /fault {4}clock-drift/, arrived: [11, 12] },
  { name: "sensor-absent", says: /fault {4}sensor-absent/, arrived: [0, 0] },
  { name: "bus-stuck", says: /fault {4}bus-stuck/, arrived: [0, 0] },
  { name: "sensor-stuck", says: /fault {4}sensor-stuck/, arrived: [11, 13] },
  { name: "sensor-garbled", says: /fault {4}sensor-garbled/, arrived: [11, 13] },
];

describe.each(CASES)("$name", ({ name, given, says, arrived }) => {
  test(`${faultNamed(name)?.sentence}`, () => {
    const run = spoilt(name, given);
    expect(run.text).toMatch(says);
    expect(run.arrivedDuring).toBeGreaterThanOrEqual(arrived[0]);
    expect(run.arrivedDuring).toBeLessThanOrEqual(arrived[1]);
    expect(run.isUpAgain).toBe(true);
    expect(run.parts.network.conditions).toEqual(run.setting.calm);
  });
});

test("every fault has a case", () => {
  expect(CASES.map(({ name }) => name)).toEqual(FAULTS.map(({ name }) => name));
});

test("a stuck sensor repeats one sample, and a garbled one gives payloads of none", () => {
  const during = ({ evidence }: ReturnType<typeof spoilt>) =>
    evidence.arrivals
      .filter(({ atMs }) => atMs > BEGIN_MS && atMs < BEGIN_MS + FOR_MS)
      .map((each) => each.number);
  expect(new Set(during(spoilt("sensor-stuck"))).size).toBe(1);
  expect(new Set(during(spoilt("sensor-garbled")))).toEqual(new Set([undefined]));
});

test("power is cut in the middle of what happens at the sockets, and the readings in memory are gone", () => {
  const { evidence, during } = spoilt("power-cut", { afterEvents: 2 });
  expect(during.findIndex((line) => /power {4}cut/.test(line))).toBeGreaterThan(1);
  expect(evidence.links.some(({ isPowerCut }) => isPowerCut)).toBe(true);
});

test("a stale association refuses a board whose power was gone for a moment, or takes its time", () => {
  const lines: string[] = [];
  const ordeal = new Ordeal(station);
  const parts = makeWorld({
    station,
    seed: 11,
    between: ordeal.between,
    hear: ({ text }) => void lines.push(text),
  });
  const setting = ordeal.watch(parts);
  (faultNamed("stale-association") as Fault).begin(setting, {}, FOR_MS);
  parts.board.powerOn();
  parts.world.runTo(BEGIN_MS);
  setting.cutPower();
  parts.board.powerOn();
  parts.world.runTo(2 * BEGIN_MS);
  expect(lines.join("\n")).toMatch(/join failed: refused|still knows the board/);
});

test("a slow clock measures less often", () => {
  const fast = spoilt("clock-drift", { driftPpm: 50_000 });
  const slow = spoilt("clock-drift", { driftPpm: -50_000 });
  expect(fast.evidence.samples.length).toBeGreaterThan(slow.evidence.samples.length);
});

test("where all is well, healing everything changes nothing", () => {
  const { parts, setting, evidence } = spoilt("reset");
  const links = evidence.links.length;
  healAll(setting);
  parts.world.runTo(parts.world.nowMs + 60_000);
  expect(evidence.links).toHaveLength(links);
});

test("a fault is told with its values, and how long it lasts", () => {
  const loss = faultNamed("loss") as Fault;
  const spell = { fault: loss, values: valuesOf(loss, {}), atMs: 0, forMs: 30_000 };
  expect(spellText(spell)).toBe("loss (loss 0.2) for 30 s");
  expect(spellText({ ...spell, fault: faultNamed("reset") as Fault, values: {}, forMs: 0 })).toBe("reset");
});

test("usual values, and those that a storm draws, are allowed", () => {
  for (const { parameters } of FAULTS)
    for (const parameter of Object.values(parameters))
      for (const value of [parameter.usual, ...(parameter.storm ?? [])])
        expect(isWithin(parameter, value)).toBe(true);
});

test("the README's table has every fault, with its sentence and its numbers", () => {
  const readme = readFileSync("README.md", "utf8").replaceAll(/ +/g, " ");
  for (const { name, sentence, parameters, isMoment } of FAULTS) {
    const numbers = Object.entries(parameters).map(([key, { usual }]) => `\`${key}: ${usual}\``);
    const cell = [...numbers, ...(isMoment === true ? ["no `for`"] : [])].join(", ");
    expect(readme).toContain(`| \`${name}\` | ${sentence} | ${cell === "" ? "" : `${cell} `}|`);
  }
});
