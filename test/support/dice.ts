/*
 * Random choices that a seed decides, and the seed of a run: CATNAP_SEED, else the time.
 * Not here: choices of the client itself (src/client/retry.ts).
 */

/** The seed of this run. The same seed gives the same run; a failure says it. */
export const SEED =
  process.env.CATNAP_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.CATNAP_SEED);

/** How much longer than usual a run is to be: CATNAP_TIMES, else 1. */
export const TIMES = Number(process.env.CATNAP_TIMES ?? 1);

/** How to see a failure again. */
export function replay(file: string): string {
  return `CATNAP_SEED=${SEED}${TIMES === 1 ? "" : ` CATNAP_TIMES=${TIMES}`} npx vitest run ${file}`;
}

export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to limit - 1; mulberry32. */
  roll(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.roll(times) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.roll(list.length)] as T;
  }
}
