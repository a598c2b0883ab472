/*
 * Storms by their seeds, one after the other.
 */
import { runStorm } from "../../src/simulator/storm/storm.ts";
import type { Verdict } from "../../src/simulator/storm/storm.ts";
import type { Program } from "../../src/simulator/virtual/world-parts.ts";
import type { Station } from "../../src/station/station.ts";

export interface StormStation {
  /** Its file. */
  path: string;
  station: Station;
  program: Program | undefined;
}

/** The stations take turns by the seed, so that a seed is the same storm wherever the count begins. */
export function* storms(
  stations: readonly StormStation[],
  from: number,
  count: number,
  forMs: number,
): Generator<{ seed: number; path: string; verdict: Verdict }> {
  for (let seed = from; seed < from + count; seed += 1) {
    const { path, station, program } = stations[seed % stations.length] as StormStation;
    yield { seed, path, verdict: runStorm({ station, seed, forMs, program }) };
  }
}
