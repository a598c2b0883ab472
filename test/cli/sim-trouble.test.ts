/*
 * Storms and scenarios as `catnap sim` runs them: what is printed, and how it ends.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { greenhouse } from "../support/stations/greenhouse.ts";
import { sleeper } from "../support/stations/sleeper.ts";
import { troubleOf } from "../../src/cli/sim-trouble.ts";
import type { Trouble } from "../../src/cli/sim-trouble.ts";
import type { SimOptions } from "../../src/cli/sim-options.ts";
import { BH1750 } from "../../src/sensors/bh1750.ts";
import type { Feed } from "../../src/station/station.ts";
import { makeWorld } from "../../src/simulator/virtual/world-parts.ts";
import type { Program, WorldParts } from "../../src/simulator/virtual/world-parts.ts";

const folder = mkdtempSync(join(tmpdir(), "catnap-scenario-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HOUR_MS = 3_600_000;

function fileWith(...lines: string[]): string {
  const file = join(folder, "steps.yaml");
  writeFileSync(file, `steps:\n${lines.join("\n")}\n`);
  return file;
}

/**
 * Run what the options ask for, without printing.
 *
 * @param spoil       is given the world before it begins
 * @param timedOutMs  when --timeout ends it
 */
function run(
  options: Partial<SimOptions>,
  spoil: (parts: WorldParts) => void = () => {},
  timedOutMs?: number,
) {
  const seed = 3;
  const given = { ...options, engine: "node" as const };
  const choice = {
    path: "test/support/stations/greenhouse.ts",
    station: greenhouse,
    seed,
    program: undefined,
  };
  const trouble = troubleOf({ ...choice, conditions: {}, quirks: {}, options: given }) as Trouble;
  const parts = makeWorld({ station: greenhouse, seed, ...trouble.choice });
  parts.board.onPrint = (text) => trouble.watch.see(text);
  trouble.begin(parts);
  spoil(parts);
  parts.board.powerOn();
  const limitMs = timedOutMs ?? options.for ?? HOUR_MS;
  while (trouble.watch.verdict === undefined && parts.world.nextMs <= limitMs)
    parts.world.runTo(parts.world.nextMs);
  return trouble.end(timedOutMs !== undefined);
}

test("nothing is broken where nothing is asked for", () => {
  const choice = { path: "", station: greenhouse, seed: 1, program: undefined, conditions: {}, quirks: {} };
  expect(troubleOf({ ...choice, options: { engine: "node" } })).toBeUndefined();
});

test("a storm that broke nothing says so", () => {
  const { lines, ending } = run({ storm: true, for: HOUR_MS });
  expect(lines).toEqual(["storm       every promise was kept"]);
  expect(ending.code).toBe(0);
});

test("a storm that broke something says what, shows the end of its trace, and how to see it again", () => {
  const { lines, ending } = run({ storm: true, for: HOUR_MS }, ({ broker }) => {
    const arrived = broker.onPublish;
    let count = 0;
    broker.onPublish = (...all) => {
      count += 1;
      if (count % 5 !== 0) arrived(...all);
    };
  });
  expect(ending.code).toBe(1);
  expect(lines[0]).toMatch(/^broken {6}Every QoS 1 message taken arrives at least once/);
  expect(lines[1]).toMatch(/^ {12}greenhouse\/air sample \d+ never arrived/);
  expect(lines[4]).toMatch(/^ {12}and \d+ more$/);
  expect(lines.at(-3)).toMatch(/01:00:00.000 {2}check {4}broken/);
  expect(lines.at(-1)).toBe(
    "replay      npx catnap sim test/support/stations/greenhouse.ts --fast --storm --for 1h --seed 3",
  );
});

test("a storm that somebody ended is no success", () => {
  const trouble = run({ storm: true, for: HOUR_MS }, ({ world }) => world.runTo(1000));
  expect(trouble.ending.code).toBe(0);
  const choice = { path: "", station: greenhouse, seed: 1, program: undefined, conditions: {}, quirks: {} };
  const ended = troubleOf({ ...choice, options: { engine: "node", storm: true, for: HOUR_MS } }) as Trouble;
  ended.begin(makeWorld({ station: greenhouse, seed: 1, ...ended.choice }));
  expect(ended.end(false).ending).toEqual({ code: 1, sentence: "the storm was ended before its calm" });
});

