import { join } from "node:path";
import { expect, test } from "vitest";
import { withoutHardware } from "../../src/toolchain/device-view.ts";
import { ROOT } from "../../src/toolchain/features.ts";
import { buildEspruino } from "../../src/toolchain/espruino.ts";
import { bundleModdable } from "../../src/toolchain/moddable.ts";
import { stationArtefact } from "../../src/toolchain/station-artefact.ts";

// What a station's file says, and what a build takes of it; a dot is a blank.
const SOURCES: [string, string, string][] = [
  [
    "a station",
    'const s = { name: "a", hardware: BOARD, runtime: "nodemcu", feeds: [] };',
    'const s = { name: "a", ................ runtime: "nodemcu", feeds: [] };',
  ],
  [
    "hardware that stands last",
    'const s = { runtime: "nodemcu", feeds: [], hardware: BOARD };',
    'const s = { runtime: "nodemcu", feeds: [], ............... };',
  ],
  [
    "hardware by its name alone",
    'const s = { runtime: "nodemcu", hardware, feeds: [] };',
    'const s = { runtime: "nodemcu", ......... feeds: [] };',
  ],
  [
    "hardware in the station itself",
    'const s = {\n  hardware: {\n    gpios: [1] },\n  runtime: "nodemcu", feeds: [] };',
    'const s = {\n  ...........\n.................\n  runtime: "nodemcu", feeds: [] };',
  ],
];

for (const [what, text, rest] of SOURCES)
  test(`${what} is built without its hardware, line by line`, () => {
    expect(withoutHardware(text)).toBe(rest.replaceAll(".", " "));
  });

const KEPT = [
  "const hardware = { gpios: [1] };",
  'const s = { hardware: BOARD, runtime: "nodemcu" };',
  "const s = { hardware: BOARD, feeds: [] };",
  'const s = { "hardware": BOARD, runtime: "nodemcu", feeds: [] };',
  'f(s.hardware, { runtime: "nodemcu", feeds: [] });',
];

for (const text of KEPT)
  test(`${text} stays as it is`, () => {
    expect(withoutHardware(text)).toBe(text);
  });

const SITE = { host: "b.example", port: 1883, isSecure: false, userName: undefined, password: undefined };
// From the station's file alone, where that is enough: it is quicker.
const STATION = "test/support/stations/cellar.ts";
const BUILDS: [string, () => Promise<string>][] = [
  ["Espruino", async () => (await buildEspruino(`./${STATION}`, ["cellar"])).plain],
  ["Moddable", () => bundleModdable(join(ROOT, STATION))],
  ["NodeMCU", async () => (await stationArtefact(STATION, "nodemcu", SITE)).text],
];

for (const [name, build] of BUILDS)
  test(
    `what is built for ${name} knows the station's sensor and nothing of its board`,
    { timeout: 60_000 },
    async () => {
      const text = await build();
      expect(text).toContain("bme280");
      expect(text).not.toMatch(/DevKit|hardware|esp8266|gpios/);
    },
  );
