/*
 * Air for simulated sensors: a day under glass, with a little unrest drawn from a seed.
 * The same moment of the same seed always has the same air.
 */
import type { Air } from "./air.ts";

const DAY_S = 86400;
/** Nine in the morning: warming up. */
const START_OF_DAY_S = 9 * 3600;

/** A smooth wander between -1 and 1 that does not repeat within days. */
function wander(seconds: number, seed: number): number {
  const slow = Math.sin(seconds / 37 + seed);
  const slower = Math.sin(seconds / 271 + seed * 2.3);
  return (slow + 2 * slower) / 3;
}

/** The air so many seconds after midnight. */
export function greenhouseClimate(seconds: number, seed: number): Air {
  // Coldest before sunrise, warmest in the early afternoon; warm air under glass is dry.
  const warmth = -Math.cos((2 * Math.PI * (seconds - 3 * 3600)) / DAY_S);
  return {
    temperatureC: 19 + 7 * warmth + 0.8 * wander(seconds, seed),
    humidityPercent: 62 - 18 * warmth + 2.5 * wander(seconds, seed + 1),
    pressurePa: 101325 + 300 * wander(seconds / 60, seed + 2),
    // Clouds pass; at night it is dark, and plants breathe out what they take by day.
    illuminanceLx: Math.max(0, warmth) * (25_000 + 10_000 * wander(seconds, seed + 3)),
    co2Ppm: 480 - 90 * warmth + 20 * wander(seconds, seed + 4),
  };
}

/** The air of a day that begins in the morning. @param passedMs  since then */
export function greenhouseDay(passedMs: () => number, seed: number): () => Air {
  return () => greenhouseClimate(START_OF_DAY_S + passedMs() / 1000, seed);
}
