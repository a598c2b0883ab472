/*
 * The seed of a test run: CATNAP_SEED, else the time. Not here: the dice themselves (src/simulator/world/dice.ts).
 */
export { Dice } from "../../src/simulator/world/dice.ts";

/** The seed of this run. The same seed gives the same run; a failure says it. */
export const SEED =
  process.env.CATNAP_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.CATNAP_SEED);

/** How much longer than usual a run is to be: CATNAP_TIMES, else 1. */
export const TIMES = Number(process.env.CATNAP_TIMES ?? 1);

/** How to see a failure again. */
export function replay(file: string): string {
  return `CATNAP_SEED=${SEED}${TIMES === 1 ? "" : ` CATNAP_TIMES=${TIMES}`} npx vitest run ${file}`;
}
