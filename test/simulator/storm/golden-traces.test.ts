/*
 * One annotated trace for each station of boards/: it boots, joins, connects, measures, meets a fault, and recovers.
 * A change of any of it shows up as a difference; `npx vitest run --update` writes the files anew.
 */
import { expect, test } from "vitest";
import { cellar } from "../../support/stations/cellar.ts";
import { greenhouse } from "../../support/stations/greenhouse.ts";
import { rooftop } from "../../support/stations/rooftop.ts";
import { faultNamed, strike, valuesOf } from "../../../src/simulator/faults/faults.ts";
import type { Fault } from "../../../src/simulator/faults/setting.ts";
import { Ordeal } from "../../../src/simulator/storm/ordeal.ts";
import { makeWorld } from "../../../src/simulator/virtual/world-parts.ts";
import { traceText } from "../../../src/simulator/world/trace.ts";
import type { Station } from "../../../src/station/station.ts";

interface Story {
  station: Station;
  faultName: string;
  atMs: number;
  forMs: number;
  endMs: number;
}

const MINUTE_MS = 60_000;

const STORIES: Story[] = [
  {
    ...{ station: greenhouse, faultName: "broker-down" },
    ...{ atMs: 2.5 * MINUTE_MS, forMs: 3 * MINUTE_MS, endMs: 10 * MINUTE_MS },
  },
  {
    ...{ station: cellar, faultName: "no-link" },
    ...{ atMs: 4.8 * MINUTE_MS, forMs: 0.5 * MINUTE_MS, endMs: 21 * MINUTE_MS },
  },
  {
    ...{ station: rooftop, faultName: "power-cut" },
    ...{ atMs: 0.4 * MINUTE_MS, forMs: 0.5 * MINUTE_MS, endMs: 1.5 * MINUTE_MS },
  },
];

function storyText({ station, faultName, atMs, forMs, endMs }: Story): string {
  const lines: string[] = [];
  const headline = (text: string) => void lines.push("", `# ${text}`);
  const ordeal = new Ordeal(station);
  const parts = makeWorld({
    ...{ station, seed: 1, between: ordeal.between },
    hear: (line) => void lines.push(traceText(line)),
  });
  const setting = ordeal.watch(parts);
  const { world, board } = parts;
  const fault = faultNamed(faultName) as Fault;
  lines.push(`${station.name} on ${station.hardware.name}, seed 1`);
  headline("The power comes on: boot, join, connect, and the first readings.");
  board.powerOn();
  world.runTo(atMs);
  headline(fault.sentence);
  strike(setting, { fault, values: valuesOf(fault, {}), atMs, forMs });
  world.runTo(atMs + forMs - 1);
  headline("All is well again: the station recovers.");
  world.runTo(endMs);
  lines.push("", `# ${parts.broker.violations.length} violations, ${ordeal.judge().length} broken promises.`);
  return `${lines.join("\n")}\n`;
}

for (const story of STORIES) {
  test(`${story.station.name}, and ${story.faultName}`, async () => {
    const text = storyText(story);
    expect(text).toContain("# 0 violations, 0 broken promises.");
    await expect(text).toMatchFileSnapshot(`../../golden/trace-${story.station.name}.txt`);
  });
}
