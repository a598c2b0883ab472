/*
 * Rohm BH1750FVI: illuminance over I2C, one measurement of high resolution for each reading, after which the chip
 * powers itself down. Not here: other resolutions, the sensitivity register, continuous modes.
 * The chip sends no checksum: only the ends of its scale can be told from light.
 * Source: Rohm BH1750FVI datasheet (2014.11, rev. C), measurement procedure, instruction set, and "how to calculate".
 */
import type { Memory } from "#bytes";
import { Status } from "../client/status.ts";
import { quotient } from "./integer.ts";
import type { Sensor } from "./sensor.ts";
import { wordAt } from "./word.ts";

function decodeBh1750(memory: Memory, values: number[]): Status {
  const count = wordAt(memory, 0);
  // Full scale is more light than the chip can count, or a data line that nobody pulls down.
  if (count === 65535) return Status.OutOfRange;
  // Counts are 1.2 to a lux; a tenth of a lux is 3/25 of a count.
  values[0] = quotient(count * 25, 3);
  return Status.Ok;
}

export const BH1750: Sensor = {
  name: "bh1750",
  fields: ["illuminanceLx"],
  decimals: [1],
  memoryBytes: 2,
  start: [],
  sample: [
    // Power on, then one measurement: 120 ms as a rule, at most 180 ms.
    { write: [0x01], waitMs: 0, readBytes: 0, at: 0 },
    { write: [0x20], waitMs: 180, readBytes: 0, at: 0 },
    { write: [], waitMs: 0, readBytes: 2, at: 0 },
  ],
  decode: decodeBh1750,
};
