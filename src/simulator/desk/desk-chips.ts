/*
 * The chips of a run at a desk: a greenhouse's day that begins with the run, and noise, another each time.
 */
import type { Station } from "../../station/station.ts";
import type { ChipSet } from "../chips/chip-set.ts";
import { greenhouseDay } from "../chips/greenhouse-climate.ts";
import { makeChips } from "../chips/models.ts";
import { noisyAir } from "../chips/noise.ts";
import { Dice } from "../world/dice.ts";

/** @throws  Error for a sensor that has no model */
export function deskChips(station: Station): ChipSet {
  const startMs = performance.now();
  const seed = Math.floor(startMs);
  const passedMs = () => performance.now() - startMs;
  const air = noisyAir(greenhouseDay(passedMs, startMs % 1000), new Dice(seed));
  return makeChips(station, { air, passedMs, seed });
}
