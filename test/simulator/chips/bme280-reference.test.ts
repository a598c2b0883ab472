/*
 * The datasheet's formulas in doubles: against what others computed from recorded counts, and there and back again.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { climateOf, countsOf } from "../../../src/simulator/chips/bme280-reference.ts";
import type { Climate, Counts } from "../../../src/simulator/chips/bme280-reference.ts";
import { BOSCH_TRIM, KKOOVALSKY_TRIM, PERIPH_TRIM } from "../../../src/simulator/chips/bme280-trim.ts";
import type { Trim } from "../../../src/simulator/chips/bme280-trim.ts";
import { climates, realTrims } from "../../support/bme280.ts";

// BMP280 datasheet, section 3.12 (its example has no humidity; 48.75 % is ours), and the two recorded chips. The
// second was computed with Bosch's integers, which drop the last bits of the temperature: hence 0.3 Pa.
const KNOWN: [string, Trim, Counts, Climate][] = [
  [
    "the datasheet's example",
    BOSCH_TRIM,
    { temperature: 519888, pressure: 415148, humidity: 30000 },
    { temperatureC: 25.08, humidityPercent: 48.75, pressurePa: 100653.27 },
  ],
  [
    "the chip of periph",
    PERIPH_TRIM,
    { temperature: 526700, pressure: 304428, humidity: 31350 },
    { temperatureC: 23.72, humidityPercent: 65.3056, pressurePa: 100942.695 },
  ],
  [
    "the chip of KKoovalsky",
    KKOOVALSKY_TRIM,
    { temperature: 523824, pressure: 322476, humidity: 36378 },
    { temperatureC: 20.56, humidityPercent: 54.42, pressurePa: 98456.1875 },
  ],
];

function expectNear(climate: Climate, expected: Climate, tolerance: Climate): void {
  for (const field of ["temperatureC", "humidityPercent", "pressurePa"] as const) {
    expect(Math.abs(climate[field] - expected[field]), field).toBeLessThanOrEqual(tolerance[field]);
  }
}

for (const [name, trim, counts, climate] of KNOWN) {
  test(`${name} measures ${climate.temperatureC} degrees, ${climate.humidityPercent} %, ${climate.pressurePa} Pa`, () => {
    const tolerance = { temperatureC: 0.005, humidityPercent: 0.005, pressurePa: 0.3 };
    expectNear(climateOf(trim, counts), climate, tolerance);
  });
}

test("the counts of a climate give the climate back, to one count", () => {
  const tolerance = { temperatureC: 0.0005, humidityPercent: 0.01, pressurePa: 0.3 };
  const returns = (trim: Trim, climate: Climate) => {
    expectNear(climateOf(trim, countsOf(trim, climate)), climate, tolerance);
  };
  fc.assert(fc.property(realTrims, climates, returns));
});

test("a climate beyond the chip gives the last count it has", () => {
  const furnace = { temperatureC: 1000, humidityPercent: 1000, pressurePa: -100000 };
  expect(countsOf(BOSCH_TRIM, furnace)).toEqual({ temperature: 1048575, pressure: 1048575, humidity: 65535 });
});

test("humidity ends at 0 and 100 %, as the datasheet's formula does", () => {
  const counts = { temperature: 519888, pressure: 415148 };
  expect(climateOf(BOSCH_TRIM, { ...counts, humidity: 0 }).humidityPercent).toBe(0);
  expect(climateOf(BOSCH_TRIM, { ...counts, humidity: 65535 }).humidityPercent).toBe(100);
});
