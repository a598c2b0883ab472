/*
 * A station with a sensor on every bus that is one pin, built for its runtime and run in its engines: what stands at the
 * pins of the world is what the broker gets.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Artefact } from "../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import { makeWorld, WORLD_SITE } from "../../src/simulator/virtual/world-parts.ts";
import type { Program } from "../../src/simulator/virtual/world-parts.ts";
import { availabilityTopic } from "../../src/station/availability.ts";
import { UNNAMED } from "../../src/station/runner.ts";
import type { Station } from "../../src/station/station.ts";
import { buildEspruino } from "../../src/toolchain/espruino.ts";
import { ROOT } from "../../src/toolchain/features.ts";
import { buildModdableProgram } from "../../src/toolchain/moddable.ts";
import { buildLua } from "../../src/toolchain/nodemcu.ts";
import { sparedBy } from "../../src/toolchain/station-build.ts";
import { busManifests, busText, entryText } from "../../src/toolchain/station-entry.ts";
import { presentKinds } from "../support/engines.ts";
import { newFolder } from "../support/station-files.ts";
import { espruinoShed, moddableShed, nodemcuShed } from "../support/stations/sheds.ts";

const SITE = { ...WORLD_SITE, userName: undefined, password: undefined };
const SHEDS = { espruino: espruinoShed, moddable: moddableShed, nodemcu: nodemcuShed };
const HOURS_MS = 6 * 3_600_000;

/** The files of a build, as an engine loads them. */
async function artefactOf(station: Station, exportName: string): Promise<Artefact> {
  const { runtime, feeds, hardware } = station;
  const folder = newFolder();
  const stationPath = `${ROOT}test/support/stations/sheds.ts`;
  const entry = `${folder}/entry.ts`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(entry, entryText({ folder, stationPath, exportName, site: SITE, program: UNNAMED, runtime }));
  const bus = busText(runtime, hardware.i2c, feeds);
  const without = sparedBy(station, SITE);
  if (runtime === "nodemcu") return { text: bus + buildLua(entry, without), program: "" };
  if (runtime === "espruino")
    return { text: bus + (await buildEspruino(entry, [], without)).minified, program: "" };
  const files = await buildModdableProgram(bus, entry, without, busManifests(feeds));
  const modules = { station: files["station.js"] as string };
  return { text: files["main.js"] as string, modules, program: "" };
}

/** What reaches the broker, by topic, as the numbers in it. */
function arrivals(station: Station, program: Program | undefined): Map<string, number[][]> {
  const { world, broker, board } = makeWorld({ station, program, seed: 8 });
  const told = new Map<string, number[][]>();
  broker.onPublish = (_clientId, topic, payload) => {
    if (topic === availabilityTopic(station)) return;
    const fields = JSON.parse(Buffer.from(payload).toString()) as Record<string, number>;
    // Without its time.
    const names = Object.keys(fields).filter((name) => !["t", "age", "boot"].includes(name));
    const numbers = names.map((name) => fields[name] as number);
    told.set(topic, [...(told.get(topic) ?? []), numbers]);
  };
  board.powerOn();
  world.runTo(HOURS_MS);
  board.cutPower();
  expect([board.faultCount, broker.violations]).toEqual([0, []]);
  return told;
}

/** How far a reading may lie from what another engine reads, which boots at another moment. */
const NEAR: Record<string, number[]> = {
  "shed/ds18b20": [0.3],
  "shed/dht22": [0.3, 1],
  "shed/supply": [0.005],
};

for (const [runtime, station] of Object.entries(SHEDS) as [keyof typeof SHEDS, Station][]) {
  const artefact = await artefactOf(station, `${runtime}Shed`);
  const expected = arrivals(station, undefined);

  test(`the shed for ${runtime} in this process sends each of its feeds, rain among them`, () => {
    expect([...expected.keys()].sort()).toEqual(
      station.feeds.map(({ sensor }) => `shed/${sensor.name}`).sort(),
    );
    expect(expected.get("shed/rain")?.at(-1)?.[0]).toBeGreaterThan(0);
  });

  describe.each((await presentKinds(runtime)).map((kind) => ({ title: kind.name, kind })))(
    "$title",
    ({ kind }) => {
      const told = arrivals(station, { artefact, engine: (outside) => new GuestEngine(kind, outside) });

      test.each([...expected.keys()])("%s has as many readings", (topic) => {
        const count = (expected.get(topic) as number[][]).length;
        expect(Math.abs((told.get(topic)?.length ?? 0) - count)).toBeLessThanOrEqual(1);
      });

      test.each(Object.keys(NEAR).filter((topic) => expected.has(topic)))("%s says the same", (topic) => {
        const limits = NEAR[topic] as number[];
        (told.get(topic) as number[][]).slice(0, 60).forEach((values, at) => {
          const same = (expected.get(topic) as number[][])[at] as number[];
          values.forEach((value, field) =>
            expect(Math.abs(value - (same[field] as number))).toBeLessThanOrEqual(limits[field] as number),
          );
        });
      });

      test("rain only rises, and comes to the same", () => {
        const rain = (told.get("shed/rain") as number[][]).map(([mm]) => mm as number);
        expect([...rain].sort((one, other) => one - other)).toEqual(rain);
        const whole = expected.get("shed/rain")?.at(-1)?.[0] as number;
        expect(Math.abs((rain.at(-1) as number) - whole)).toBeLessThan(0.6);
      });

      test("the door is open or shut, and nothing else", () => {
        for (const [isOpen] of told.get("shed/contact") as number[][]) expect([0, 1]).toContain(isOpen);
      });
    },
  );
}
