import { expect, test } from "vitest";
import { ROOT } from "../../src/toolchain/features.ts";
import { ESP32_DEVKITC } from "../../boards/hardware/esp32-devkitc.ts";
import { NODEMCU_DEVKIT } from "../../boards/hardware/nodemcu-devkit.ts";
import { busManifests, busText, entryText, sleepText } from "../../src/toolchain/station-entry.ts";
import type { Runtime } from "../../src/station/station.ts";

const SITE = { host: "broker", port: 1883, isSecure: false, userName: "u", password: 'a"b' };
const PINS = { sda: 4, scl: 5, hz: 100000 };
const I2C = [{ bus: "i2c" }] as const;

const entry = (runtime: Runtime, userName?: string) =>
  entryText({
    folder: `${ROOT}dist/bed`,
    stationPath: `${ROOT}boards/my bed.ts`,
    exportName: "default",
    site: userName === undefined ? { ...SITE, userName: undefined, password: undefined } : SITE,
    program: { build: 4711, version: "1.2.3" },
    runtime,
  });

test("the entry imports the station from its file, names the site, and starts", () => {
  expect(entry("espruino", "u")).toBe(
    [
      'import { default as station } from "../../boards/my bed.ts";',
      'import { startStation } from "../../src/station/entry.ts";',
      "",
      "const site = {",
      '  host: "broker",',
      "  port: 1883,",
      "  isSecure: false,",
      '  userName: "u",',
      '  password: "a\\"b",',
      "};",
      'const program = { build: 4711, version: "1.2.3" };',
      "",
      "startStation(station, site, program);",
      "",
    ].join("\n"),
  );
});

test("what a site has not is not there", () => {
  expect(entry("nodemcu")).not.toMatch(/userName|password/);
});

test("Moddable's entry starts when it is asked", () => {
  expect(entry("moddable")).toMatch(
    /export function start\(\): void \{\n {2}startStation\(station, site, program\);\n\}\n$/,
  );
});

// From one chip's pins to what each runtime calls them.
const BUSES: [Runtime, string][] = [
  ["espruino", "I2C1.setup({ sda: D4, scl: D5, bitrate: 100000 });\n"],
  ["nodemcu", "i2c.setup(0, 2, 1, 100000)\n"],
  [
    "moddable",
    'import I2C from "embedded:io/i2c";\n\nconst { device } = globalThis;\n' +
      "globalThis.device = { ...device, I2C: { ...device?.I2C, default: { io: I2C, data: 4, clock: 5, hz: 100000 } } };\n",
  ],
];

for (const [runtime, text] of BUSES)
  test(`the bus of ${runtime} is set up on the station's pins, in its own language`, () => {
    expect(busText(runtime, PINS, [...I2C])).toBe(text);
  });

test("a pin that NodeMCU has no number for is refused, and the others are named", () => {
  expect(() => busText("nodemcu", { ...PINS, scl: 16 }, [...I2C])).toThrow(
    "GPIO16 cannot be a pin of I2C on NodeMCU: choose one of GPIO 0, 1, 2, 3, 4, 5, 9, 10, 12, 13, 14, 15",
  );
});

// What stands on pins of its own is set up with its first step; Moddable must be given the classes.
test.each(["espruino", "nodemcu"] as const)("%s has nothing to set up for what is one pin", (runtime) => {
  const pins = ["onewire", "dht", "analog", "digital", "pulse"] as const;
  expect(
    busText(
      runtime,
      PINS,
      pins.map((bus) => ({ bus })),
    ),
  ).toBe("");
});

test("Moddable is given each class once, beside what the platform has, and mcconfig what they come from", () => {
  const feeds = (["pulse", "onewire", "digital", "analog"] as const).map((bus) => ({ bus }));
  expect(busText("moddable", PINS, feeds)).toBe(
    [
      'import Digital from "embedded:io/digital";',
      'import OneWire from "onewire";',
      'import Analog from "embedded:io/analog";',
      "",
      "const { device } = globalThis;",
      "globalThis.device = { ...device, io: { ...device?.io, Digital, OneWire, Analog } };",
      "",
    ].join("\n"),
  );
  expect(busManifests(feeds)).toEqual(["$(MODDABLE)/modules/drivers/onewire/manifest.json"]);
  expect(busManifests([...I2C])).toEqual([]);
});

test("only a station that sleeps deeply on Moddable for the ESP8266 is told that it can", () => {
  const sleeping = { runtime: "moddable", hardware: NODEMCU_DEVKIT, sleep: { depth: "deep" } } as const;
  expect(sleepText(sleeping)).toBe("globalThis.device = { ...globalThis.device, hasDeepSleep: true };\n");
  expect(sleepText({ ...sleeping, runtime: "espruino" })).toBe("");
  expect(sleepText({ ...sleeping, sleep: { depth: "light" } })).toBe("");
  expect(sleepText({ ...sleeping, hardware: ESP32_DEVKITC })).toBe("");
});
