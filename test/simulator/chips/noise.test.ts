import { expect, test } from "vitest";
import { noisyAir } from "../../../src/simulator/chips/noise.ts";
import { Dice } from "../../../src/simulator/world/dice.ts";

const TRUTH = {
  temperatureC: 20,
  humidityPercent: 100,
  pressurePa: 100_000,
  illuminanceLx: 0,
  co2Ppm: 420,
};

test("noise is small, has both signs, is the same with the same seed, and passes no end of a scale", () => {
  const take = (seed: number) => {
    const air = noisyAir(() => TRUTH, new Dice(seed));
    return Array.from({ length: 200 }, air);
  };
  const taken = take(1);
  expect(take(1)).toEqual(taken);
  expect(take(2)).not.toEqual(taken);
  const temperatures = taken.map(({ temperatureC }) => temperatureC - 20);
  expect(Math.max(...temperatures)).toBeGreaterThan(0.01);
  expect(Math.min(...temperatures)).toBeLessThan(-0.01);
  for (const { temperatureC, humidityPercent, pressurePa, illuminanceLx, co2Ppm } of taken) {
    expect(Math.abs(temperatureC - 20)).toBeLessThanOrEqual(0.02);
    expect(humidityPercent).toBeLessThanOrEqual(100);
    expect(Math.abs(pressurePa - 100_000)).toBeLessThanOrEqual(2);
    expect(illuminanceLx).toBeGreaterThanOrEqual(0);
    expect(Math.abs(co2Ppm - 420)).toBeLessThanOrEqual(5);
  }
});
