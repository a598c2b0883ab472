/*
 * The air under glass: within what the sensor can measure, repeatable, and warm when a day is warm.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { greenhouseClimate } from "../../../src/simulator/chips/greenhouse-climate.ts";

const DAY_S = 86_400;
const YEAR_S = 365 * DAY_S;

/** BME280 datasheet, table 1 and section 3.1: where all three quantities are measured. */
const RANGE = {
  temperatureC: [-40, 85],
  humidityPercent: [0, 100],
  pressurePa: [30_000, 110_000],
} as const;

const seconds = fc.double({ min: 0, max: YEAR_S, noNaN: true });
const seeds = fc.double({ min: 0, max: 1000, noNaN: true });

function isInRange(at: number, seed: number): boolean {
  const air = greenhouseClimate(at, seed);
  return (Object.keys(RANGE) as (keyof typeof RANGE)[]).every(
    (name) => air[name] > RANGE[name][0] && air[name] < RANGE[name][1],
  );
}

test("every quarter of an hour of a year is in the sensor's range", () => {
  const outside: number[] = [];
  for (let at = 0; at <= YEAR_S; at += 900) if (!isInRange(at, 7)) outside.push(at);
  expect(outside).toEqual([]);
});

test("any moment of a year of any seed is in the sensor's range", () => {
  fc.assert(fc.property(seconds, seeds, isInRange));
});

test("the same moment of the same seed has the same air", () => {
  fc.assert(
    fc.property(seconds, seeds, (at, seed) => {
      expect(greenhouseClimate(at, seed)).toEqual(greenhouseClimate(at, seed));
    }),
  );
});

test("another seed has another air", () => {
  expect(greenhouseClimate(1000, 1)).not.toEqual(greenhouseClimate(1000, 2));
});

test("within a second nothing jumps", () => {
  fc.assert(
    fc.property(seconds, seeds, (at, seed) => {
      const now = greenhouseClimate(at, seed);
      const next = greenhouseClimate(at + 1, seed);
      expect(Math.abs(next.temperatureC - now.temperatureC)).toBeLessThan(0.1);
      expect(Math.abs(next.humidityPercent - now.humidityPercent)).toBeLessThan(0.5);
      expect(Math.abs(next.pressurePa - now.pressurePa)).toBeLessThan(10);
    }),
  );
});

test("a day is coldest and most humid around three, warmest and driest around fifteen o'clock", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 364 }), seeds, (day, seed) => {
      const hours = Array.from({ length: 24 }, (_, hour) =>
        greenhouseClimate(day * DAY_S + hour * 3600, seed),
      );
      const temperatures = hours.map(({ temperatureC }) => temperatureC);
      const humidities = hours.map(({ humidityPercent }) => humidityPercent);
      const hourOf = (list: number[], pick: (...values: number[]) => number) => list.indexOf(pick(...list));
      for (const hour of [hourOf(temperatures, Math.min), hourOf(humidities, Math.max)]) {
        expect(hour).toBeGreaterThanOrEqual(0);
        expect(hour).toBeLessThanOrEqual(6);
      }
      for (const hour of [hourOf(temperatures, Math.max), hourOf(humidities, Math.min)]) {
        expect(hour).toBeGreaterThanOrEqual(12);
        expect(hour).toBeLessThanOrEqual(18);
      }
    }),
  );
});
