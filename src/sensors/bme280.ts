/*
 * Bosch BME280: temperature, relative humidity and pressure over I2C, one forced measurement for each reading.
 * Not here: oversampling, the filter, normal mode, SPI; the BMP280, which has no humidity and another id.
 * Source: Bosch BME280 datasheet, BST-BME280-DS002, sections 3.3.3 (forced mode), 4.2.2 (trimming), 5.4 (registers),
 * 8.1 (compensation) and 9.1 (measurement time).
 *
 * Bosch computes with doubles, 64 bits, or a uint32 that wraps; a NodeMCU integer build has none of these. Here
 * every product is divided before it can grow (`product`), so that all stays below 2^31 for any trimming that is not
 * refused; test/sensors/bme280.test.ts checks it step by step. The price is at most 1 Pa, 0.01 degrees and 0.02 %
 * against doubles.
 */
import { memoryAt } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../client/status.ts";
import { product, quotient, ratio, signed, within } from "./integer.ts";
import type { Sensor } from "./sensor.ts";

/** Where things stand in the sensor's memory: the id, registers 0x88 to 0xA1, 0xE1 to 0xE7, and 0xF7 to 0xFE. */
const enum At {
  Id = 0,
  T1 = 1,
  T2 = 3,
  T3 = 5,
  P1 = 7,
  P2 = 9,
  P3 = 11,
  P4 = 13,
  P5 = 15,
  P6 = 17,
  P7 = 19,
  P8 = 21,
  P9 = 23,
  H1 = 26,
  H2 = 27,
  H3 = 29,
  H4 = 30,
  /** The low four bits of H4, and above them those of H5. */
  H4H5 = 31,
  H5 = 32,
  H6 = 33,
  Pressure = 34,
  Temperature = 37,
  Humidity = 40,
  End = 42,
}

const enum Chip {
  Id = 0x60,
  /** What the data registers hold when nothing was measured. */
  Unmeasured20 = 0x80000,
  Unmeasured16 = 0x8000,
  /** No chip is trimmed near it (35,000 is usual), and above it nothing can pass 2^31. A blank chip reads 0. */
  LeastP1 = 4096,
}

const enum Scale {
  /** A factor of 1 as an integer: fine enough for humidity, and two of them still multiply below 2^31. */
  One = 32768,
}

function u16(memory: Memory, at: number): number {
  return memoryAt(memory, at) + memoryAt(memory, at + 1) * 256;
}

function s16(memory: Memory, at: number): number {
  return signed(u16(memory, at), 32768);
}

/** A 20-bit count, high byte first, its last four bits in the upper half of the third byte. */
function count20(memory: Memory, at: number): number {
  return (
    memoryAt(memory, at) * 4096 + memoryAt(memory, at + 1) * 16 + Math.floor(memoryAt(memory, at + 2) / 16)
  );
}

function count16(memory: Memory, at: number): number {
  return memoryAt(memory, at) * 256 + memoryAt(memory, at + 1);
}

/** A blank chip, or a bus stuck at 0 or 1, has no positive sensitivity. */
function isTrimmed(memory: Memory): boolean {
  return u16(memory, At.P1) >= Chip.LeastP1 && s16(memory, At.T2) > 0 && s16(memory, At.H2) > 0;
}

/**
 * Whether the data registers are as after a reset. All three are asked, because one alone may be real: 0x80000 is
 * 26.4 degrees on a usual chip, and would come up every time the temperature passes there.
 */
function isUnmeasured(memory: Memory): boolean {
  return (
    count20(memory, At.Temperature) === Chip.Unmeasured20 &&
    count20(memory, At.Pressure) === Chip.Unmeasured20 &&
    count16(memory, At.Humidity) === Chip.Unmeasured16
  );
}

