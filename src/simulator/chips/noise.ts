/*
 * What a chip makes of the truth: its noise, drawn from a seed. Not here: what a bus does to its bytes (faults/chips.ts).
 */
import type { Dice } from "../world/dice.ts";
import type { Air } from "./air.ts";

/** Of each quantity, in its unit: that of a BME280, a BH1750 and an SCD4x, from their datasheets' tables. */
const NOISE: Air = {
  temperatureC: 0.02,
  humidityPercent: 0.1,
  pressurePa: 2,
  illuminanceLx: 1,
  co2Ppm: 5,
};

/** The same air, each quantity at most its noise away, and none below zero that cannot be. */
export function noisyAir(air: () => Air, dice: Dice): () => Air {
  return () => {
    const truth = air();
    const around = (key: keyof Air): number => truth[key] + NOISE[key] * dice.between(-1, 1);
    return {
      temperatureC: around("temperatureC"),
      humidityPercent: Math.min(Math.max(around("humidityPercent"), 0), 100),
      pressurePa: around("pressurePa"),
      illuminanceLx: Math.max(around("illuminanceLx"), 0),
      co2Ppm: Math.max(around("co2Ppm"), 0),
    };
  };
}
