/*
 * Sensirion SHT30, SHT31, SHT35: temperature and relative humidity over I2C, one single shot for each reading.
 * Not here: alert limits, heater, periodic mode, clock stretching.
 * Source: Sensirion SHT3x-DIS datasheet, sections 2.2 (times), 4.3 (command), 4.12 (checksum), 4.13 (conversion).
 */
import type { Memory } from "#bytes";
import { Status } from "../client/status.ts";
import { areWordsWhole } from "./sensirion.ts";
import type { Sensor } from "./sensor.ts";
import { shareOf } from "./word.ts";

function decodeSht3x(memory: Memory, values: number[]): Status {
  if (!areWordsWhole(memory, 0, 2)) return Status.Malformed;
  const centiC = shareOf(memory, 0, 17500) - 4500;
  // Section 1: the sensor works from -40 to 125 degrees; a broken one answers with an end of its scale.
  if (centiC < -4000 || centiC > 12500) return Status.OutOfRange;
  values[0] = centiC;
  values[1] = shareOf(memory, 3, 10000);
  return Status.Ok;
}

export const SHT3X: Sensor = {
  name: "sht3x",
  fields: ["temperatureC", "humidityPercent"],
  decimals: [2, 2],
  memoryBytes: 6,
  // After an interrupted transfer the chip may be anywhere: a soft reset takes at most 1.5 ms (table 4).
  start: [{ write: [0x30, 0xa2], waitMs: 2, readBytes: 0, at: 0 }],
  sample: [
    // High repeatability without clock stretching takes at most 15.5 ms (table 4, below 2.4 V).
    { write: [0x24, 0x00], waitMs: 16, readBytes: 0, at: 0 },
    { write: [], waitMs: 0, readBytes: 6, at: 0 },
  ],
  decode: decodeSht3x,
};
