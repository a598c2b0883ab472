/*
 * The README's station, sensor and board compile, and have no mistake.
 */
import { expect, test } from "vitest";
import { checkHardware } from "../src/station/check-hardware.ts";
import { checkStation } from "../src/station/check.ts";
import type { Sensor } from "../src/sensors/sensor.ts";
import { Status } from "../src/client/status.ts";
import type { Hardware, Station } from "../src/station/station.ts";
import { BED, fed } from "./support/check-table.ts";
import { exampleBelow, loadExample, typeErrors } from "./support/readme.ts";

// Heading, and where a reader would put the file.
const EXAMPLES: [string, string][] = [
  ["## Write a station", "bed.ts"],
  ["### Add a sensor", "src/sensors/sht4x.ts"],
  ["### Add a board", "boards/hardware/lolin-d32.ts"],
];
const COMPILES = { timeout: 60_000 };

for (const [heading, path] of EXAMPLES)
  test(`the example below "${heading}" compiles as ${path}`, COMPILES, () => {
    expect(typeErrors(exampleBelow(heading), path)).toEqual([]);
  });

test("an example that does not compile would be noticed", COMPILES, () => {
  const wrong = exampleBelow("### Add a board").replace("flashBytes: 4194304", 'flashBytes: "4 MB"');
  expect(typeErrors(wrong, "boards/hardware/lolin-d32.ts")).toEqual([
    "Type 'string' is not assignable to type 'number'.",
  ]);
});

test("a heading without example is said", () => {
  expect(() => exampleBelow("## Nothing")).toThrow('README.md has no example below "## Nothing"');
});

test("the station has no mistake", async () => {
  const { bed } = await loadExample(exampleBelow("## Write a station"), "bed.ts");
  expect(checkStation(bed as Station)).toEqual([]);
});

test("the sensor decodes what its datasheet prints, and a station can have it", async () => {
  const { SHT4X } = await loadExample(exampleBelow("### Add a sensor"), "src/sensors/sht4x.ts");
  const sensor = SHT4X as Sensor;
  const values = [0, 0];
  // 0xbeef has the checksum 0x92: the datasheet's example, here for both words. 175 * 48879 / 65535 - 45 is 85.52.
  const memory = Uint8Array.of(0xbe, 0xef, 0x92, 0xbe, 0xef, 0x92) as unknown as Parameters<
    Sensor["decode"]
  >[0];
  expect(sensor.decode(memory, values)).toBe(Status.Ok);
  expect(values).toEqual([8552, 8723]);
  const broken = Uint8Array.of(0xbe, 0xee, 0x92, 0xbe, 0xef, 0x92) as unknown as typeof memory;
  expect(sensor.decode(broken, values)).toBe(Status.Malformed);
  expect(checkStation(fed(BED, { sensor, address: 0x44 }))).toEqual([]);
});

test("the board has no mistake, and a station can be on it", async () => {
  const { LOLIN_D32 } = await loadExample(exampleBelow("### Add a board"), "boards/hardware/lolin-d32.ts");
  expect(checkHardware(LOLIN_D32 as Hardware)).toEqual([]);
  expect(checkStation({ ...BED, hardware: LOLIN_D32 as Hardware })).toEqual([]);
});
