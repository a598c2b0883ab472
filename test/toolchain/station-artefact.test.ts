/*
 * A station as engines load it, from a build that leaves no file behind.
 */
import { mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { stationArtefact } from "../../src/toolchain/station-artefact.ts";
import type { Runtime } from "../../src/station/station.ts";

const CELLAR = "test/support/stations/cellar.ts";
const SITE = { host: "b.example", port: 1883, isSecure: false, userName: undefined, password: undefined };
const BUILDS = { timeout: 60_000 };

// What the artefact's text must hold, besides the broker's name in it or in its modules.
const RUNTIMES: [Runtime, string][] = [
  ["nodemcu", "i2c.setup(0, 2, 1, 100000)"],
  ["espruino", "I2C1.setup({ sda: D4, scl: D5, bitrate: 100000 })"],
  ["moddable", 'import { start } from "station"'],
];

for (const [runtime, text] of RUNTIMES)
  test(`the cellar, whose own runtime is nodemcu, is built for ${runtime}`, BUILDS, async () => {
    const artefact = await stationArtefact(CELLAR, runtime, SITE);
    expect(artefact.text).toContain(text);
    expect(artefact.text + (artefact.modules?.["station"] ?? "")).toContain("b.example");
    expect(artefact.program).toBe("");
  });

test("a runtime that has no firmware for the hardware is refused, and nothing is left behind", async () => {
  const own = mkdtempSync(join(tmpdir(), "catnap-own-"));
  // Where builds have their folders, and here nobody else.
  vi.stubEnv("TMPDIR", own);
  await expect(stationArtefact("test/support/stations/greenhouse.ts", "nodemcu", SITE)).rejects.toThrow(
    "there is no nodemcu firmware for ESP32-DevKitC V4",
  );
  vi.unstubAllEnvs();
  expect(readdirSync(own)).toEqual([]);
  rmdirSync(own);
});
