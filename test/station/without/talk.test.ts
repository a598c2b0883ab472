/*
 * Stations of which a build leaves out commands, reports or discovery: the stand-ins have the names of the real thing, and
 * do nothing.
 */
import { build } from "esbuild";
import { expect, test } from "vitest";
import * as realCommands from "../../../src/station/commands.ts";
import * as realDiscovery from "../../../src/station/discovery.ts";
import * as realReport from "../../../src/station/report.ts";
import * as commands from "../../../src/station/without/commands.ts";
import * as discovery from "../../../src/station/without/discovery.ts";
import * as report from "../../../src/station/without/report.ts";
import { begin, used } from "#bytes";
import type { Counters } from "../../../src/client/counters.ts";
import { Status } from "../../../src/client/status.ts";
import { greenhouse } from "../../../boards/greenhouse.ts";

const PAIRS: Record<string, [object, object]> = {
  commands: [commands, realCommands],
  discovery: [discovery, realDiscovery],
  status: [report, realReport],
};

async function bundle(name: string, ...conditions: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "#${name}";`, resolveDir: ".", loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    conditions,
    write: false,
    minify: true,
  });
  return (outputFiles[0] as { text: string }).text;
}

for (const [name, [standIn, real]] of Object.entries(PAIRS)) {
  test(`#${name}: the stand-in has the names of the real thing`, () => {
    expect(Object.keys(standIn).sort()).toEqual(Object.keys(real).sort());
  });

  test(`#${name}: a build with no-${name} has next to nothing of it`, async () => {
    const [without, all] = [await bundle(name, `no-${name}`), await bundle(name)];
    expect(without.length).toBeLessThan(all.length / 4);
  });
}

const EMPTY = new Uint8Array(0);

test("without commands nothing is subscribed to, and every message is passed over", () => {
  expect([commands.commandFilter(greenhouse), commands.logTopic(greenhouse)]).toEqual(["", ""]);
  const order = commands.makeOrder();
  expect(commands.takeCommand(order, greenhouse, "greenhouse/cmd/restart", EMPTY, 0, false, false)).toBe("");
  expect(order).toBe(undefined);
});

test("without reports there are no facts, and nothing is written", () => {
  const facts = report.makeFacts(0, "0.1.0");
  report.noteBoard(facts, 1, 1, 0, -1, -1);
  report.noteReason(facts, 0);
  const frame = begin(10);
  expect(report.putReport(frame, facts, undefined as unknown as Counters)).toBe(Status.Unsupported);
  expect([facts, used(frame), report.reportBytes("0.1.0"), report.statusTopic(greenhouse)]).toEqual([
    undefined,
    0,
    0,
    "",
  ]);
});

test("without discovery nobody is told, and no birth is one", () => {
  expect(discovery.makeDiscovery(greenhouse, "a1b2", "0.1.0")).toBe(undefined);
  expect([discovery.birthFilter(), discovery.isBirth(EMPTY, false)]).toEqual(["", false]);
  expect(discovery.birthDelayMs({ randomState: 7 })).toBe(0);
});
