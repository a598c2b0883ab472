import { expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { SCD4X } from "../../src/sensors/scd4x.ts";
import type * as sensirion from "../../src/sensors/sensirion.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { SHT3X } from "../../src/sensors/sht3x.ts";
import { wordBytes, wordOf } from "../../src/simulator/chips/sensirion.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";
import { memoryWith } from "../support/sensor-bench.ts";

const checked = loadChecked("src/sensors/sensirion.ts", makeSeen()) as typeof sensirion;
const hex = (bytes: number[]) => Buffer.from(bytes).toString("hex");

// SHT3x-DIS datasheet, section 4.12, prints beef 92; SCD4x datasheet, section 3.5.2, the others.
const WORDS = ["beef92", "01f433", "6667a2", "5eb93c"];

for (const word of WORDS) {
  test(`${word} is whole, and with any bit of it turned over it is not`, () => {
    const memory = Buffer.from(word, "hex");
    expect(checked.areWordsWhole(memory, 0, 1)).toBe(true);
    for (let bit = 0; bit < 24; bit += 1) {
      const broken = Buffer.from(memory);
      broken[bit >> 3] = (broken[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(checked.areWordsWhole(broken, 0, 1)).toBe(false);
    }
  });
}

test("a wrong second word is found as well", () => {
  expect(checked.areWordsWhole(Buffer.from("beef92beef93", "hex"), 0, 2)).toBe(false);
});

// What the memory holds, and what decode says of it.
const READINGS: [string, Sensor, string, Status, number[]][] = [
  [
    "the example of the SCD4x datasheet, section 3.5.2",
    SCD4X,
    "01f4336667a25eb93c",
    Status.Ok,
    [500, 2500, 3700],
  ],
  ["0 ppm", SCD4X, hex(wordBytes([0, 0x6667, 0x5eb9])), Status.OutOfRange, [-1, -1, -1]],
  ["40,001 ppm", SCD4X, hex(wordBytes([40001, 0x6667, 0x5eb9])), Status.OutOfRange, [-1, -1, -1]],
  [
    "a room of 60.5 degrees",
    SCD4X,
    hex(wordBytes([500, wordOf(60.5, -45, 130), 0])),
    Status.OutOfRange,
    [-1, -1, -1],
  ],
  ["a checksum that is wrong", SCD4X, "01f4336667a25eb93d", Status.Malformed, [-1, -1, -1]],
  ["a bus stuck at ones", SCD4X, "ff".repeat(9), Status.Malformed, [-1, -1, -1]],
  ["a bus stuck at zeros", SCD4X, "00".repeat(9), Status.Malformed, [-1, -1, -1]],
  ["25 degrees and 37 %", SHT3X, "6667a25eb93c", Status.Ok, [2500, 3700]],
  ["-40 degrees and 0 %", SHT3X, hex(wordBytes([wordOf(-40, -45, 130), 0])), Status.Ok, [-4000, 0]],
  ["125 degrees and 100 %", SHT3X, hex(wordBytes([wordOf(125, -45, 130), 65535])), Status.Ok, [12500, 10000]],
  ["-40.01 degrees", SHT3X, hex(wordBytes([wordOf(-40.01, -45, 130), 0])), Status.OutOfRange, [-1, -1]],
  ["an end of the scale", SHT3X, hex(wordBytes([65535, 65535])), Status.OutOfRange, [-1, -1]],
  ["a bus stuck at ones", SHT3X, "ff".repeat(6), Status.Malformed, [-1, -1]],
  ["a bus stuck at zeros", SHT3X, "00".repeat(6), Status.Malformed, [-1, -1]],
];

for (const [what, sensor, memory, status, values] of READINGS) {
  test(`${sensor.name}: ${what} answers ${status} and ${values.join(", ")}`, () => {
    const seen = sensor.fields.map(() => -1);
    expect(sensor.decode(memoryWith(sensor, memory), seen)).toBe(status);
    expect(seen).toEqual(values);
  });
}
