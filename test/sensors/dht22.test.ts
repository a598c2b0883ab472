import { expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { DHT22 } from "../../src/sensors/dht22.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";
import { memoryWith } from "../support/sensor-bench.ts";

const checked = loadChecked("src/sensors/dht22.ts", makeSeen()).DHT22 as Sensor;

// The manual's examples in section 7; then the range of section 5 and a step beyond it.
const READINGS: [string, string, Status, number[]][] = [
  ["35.1 degrees and 65.2 %", "028c015fee", Status.Ok, [351, 652]],
  ["-10.1 degrees", "028c806573", Status.Ok, [-101, 652]],
  ["0 degrees in moist air", "0320000023", Status.Ok, [0, 800]],
  ["-40 degrees and 100 %", "03e88190fc", Status.Ok, [-400, 1000]],
  ["80 degrees and 0 %", "0000032023", Status.Ok, [800, 0]],
  ["-40.1 degrees", "0001819113", Status.OutOfRange, [-1, -1]],
  ["80.1 degrees", "0001032125", Status.OutOfRange, [-1, -1]],
  ["100.1 %", "03e90001ed", Status.OutOfRange, [-1, -1]],
  ["a line that stays low", "0000000000", Status.OutOfRange, [-1, -1]],
  ["a line that stays high", "ffffffffff", Status.Malformed, [-1, -1]],
  ["a wrong checksum", "028c015fef", Status.Malformed, [-1, -1]],
];

for (const [what, memory, status, expected] of READINGS) {
  test(`${what} answers ${status} and ${expected.join(", ")}`, () => {
    const values = [-1, -1];
    expect(checked.decode(memoryWith(DHT22, memory), values)).toBe(status);
    expect(values).toEqual(expected);
  });
}
