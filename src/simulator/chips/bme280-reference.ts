/*
 * The BME280's compensation in double precision, both ways: from counts to the climate, and back by bisection.
 * Not here: registers and timing (bme280.ts). Shares nothing with the integers of src/sensors/bme280.ts, on purpose:
 * each is the other's test.
 * Source: Bosch BME280 datasheet, BST-BME280-DS002, section 8.1 (compensation in double precision).
 */

import type { Trim } from "./bme280-trim.ts";

export interface Climate {
  readonly temperatureC: number;
  readonly humidityPercent: number;
  readonly pressurePa: number;
}

/** What the chip's converters deliver: temperature and pressure in 20 bits, humidity in 16. */
export interface Counts {
  readonly temperature: number;
  readonly pressure: number;
  readonly humidity: number;
}

/** The temperature in 1/5120 degrees, which the other two quantities need. */
function fineOf(trim: Trim, count: number): number {
  const distance = count / 16 - trim.T1;
  return distance * (trim.T2 / 1024) + distance ** 2 * (trim.T3 / 2 ** 26);
}

function pressureOf(trim: Trim, count: number, fine: number): number {
  const warmth = Math.trunc(fine) / 2 - 64000;
  const offset = ((warmth ** 2 * trim.P6) / 2 ** 15 + warmth * trim.P5 * 2) / 4 + trim.P4 * 2 ** 16;
  const gain = ((trim.P3 * warmth ** 2) / 2 ** 19 + trim.P2 * warmth) / 2 ** 19;
  const scale = (1 + gain / 2 ** 15) * trim.P1;
  const linear = ((2 ** 20 - count - offset / 4096) * 6250) / scale;
  return linear + ((trim.P9 * linear ** 2) / 2 ** 31 + (trim.P8 * linear) / 2 ** 15 + trim.P7) / 16;
}

/** Without the final limits of 0 and 100 %, so that it can be inverted. */
function humidityOf(trim: Trim, count: number, fine: number): number {
  const warmth = Math.trunc(fine) - 76800;
  const distance = count - (trim.H4 * 64 + (trim.H5 / 2 ** 14) * warmth);
  const gain = 1 + (trim.H6 / 2 ** 26) * warmth * (1 + (trim.H3 / 2 ** 26) * warmth);
  const linear = distance * (trim.H2 / 2 ** 16) * gain;
  return linear * (1 - (trim.H1 * linear) / 2 ** 19);
}

/** What the datasheet's formulas make of these counts. */
export function climateOf(trim: Trim, counts: Counts): Climate {
  const fine = fineOf(trim, counts.temperature);
  return {
    temperatureC: fine / 5120,
    humidityPercent: Math.min(Math.max(humidityOf(trim, counts.humidity, fine), 0), 100),
    pressurePa: pressureOf(trim, counts.pressure, fine),
  };
}

/** The first count from 0 to last for which isBelow no longer holds; last when there is none. */
function bisect(last: number, isBelow: (count: number) => boolean): number {
  let from = 0;
  let to = last;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isBelow(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * The counts a chip delivers in this climate; the nearest it can when the climate is beyond it.
 * Each quantity is monotonic in its count wherever a chip works, pressure downwards.
 */
export function countsOf(trim: Trim, climate: Climate): Counts {
  const fine = climate.temperatureC * 5120;
  return {
    temperature: bisect(2 ** 20 - 1, (count) => fineOf(trim, count) < fine),
    pressure: bisect(2 ** 20 - 1, (count) => pressureOf(trim, count, fine) > climate.pressurePa),
    humidity: bisect(2 ** 16 - 1, (count) => humidityOf(trim, count, fine) < climate.humidityPercent),
  };
}
