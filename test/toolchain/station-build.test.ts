/*
 * A station as `catnap build` writes it: which files, the same bytes each time and wherever the station lies, without
 * host code. Not here: what is refused (station-build-refused.test.ts); that the files run (test/station/entry.test.ts).
 */
import { contact } from "../../src/sensors/contact.ts";
import { parseBroker } from "../../src/simulator/address.ts";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cellar } from "../support/stations/cellar.ts";
import { rooftop } from "../support/stations/rooftop.ts";
import type { Station } from "../../src/station/station.ts";
import { absences, ROOT } from "../../src/toolchain/features.ts";
import { sparedBy } from "../../src/toolchain/station-build.ts";
import { warningsFor } from "../../src/toolchain/station-warnings.ts";
import { buildAt, newFolder } from "../support/station-files.ts";

const TIMEOUT_MS = 60_000;
const FILES: Record<string, string[]> = {
  greenhouse: ["greenhouse.js", "greenhouse.min.js"],
  cellar: ["cellar.lua"],
  rooftop: ["station.js", "main.js", "manifest.json"],
};

/** A user's project elsewhere, which has this package by a link, as `npm link` makes it, or as a copy. */
function project(station: string, install: (from: string, to: string) => void): string {
  const folder = join(newFolder(), "my garden");
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  install(ROOT, join(folder, "node_modules/catnap"));
  writeFileSync(join(folder, "names.ts"), 'export const TOPIC = "{name}/air";\n');
  writeFileSync(join(folder, "bed.ts"), station);
  return join(folder, "bed.ts");
}

const bed = (runtime: string, more = "") => `
  import { NODEMCU_DEVKIT } from "catnap/boards/hardware/nodemcu-devkit";
  import { BME280 } from "catnap/sensors/bme280";
  import type { Station } from "catnap/station";
  import { TOPIC } from "./names.ts";
  const bed: Station = {
    name: "bed",
    hardware: NODEMCU_DEVKIT,
    runtime: "${runtime}",
    feeds: [{ sensor: BME280, bus: "i2c", address: 0x76, topic: TOPIC, everyS: 60, qos: 0 }],
    limits: { txBytes: 256, rxBytes: 128, outboxBytes: 512, outboxEntries: 32 },
    ${more}
  };
  export default bed;`;

const link = (from: string, to: string) => symlinkSync(from, to, "dir");

function copy(from: string, to: string): void {
  for (const part of ["src", "boards", "package.json"])
    cpSync(join(from, part), join(to, part), { recursive: true });
}

describe.each(Object.entries(FILES))("%s", (name, files) => {
  let first: Awaited<ReturnType<typeof buildAt>>;
  beforeAll(async () => {
    first = await buildAt(`test/support/stations/${name}.ts`);
  }, TIMEOUT_MS);

  test("gets its files, the same when it is built again elsewhere", { timeout: TIMEOUT_MS }, async () => {
    const again = await buildAt(join(ROOT, `test/support/stations/${name}.ts`));
    expect(first.files.map(({ path }) => path)).toEqual(files.map((file) => `${name}/${file}`));
    expect(again.texts).toEqual(first.texts);
    first.files.forEach(({ bytes }, at) => expect(bytes).toBe(Buffer.byteLength(first.texts[at] as string)));
  });

  test("knows its site, and has neither host code nor the names of folders", () => {
    expect(first.texts[0]).toContain("broker.example");
    for (const text of first.texts) {
      // Espruino has a `process` of its own, which tells the free memory.
      expect(text).not.toMatch(
        /checkStation|is no station name|give whole seconds|limits\.\$|node:|\bBuffer\b|\bprocess\b(?!\.memory)/,
      );
      for (const folder of [ROOT, tmpdir(), "../"]) expect(text).not.toContain(folder);
    }
  });
});

test("the manifest of Moddable names the modules that stand beside it", { timeout: TIMEOUT_MS }, async () => {
  const { texts } = await buildAt("test/support/stations/rooftop.ts");
  const { modules, preload } = JSON.parse(texts[2] as string) as Record<string, Record<string, string>>;
  expect(Object.values(modules as object).map((path) => `${String(path).slice(2)}.js`)).toEqual([
    "main.js",
    "station.js",
  ]);
  expect(preload).toEqual(["station"]);
});

describe("a station elsewhere", () => {
  for (const runtime of ["espruino", "moddable"])
    test(
      `is built for ${runtime}, by imports from "catnap" and from its own files`,
      { timeout: TIMEOUT_MS },
      async () => {
        const { texts } = await buildAt(project(bed(runtime), link));
        expect(texts[0]).toContain("{name}/air");
        expect(texts[0]).not.toContain("my garden");
      },
    );

  test(
    "is built for NodeMCU as well, the same where this package is installed as a copy",
    { timeout: TIMEOUT_MS },
    async () => {
      const linked = await buildAt(project(bed("nodemcu"), link));
      expect(linked.texts[0]).toContain("{name}/air");
      expect(linked.texts[0]).not.toContain("my garden");
      expect((await buildAt(project(bed("nodemcu"), copy))).texts).toEqual(linked.texts);
    },
  );

  test(
    "with a mistake in its types is refused for NodeMCU, with its line",
    { timeout: TIMEOUT_MS },
    async () => {
      const path = project(bed("nodemcu", "restartS: Number.parseInt(60),"), link);
      await expect(buildAt(path)).rejects.toThrow(/^not built for NodeMCU:\n.*bed\.ts\(12\): .*'string'/);
    },
  );
});

/** A cellar with a door. */
const withDoor: Station = {
  ...cellar,
  feeds: [
    ...cellar.feeds,
    { sensor: contact("open", true), bus: "digital", pin: 5, topic: "{name}/door", everyS: 60, qos: 1 },
  ],
};

/** What a station that only publishes its readings, one by one, and stays awake does without. */
const QUIET = ["batch", "commands", "discovery", "filter", "forms", "flush", "sleep", "status"].map(
  (feature) => `no-${feature}`,
);

// A station, and what package.json would let it do without.
const SPARED: [string, Station, string[]][] = [
  [
    "that publishes with QoS 1",
    cellar,
    ["no-inbound", "no-pins", "no-stream", "no-check", "no-report", "no-routing"],
  ],
  [
    "with QoS 0 only",
    rooftop,
    ["no-inbound", "no-pins", "no-qos1", "no-stream", "no-check", "no-report", "no-routing"],
  ],
  ["with a sensor on a pin", withDoor, ["no-inbound", "no-stream", "no-check", "no-report", "no-routing"]],
];

for (const [what, station, spared] of SPARED)
  test(`a station ${what} is built without what it does not need`, () => {
    const plain = parseBroker("mqtt://b");
    const without = [...QUIET, ...spared];
    const all = [...without, "no-tls"];
    expect(sparedBy(station, plain)).toEqual(absences().filter((condition) => all.includes(condition)));
    const secure = parseBroker("mqtts://b");
    expect(sparedBy(station, secure)).toEqual(absences().filter((condition) => without.includes(condition)));
  });

test("a build tells its warnings", async () => {
  const site = parseBroker("mqtt://127.0.0.1");
  const { warnings } = await buildAt("test/support/stations/rooftop.ts", () => site);
  expect(warnings).toEqual(warningsFor(rooftop, site));
});
