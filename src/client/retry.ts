/*
 * How long to wait before the next attempt: exponential back-off with full jitter from a seed.
 * Full jitter, because a fleet that lost its broker at one moment must not come back at one moment.
 */

export interface Retry {
  /** State of the random sequence, 0 to 65535. */
  seed: number;
  /** Attempts that failed since the link was last healthy. */
  failures: number;
  /** The longest wait after the first failure, doubled by every further one. */
  firstMs: number;
  /** What the longest wait grows to. */
  capMs: number;
}

const enum Draw {
  /** A prime of 16 bits, with a multiplier whose products stay far below 2^31 on integer builds. */
  Prime = 65537,
  Factor = 75,
  /** The one state that the sequence never leaves is 65536. */
  Seeds = 65536,
  /** Neighbouring seeds are as far apart as any after this many steps. */
  Warming = 4,
  /** The widest draw whose product with the state stays below 2^31. */
  Limit = 32767,
}

/** @param seed  any integer from 0 to 2^31 - 1 */
export function makeRetry(seed: number, firstMs: number, capMs: number): Retry {
  const retry = { seed: seed % Draw.Seeds, failures: 0, firstMs, capMs };
  for (let step = 0; step < Draw.Warming; step += 1) draw(retry);
  return retry;
}

/** A number from 0 to Draw.Limit - 1. */
function draw(retry: Retry): number {
  retry.seed = (retry.seed * Draw.Factor + 74) % Draw.Prime;
  return Math.floor((retry.seed * Draw.Limit) / Draw.Prime);
}

/** The longest wait that may be drawn now. */
export function longestWaitMs(retry: Retry): number {
  let waitMs = retry.firstMs;
  for (let failure = 1; failure < retry.failures && waitMs < retry.capMs; failure += 1) waitMs += waitMs;
  return waitMs < retry.capMs ? waitMs : retry.capMs;
}

/** Count a failure and draw how long to wait: from 0 up to and including the longest wait. */
export function nextWaitMs(retry: Retry): number {
  retry.failures += 1;
  const high = draw(retry);
  return (high * Draw.Limit + draw(retry)) % (longestWaitMs(retry) + 1);
}

/** After a refusal there is no hurry: the next wait is drawn from the cap. */
export function retryAtCap(retry: Retry): void {
  while (longestWaitMs(retry) < retry.capMs) retry.failures += 1;
}
