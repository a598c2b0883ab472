/*
 * Bosch BMP280: temperature and pressure over I2C, one forced measurement for each reading.
 * Not here: oversampling, the filter, normal mode, SPI; the BME280, which has humidity and another id (bme280.ts).
 * Source: Bosch BMP280 datasheet, BST-BMP280-DS001, sections 3.6.2 (forced mode), 3.8.1 (measurement time), 3.11
 * (compensation) and 4.3 (registers).
 */
import type { Memory } from "#bytes";
import { memoryAt } from "#bytes";
import { Status } from "../client/status.ts";
import { Bosch, count20, fineTemperature, isTrimmed, putClimate } from "./bosch.ts";
import type { Sensor } from "./sensor.ts";

const enum Chip {
  /** Of chips in mass production (section 4.3.1); the first samples had 0x56 and 0x57. */
  Id = 0x58,
  FirstSample = 0x56,
}

/** Both are asked, because one alone may be real. */
function isUnmeasured(memory: Memory): boolean {
  return (
    count20(memory, Bosch.Temperature) === Bosch.Unmeasured20 &&
    count20(memory, Bosch.Pressure) === Bosch.Unmeasured20
  );
}

/** Another chip at this address counts as Absent: what the caller asked for is not there. */
function decodeBmp280(memory: Memory, values: number[]): Status {
  const id = memoryAt(memory, Bosch.Id);
  if (id < Chip.FirstSample || id > Chip.Id) return Status.Absent;
  if (!isTrimmed(memory)) return Status.Malformed;
  if (isUnmeasured(memory)) return Status.OutOfRange;
  return putClimate(memory, fineTemperature(memory), values, 1);
}

export const BMP280: Sensor = {
  name: "bmp280",
  fields: ["temperatureC", "pressureHPa"],
  decimals: [2, 2],
  memoryBytes: Bosch.Humidity,
  start: [
    { write: [0xd0], waitMs: 0, readBytes: 1, at: Bosch.Id },
    { write: [0x88], waitMs: 0, readBytes: 24, at: Bosch.T1 },
  ],
  sample: [
    // ctrl_meas: each once, forced. At most 6.4 ms (section 3.8.1, table 13).
    { write: [0xf4, 0x25], waitMs: 7, readBytes: 0, at: Bosch.Pressure },
    { write: [0xf7], waitMs: 0, readBytes: 6, at: Bosch.Pressure },
  ],
  decode: decodeBmp280,
};
