/*
 * Sensirion SCD40, SCD41: carbon dioxide, temperature and relative humidity over I2C, measured every 5 s by the chip
 * itself; a reading takes the newest. Not here: single shots (SCD41 only), low-power periodic mode, calibration,
 * altitude.
 * Source: Sensirion SCD4x datasheet (version 1.4), sections 3.5 (periodic measurement), 3.12 (checksum) and 1.1 (range).
 */
import type { Memory } from "#bytes";
import { Status } from "../client/status.ts";
import { areWordsWhole } from "./sensirion.ts";
import type { Sensor } from "./sensor.ts";
import { shareOf, wordAt } from "./word.ts";

function decodeScd4x(memory: Memory, values: number[]): Status {
  if (!areWordsWhole(memory, 0, 3)) return Status.Malformed;
  const ppm = wordAt(memory, 0);
  // The output ends at 40,000 ppm. No air has none: 0 is what the chip says before its first measurement.
  if (ppm === 0 || ppm > 40000) return Status.OutOfRange;
  const centiC = shareOf(memory, 3, 17500) - 4500;
  if (centiC < -1000 || centiC > 6000) return Status.OutOfRange;
  values[0] = ppm;
  values[1] = centiC;
  values[2] = shareOf(memory, 6, 10000);
  return Status.Ok;
}

export const SCD4X: Sensor = {
  name: "scd4x",
  fields: ["co2Ppm", "temperatureC", "humidityPercent"],
  decimals: [0, 2, 2],
  memoryBytes: 9,
  start: [
    // The chip may be measuring already, and then obeys only this; it needs 500 ms.
    { write: [0x3f, 0x86], waitMs: 500, readBytes: 0, at: 0 },
    { write: [0x21, 0xb1], waitMs: 5000, readBytes: 0, at: 0 },
  ],
  sample: [
    { write: [0xec, 0x05], waitMs: 1, readBytes: 0, at: 0 },
    // Without a new measurement since the last reading nobody acknowledges.
    { write: [], waitMs: 0, readBytes: 9, at: 0 },
  ],
  decode: decodeScd4x,
};
