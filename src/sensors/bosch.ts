/*
 * What Bosch's BMP280 and BME280 have in common: trimming, and the compensation of temperature and pressure.
 * Source: Bosch BME280 datasheet, BST-BME280-DS002, sections 4.2.2 (trimming), 5.4 (registers), 8.1 (compensation); Bosch
 * BMP280 datasheet, BST-BMP280-DS001, sections 3.11 and 4.3, which say the same of these.
 *
 * Bosch computes with doubles, 64 bits, or a uint32 that wraps; a NodeMCU integer build has none of these. Here
 * every product is divided before it can grow (`product`), so that all stays below 2^31 for any trimming that is not
 * refused; test/sensors/bme280.test.ts checks it step by step. The price is at most 1 Pa and 0.01 degrees against doubles.
 */
import { memoryAt } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../client/status.ts";
import { product, quotient, ratio, signed } from "./integer.ts";

/** Where things stand in the sensor's memory, as far as both chips have them: id, trimming, data registers. */
export const enum Bosch {
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
  /** Behind registers 0x88 to 0x9f. */
  TrimEnd = 25,
  Pressure = 34,
  Temperature = 37,
  Humidity = 40,
  End = 42,
  /** What a data register of 20 bits holds when nothing was measured. */
  Unmeasured20 = 0x80000,
  /** No chip is trimmed near it (35,000 is usual), and above it nothing can pass 2^31. A blank chip reads 0. */
  LeastP1 = 4096,
}

export function u16(memory: Memory, at: number): number {
  return memoryAt(memory, at) + memoryAt(memory, at + 1) * 256;
}

export function s16(memory: Memory, at: number): number {
  return signed(u16(memory, at), 32768);
}

/** A 20-bit count, high byte first, its last four bits in the upper half of the third byte. */
export function count20(memory: Memory, at: number): number {
  return (
    memoryAt(memory, at) * 4096 + memoryAt(memory, at + 1) * 16 + Math.floor(memoryAt(memory, at + 2) / 16)
  );
}

/** A blank chip, or a bus stuck at 0 or 1, has no positive sensitivity. */
export function isTrimmed(memory: Memory): boolean {
  return u16(memory, Bosch.P1) >= Bosch.LeastP1 && s16(memory, Bosch.T2) > 0;
}

/** The temperature in 1/5120 degrees, the datasheet's t_fine. */
export function fineTemperature(memory: Memory): number {
  const distance = count20(memory, Bosch.Temperature) - u16(memory, Bosch.T1) * 16;
  const coarse = quotient(distance, 16);
  const bend = product(product(coarse, coarse, 4096), s16(memory, Bosch.T3), 16384);
  return product(distance, s16(memory, Bosch.T2), 16384) + bend;
}

/**
 * The pressure before its own curvature is corrected, in 1/8 Pa.
 *
 * @param warmth  above 25 degrees, in 1/5120 degrees
 * @returns       below zero when the count cannot be a pressure
 */
function linearPressure(memory: Memory, warmth: number): number {
  const square = product(warmth, warmth, 4096);
  const bend = product(square, s16(memory, Bosch.P6), 65536) + product(warmth, s16(memory, Bosch.P5), 2048);
  const distance = (1048576 - count20(memory, Bosch.Pressure)) * 8 - s16(memory, Bosch.P4) * 128 - bend;
  const cold = product(distance, 6250, u16(memory, Bosch.P1));
  // 2^21 eighths are 2,600 hPa, and the most that `ratio` can take.
  if (cold < 0 || cold >= 2097152) return -1;
  const slope = product(warmth, s16(memory, Bosch.P2), 32768);
  return ratio(cold, 1048576 + slope + quotient(product(square, s16(memory, Bosch.P3), 65536), 128));
}

/** The pressure in Pa; below zero when the counts cannot be one. */
function pressurePa(memory: Memory, fine: number): number {
  const eighths = linearPressure(memory, fine - 128000);
  if (eighths < 0) return -1;
  const pa = quotient(eighths, 8);
  const bend = quotient(product(product(pa, pa, 4096), s16(memory, Bosch.P9), 65536), 8);
  return quotient(eighths * 2 + bend + product(pa, s16(memory, Bosch.P8), 32768) + s16(memory, Bosch.P7), 16);
}

/**
 * Temperature and pressure, of which each range is also what keeps the steps behind it below 2^31.
 *
 * @param fine    the temperature, of fineTemperature
 * @param values  receives hundredths of a degree first, and pascals at this place; unchanged unless Status.Ok
 */
export function putClimate(memory: Memory, fine: number, values: number[], at: number): Status {
  const centiC = quotient(fine * 5, 256);
  if (centiC < -4000 || centiC > 8500) return Status.OutOfRange;
  const pa = pressurePa(memory, fine);
  if (pa < 30000 || pa > 110000) return Status.OutOfRange;
  values[0] = centiC;
  values[at] = pa;
  return Status.Ok;
}
