/*
 * What a board gets, unchanged, in the storms of twenty seeds, on every engine that is here.
 */
import { expect, test } from "vitest";
import { programOf } from "../../../src/cli/sim-world.ts";
import { findEspruino } from "../../../src/simulator/engines/espruino.ts";
import { findXs } from "../../../src/simulator/engines/xs.ts";
import type { BuiltEngine } from "../../../src/simulator/engines/names.ts";
import { runStorm } from "../../../src/simulator/storm/storm.ts";
import { loadStation } from "../../../src/toolchain/station-file.ts";
import { notRun } from "../../support/not-run.ts";

const SEEDS = 20;
const HOUR_MS = 3_600_000;

const hasXs = findXs() !== undefined;
const hasEspruino = findEspruino() !== undefined;
/** An engine and the station that is built for it; a model of an engine only where that is missing. */
const ENGINES: [BuiltEngine, string][] = [
  ["lua", "test/support/stations/cellar.ts"],
  [hasXs ? "xs" : "xs-model", "test/support/stations/rooftop.ts"],
  [hasEspruino ? "espruino" : "espruino-model", "test/support/stations/greenhouse.ts"],
];

if (!hasXs) notRun("xsnap worker not built");
if (!hasEspruino) notRun("ESPRUINO names no interpreter");
for (const [engine, path] of ENGINES) {
  test(`${SEEDS} storms break no promise of ${path} on ${engine}`, { timeout: 240_000 }, async () => {
    const station = await loadStation(path);
    const program = await programOf(path, station, { engine });
    let samples = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { findings, evidence } = runStorm({ station, seed, forMs: HOUR_MS, program });
      samples += evidence.samples.length;
      const replay = `npm run storm -- --from ${seed} --seeds 1 --station ${path} --engine ${engine}`;
      expect(findings, replay).toEqual([]);
    }
    expect(samples).toBeGreaterThan(SEEDS * 5);
  });
}