/** The temperature in 1/5120 degrees, the datasheet's t_fine. */
function fineTemperature(memory: Memory): number {
  const distance = count20(memory, At.Temperature) - u16(memory, At.T1) * 16;
  const coarse = quotient(distance, 16);
  const bend = product(product(coarse, coarse, 4096), s16(memory, At.T3), 16384);
  return product(distance, s16(memory, At.T2), 16384) + bend;
}

/**
 * The pressure before its own curvature is corrected, in 1/8 Pa.
 *
 * @param warmth  above 25 degrees, in 1/5120 degrees
 * @returns       below zero when the count cannot be a pressure
 */
function linearPressure(memory: Memory, warmth: number): number {
  const square = product(warmth, warmth, 4096);
  const bend = product(square, s16(memory, At.P6), 65536) + product(warmth, s16(memory, At.P5), 2048);
  const distance = (1048576 - count20(memory, At.Pressure)) * 8 - s16(memory, At.P4) * 128 - bend;
  const cold = product(distance, 6250, u16(memory, At.P1));
  // 2^21 eighths are 2,600 hPa, and the most that `ratio` can take.
  if (cold < 0 || cold >= 2097152) return -1;
  const slope = product(warmth, s16(memory, At.P2), 32768);
  return ratio(cold, 1048576 + slope + quotient(product(square, s16(memory, At.P3), 65536), 128));
}

function pressurePa(memory: Memory, fine: number): number {
  const eighths = linearPressure(memory, fine - 128000);
  if (eighths < 0) return -1;
  const pa = quotient(eighths, 8);
  const bend = quotient(product(product(pa, pa, 4096), s16(memory, At.P9), 65536), 8);
  return quotient(eighths * 2 + bend + product(pa, s16(memory, At.P8), 32768) + s16(memory, At.P7), 16);
}

/** How far the count lies above that of dry air, in 1/16; warmth is above 15 degrees, in 1/5120 degrees. */
function wetDistance(memory: Memory, warmth: number): number {
  const shared = memoryAt(memory, At.H4H5);
  const h4 = signed(memoryAt(memory, At.H4) * 16 + (shared % 16), 2048);
  const h5 = signed(memoryAt(memory, At.H5) * 16 + Math.floor(shared / 16), 2048);
  return count16(memory, At.Humidity) * 16 - h4 * 1024 - product(warmth, h5, 1024);
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
  if (memoryAt(memory, At.Id) !== Chip.Id) return Status.Absent;
  if (!isTrimmed(memory)) return Status.Malformed;
  if (isUnmeasured(memory)) return Status.OutOfRange;
  const fine = fineTemperature(memory);
  const centiC = quotient(fine * 5, 256);
  // Not only for the caller: this range is also what keeps everything below under 2^31.
  if (centiC < -4000 || centiC > 8500) return Status.OutOfRange;
  const pa = pressurePa(memory, fine);
  if (pa < 30000 || pa > 110000) return Status.OutOfRange;
  values[0] = centiC;
  values[1] = humidityCentiPercent(memory, fine);
  values[2] = pa;
  return Status.Ok;
}

export const BME280: Sensor = {
  name: "bme280",
  fields: ["temperatureC", "humidityPercent", "pressureHPa"],
  decimals: [2, 2, 2],
  memoryBytes: At.End,
  start: [
    { write: [0xd0], waitMs: 0, readBytes: 1, at: At.Id },
    { write: [0x88], waitMs: 0, readBytes: 26, at: At.T1 },
    { write: [0xe1], waitMs: 0, readBytes: 7, at: At.H2 },
  ],
  sample: [
    // ctrl_hum, then ctrl_meas, which also makes ctrl_hum count: each once, forced. At most 9.3 ms (section 9.1).
    { write: [0xf2, 0x01, 0xf4, 0x25], waitMs: 10, readBytes: 0, at: At.Pressure },
    { write: [0xf7], waitMs: 0, readBytes: 8, at: At.Pressure },
  ],
  decode: decodeBme280,
};
