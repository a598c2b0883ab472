/*
 * Bosch BME280: temperature, relative humidity and pressure over I2C, one forced measurement for each reading.
 * Not here: oversampling, the filter, normal mode, SPI; the BMP280, which has no humidity and another id (bmp280.ts).
 * Source: Bosch BME280 datasheet, BST-BME280-DS002, sections 3.3.3 (forced mode), 5.4 (registers), 8.1 (compensation)
 * and 9.1 (measurement time). Humidity is within 0.02 % of the datasheet's doubles; the rest: bosch.ts.
 */
import { memoryAt } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../client/status.ts";
import { Bosch, count20, fineTemperature, isTrimmed, putClimate, s16 } from "./bosch.ts";
import { product, quotient, signed, within } from "./integer.ts";
import type { Sensor } from "./sensor.ts";

/** Behind what both of Bosch's chips have: the rest of register 0xA1, then 0xE1 to 0xE7. */
const enum At {
  H1 = 26,
  H2 = 27,
  H3 = 29,
  H4 = 30,
  /** The low four bits of H4, and above them those of H5. */
  H4H5 = 31,
  H5 = 32,
  H6 = 33,
}

const enum Chip {
  Id = 0x60,
  /** What the humidity register holds when nothing was measured. */
  Unmeasured16 = 0x8000,
}

const enum Scale {
  /** A factor of 1 as an integer: fine enough for humidity, and two of them still multiply below 2^31. */
  One = 32768,
}

function count16(memory: Memory, at: number): number {
  return memoryAt(memory, at) * 256 + memoryAt(memory, at + 1);
}

/**
 * Whether the data registers are as after a reset. All three are asked, because one alone may be real: 0x80000 is
 * 26.4 degrees on a usual chip, and would come up every time the temperature passes there.
 */
function isUnmeasured(memory: Memory): boolean {
  return (
    count20(memory, Bosch.Temperature) === Bosch.Unmeasured20 &&
    count20(memory, Bosch.Pressure) === Bosch.Unmeasured20 &&
    count16(memory, Bosch.Humidity) === Chip.Unmeasured16
  );
}

/** How far the count lies above that of dry air, in 1/16; warmth is above 15 degrees, in 1/5120 degrees. */
function wetDistance(memory: Memory, warmth: number): number {
  const shared = memoryAt(memory, At.H4H5);
  const h4 = signed(memoryAt(memory, At.H4) * 16 + (shared % 16), 2048);
  const h5 = signed(memoryAt(memory, At.H5) * 16 + Math.floor(shared / 16), 2048);
  return count16(memory, Bosch.Humidity) * 16 - h4 * 1024 - product(warmth, h5, 1024);
}

/** The relative humidity in 1/100 %. Like the datasheet's it ends at 0 and 100 %, which a good chip in fog passes. */
function humidityCentiPercent(memory: Memory, fine: number): number {
  const warmth = fine - 76800;
  const bend = Scale.One + product(warmth, memoryAt(memory, At.H3), 2048);
  const h6 = signed(memoryAt(memory, At.H6), 128);
  const gain = Scale.One + product(product(warmth, h6, 2048), bend, Scale.One);
  const linear = product(product(wetDistance(memory, warmth), s16(memory, At.H2), 1024), gain, Scale.One);
  // In 1/1024 %. Whatever lies beyond 200 % ends at 100 % after the next correction, even with the largest H1.
  const limited = within(linear, 0, 204800);
  const loss = quotient(limited * memoryAt(memory, At.H1), 16384);
  return within(quotient(product(limited, Scale.One - loss, Scale.One) * 25, 256), 0, 10000);
}

/** Another chip at this address counts as Absent: what the caller asked for is not there. */
function decodeBme280(memory: Memory, values: number[]): Status {
  if (memoryAt(memory, Bosch.Id) !== Chip.Id) return Status.Absent;
  if (!isTrimmed(memory) || s16(memory, At.H2) <= 0) return Status.Malformed;
  if (isUnmeasured(memory)) return Status.OutOfRange;
  const fine = fineTemperature(memory);
  const status = putClimate(memory, fine, values, 2);
  // Only for a temperature in range is the humidity below 2^31 at each step.
  if (status === Status.Ok) values[1] = humidityCentiPercent(memory, fine);
  return status;
}

export const BME280: Sensor = {
  name: "bme280",
  fields: ["temperatureC", "humidityPercent", "pressureHPa"],
  decimals: [2, 2, 2],
  memoryBytes: Bosch.End,
  start: [
    { write: [0xd0], waitMs: 0, readBytes: 1, at: Bosch.Id },
    { write: [0x88], waitMs: 0, readBytes: 26, at: Bosch.T1 },
    { write: [0xe1], waitMs: 0, readBytes: 7, at: At.H2 },
  ],
  sample: [
    // ctrl_hum, then ctrl_meas, which also makes ctrl_hum count: each once, forced. At most 9.3 ms (section 9.1).
    { write: [0xf2, 0x01, 0xf4, 0x25], waitMs: 10, readBytes: 0, at: Bosch.Pressure },
    { write: [0xf7], waitMs: 0, readBytes: 8, at: Bosch.Pressure },
  ],
  decode: decodeBme280,
};
