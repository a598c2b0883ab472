/*
 * What a build tells besides its files.
 */
import { expect, test } from "vitest";
import { cellar as sleepingCellar } from "../../boards/cellar.ts";
import { greenhouse as sleepingGreenhouse } from "../../boards/greenhouse.ts";
import { letterbox } from "../../boards/letterbox.ts";
import { parseBroker } from "../../src/simulator/address.ts";
import type { Site } from "../../src/station/runner.ts";
import type { Station } from "../../src/station/station.ts";
import { nodemcuModules, warningsFor } from "../../src/toolchain/station-warnings.ts";
import { cellar } from "../support/stations/cellar.ts";
import { greenhouse } from "../support/stations/greenhouse.ts";
import { rooftop } from "../support/stations/rooftop.ts";

const KEY = "0123456789abcdef".repeat(4);
const FIXED = { address: "10.0.0.2", netmask: "255.255.255.0", gateway: "10.0.0.1", dns: "10.0.0.1" };
const site = (broker: string, wifi: Partial<Site["wifi"]> = {}): Site => ({
  ...parseBroker(broker),
  wifi: { ssid: "my home", password: KEY, ...wifi },
});

const MODULES = "needs the modules";
const MEMORY = "rtcmem";
const WIRE = "take it off while a program is loaded";
const FLASH =
  "2880 writes a day, at most 1424 bytes for two of them, which 224 pages of 4096 bytes bear for 122 years";

// A station, where it is deployed, and what has to be known about both.
const WARNINGS: [string, Station, Site, string[]][] = [
  ["that stays awake, in plain text", greenhouse, site("mqtt://b"), []],
  ["over TLS with Espruino", greenhouse, site("mqtts://b"), ["verifies no certificate"]],
  ["whose broker is here", greenhouse, site("mqtt://127.0.0.1"), ["is the board itself"]],
  ["over TLS with NodeMCU", cellar, site("mqtts://b"), ["tls.cert.verify", MODULES]],
  ["on Moddable", rooftop, site("mqtt://b"), []],
  ["on Moddable whose broker is here", rooftop, site("mqtt://localhost"), ["is the board itself"]],
  ["over TLS with Moddable", rooftop, site("mqtts://b"), ["the board's clock"]],
  ["that sleeps on Espruino", sleepingGreenhouse, site("mqtt://b"), [FLASH]],
  ["that sleeps on NodeMCU", sleepingCellar, site("mqtt://b"), [MODULES, MEMORY, WIRE]],
  [
    "that sleeps longer than its board can",
    letterbox,
    site("mqtt://b"),
    [
      MODULES,
      MEMORY,
      "one sleep lasts 12600 s at most with nodemcu: between two readings it wakes 6 times",
      WIRE,
    ],
  ],
  [
    "with a password",
    sleepingGreenhouse,
    site("mqtt://b", { password: "12345678" }),
    [FLASH, 'npx catnap psk "my home" prints the key'],
  ],
  ["of an open network", sleepingGreenhouse, site("mqtt://b", { password: "" }), [FLASH]],
  [
    "on Espruino with a fixed address, whose broker has a name",
    sleepingGreenhouse,
    site("mqtt://b", FIXED),
    [FLASH, 'Espruino takes no "dns"'],
  ],
  ["on Espruino with fixed addresses", sleepingGreenhouse, site("mqtt://10.0.0.9", FIXED), [FLASH]],
  [
    "on Moddable with a fixed address",
    { ...sleepingCellar, runtime: "moddable" },
    site("mqtt://10.0.0.9", FIXED),
    ["knows no fixed address", WIRE],
  ],
];

for (const [what, station, place, warnings] of WARNINGS)
  test(`a station ${what} comes with ${warnings.length} warnings`, () => {
    expect(warningsFor(station, place)).toEqual(
      warnings.map((part) => expect.stringContaining(part) as string),
    );
  });

test("a password is not repeated", () => {
  const told = warningsFor(sleepingGreenhouse, site("mqtt://b", { password: "correct horse" }));
  expect(told.join()).not.toContain("correct horse");
});

test("NodeMCU's modules are those of its buses, and tls where it is wanted", () => {
  expect(nodemcuModules(letterbox, false)).toEqual(["adc", "gpio", "net", "node", "tmr", "wifi"]);
  expect(nodemcuModules(sleepingCellar, true)).toEqual(["net", "node", "ow", "tls", "tmr", "wifi"]);
});