test("--fail and --timeout end a storm and a scenario as they end any other run", () => {
  const scenario = fileWith("  - wait: 20m");
  for (const trouble of [{ storm: true, for: HOUR_MS }, { scenario }]) {
    const failed = run({ ...trouble, fail: "connected to" });
    expect(failed.ending).toEqual({ code: 1, sentence: '"connected to" came, for which --fail was waiting' });
    const late = run({ ...trouble, timeout: 1000 }, undefined, 1000);
    expect(late.ending).toEqual({ code: 42, sentence: "the time of --timeout is over" });
  }
});

test("a line for which both --fail and a step were waiting is no success", () => {
  const file = fileWith("  - expect: connected to", "    within: 1m");
  expect(run({ scenario: file, fail: "connected to" }).ending.code).toBe(1);
});

test("a scenario ends with its last step, or with what has not come", () => {
  const good = fileWith("  - expect: connected to", "    within: 1m", "  - fault: reset");
  expect(run({ scenario: good })).toEqual({ lines: [], ending: { code: 0, sentence: "" } });
  const bad = fileWith("  - expect: attic", "    within: 1m");
  expect(run({ scenario: bad }).ending).toEqual({
    code: 1,
    sentence: `${bad}:2: "attic" has not come within 60 s`,
  });
});

test("a scenario that has no time for all of its steps says where it was", () => {
  const file = fileWith("  - wait: 1m", "  - wait: 2h");
  expect(run({ scenario: file, for: HOUR_MS }).ending).toEqual({
    code: 1,
    sentence: `the run ended at ${file}:3: give it more time with --for`,
  });
});

const LIGHT: Feed = { sensor: BH1750, bus: "i2c", address: 0x23, topic: "{name}/light", everyS: 60, qos: 1 };

function stormOn(feeds: Feed[], program?: Program) {
  const station = { ...greenhouse, feeds };
  const run = { path: "", station, seed: 1, program, conditions: {}, quirks: {} };
  return troubleOf({ ...run, options: { engine: "node", storm: true, for: HOUR_MS } });
}

test("a storm leaves out feeds whose samples it could not tell apart, and says so", () => {
  const trouble = stormOn([...greenhouse.feeds, LIGHT]);
  expect(trouble?.title).toMatch(/ on bme280 alone$/);
  expect(trouble?.choice.station?.feeds).toEqual(greenhouse.feeds);
});

test("a storm that could judge nothing, or not without another build, says what else there is", () => {
  expect(() => stormOn([LIGHT])).toThrow(/there is bh1750: break things with a --scenario$/);
  const program = { engine: () => undefined as never, artefact: { text: "", program: "" } };
  expect(() => stormOn([...greenhouse.feeds, LIGHT], program)).toThrow(
    /there is bh1750: leave out --engine$/,
  );
});

test("a storm is nothing for a station that sleeps deeply, and a scenario is", () => {
  const run = { path: "", station: sleeper, seed: 1, program: undefined, conditions: {}, quirks: {} };
  const storm = { engine: "node", storm: true, for: HOUR_MS } as const;
  expect(() => troubleOf({ ...run, options: storm })).toThrow(/sleeper sleeps deeply: break things/);
  const scenario = fileWith(
    "  - fault: broker-down",
    "    for: 5m",
    "  - expect: sleeper/air",
    "    within: 40m",
  );
  const trouble = troubleOf({ ...run, options: { engine: "node", scenario } }) as Trouble;
  const parts = makeWorld({ station: sleeper, seed: 1, ...trouble.choice });
  parts.broker.onPublish = (_clientId, topic) => trouble.watch.see(topic);
  trouble.begin(parts);
  parts.board.powerOn();
  parts.world.runTo(HOUR_MS);
  expect(trouble.end(false)).toEqual({ lines: [], ending: { code: 0, sentence: "" } });
});
