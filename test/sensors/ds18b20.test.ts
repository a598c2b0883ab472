import { expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { DS18B20 } from "../../src/sensors/ds18b20.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { maximCrc } from "../../src/simulator/chips/ds18b20.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";
import { memoryWith } from "../support/sensor-bench.ts";

const checked = loadChecked("src/sensors/ds18b20.ts", makeSeen()).DS18B20 as Sensor;

/** A scratchpad with this temperature register, configuration and reserved byte. */
function scratchpad(count: number, configuration = 0x7f, reserved = 0x10): string {
  const bytes = Buffer.from([
    count & 255,
    (count >> 8) & 255,
    0x4b,
    0x46,
    configuration,
    0xff,
    reserved,
    0x10,
  ]);
  return Buffer.concat([bytes, Buffer.of(maximCrc([...bytes]))]).toString("hex");
}

test("the checksum of the application note's example, 02 1c b8 01 00 00 00, is a2", () => {
  expect(maximCrc([...Buffer.from("021cb801000000", "hex")])).toBe(0xa2);
});

// Table 1 of the datasheet, to hundredths of a degree; then resolutions, and what is no temperature.
const READINGS: [string, string, Status, number][] = [
  ["125 degrees", scratchpad(0x07d0), Status.Ok, 12500],
  ["25.0625 degrees", scratchpad(0x0191), Status.Ok, 2506],
  ["10.125 degrees", scratchpad(0x00a2), Status.Ok, 1013],
  ["0.5 degrees", scratchpad(0x0008), Status.Ok, 50],
  ["0 degrees", scratchpad(0x0000), Status.Ok, 0],
  ["-0.5 degrees", scratchpad(0xfff8), Status.Ok, -50],
  ["-10.125 degrees", scratchpad(0xff5e), Status.Ok, -1013],
  ["-25.0625 degrees", scratchpad(0xfe6f), Status.Ok, -2506],
  ["-55 degrees", scratchpad(0xfc90), Status.Ok, -5500],
  ["85 degrees after a conversion", scratchpad(0x0550), Status.Ok, 8500],
  ["85 degrees without one", scratchpad(0x0550, 0x7f, 0x0c), Status.OutOfRange, -1],
  ["9 bits, whose lowest three are undefined", scratchpad(0x0197, 0x1f), Status.Ok, 2500],
  ["10 bits, whose lowest two are undefined", scratchpad(0x0197, 0x3f), Status.Ok, 2525],
  ["11 bits, whose lowest is undefined", scratchpad(0x0197, 0x5f), Status.Ok, 2538],
  ["-0.5 degrees in 9 bits", scratchpad(0xffff, 0x1f), Status.Ok, -50],
  ["125.0625 degrees", scratchpad(0x07d1), Status.OutOfRange, -1],
  ["-55.0625 degrees", scratchpad(0xfc8f), Status.OutOfRange, -1],
  ["a configuration that cannot be", scratchpad(0x0191, 0x7e), Status.Malformed, -1],
  ["a configuration with the highest bit", scratchpad(0x0191, 0xff), Status.Malformed, -1],
  ["a bus stuck at zeros", "00".repeat(9), Status.Malformed, -1],
  ["a bus that nobody pulls down", "ff".repeat(9), Status.Malformed, -1],
];

for (const [what, memory, status, value] of READINGS) {
  test(`${what} answers ${status} and ${value}`, () => {
    const values = [-1];
    expect(checked.decode(memoryWith(DS18B20, memory), values)).toBe(status);
    expect(values).toEqual([value]);
  });
}

test("any bit turned over is found by the checksum", () => {
  for (let bit = 0; bit < 72; bit += 1) {
    const memory = memoryWith(DS18B20, scratchpad(0x0191));
    memory[bit >> 3] = (memory[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(DS18B20.decode(memory, [0])).toBe(Status.Malformed);
  }
});
