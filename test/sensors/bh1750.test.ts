import { expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { BH1750 } from "../../src/sensors/bh1750.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";
import { memoryWith } from "../support/sensor-bench.ts";

const checked = loadChecked("src/sensors/bh1750.ts", makeSeen()).BH1750 as Sensor;

const READINGS: [string, string, Status, number][] = [
  ["the datasheet's example of 28,067 lx", "8390", Status.Ok, 280667],
  ["darkness", "0000", Status.Ok, 0],
  ["the smallest step, 0.83 lx", "0001", Status.Ok, 8],
  ["the most that can be counted", "fffe", Status.Ok, 546117],
  ["more than can be counted", "ffff", Status.OutOfRange, -1],
];

for (const [what, memory, status, value] of READINGS) {
  test(`${what} answers ${status} and ${value}`, () => {
    const values = [-1];
    expect(checked.decode(memoryWith(BH1750, memory), values)).toBe(status);
    expect(values).toEqual([value]);
  });
}
