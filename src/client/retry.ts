/*
 * How long to wait before the next attempt: exponential back-off with full jitter from a seed.
 * Full jitter, because a fleet that lost its broker at one moment must not come back at one moment.
 */

export interface Retry {
  /** State of the random sequence, 0 to 65536. */
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
  /** A delay is drawn in two parts, so that no product passes 2^31. */
  PartMs = 1024,
}

export function makeRetry(seed: number, firstMs: number, capMs: number): Retry {
  return { seed: seed % Draw.Prime, failures: 0, firstMs, capMs };
}

/** A number from 0 to limit - 1, for a limit of at most 32,767. */
export function draw(retry: Retry, limit: number): number {
  retry.seed = (retry.seed * Draw.Factor + 74) % Draw.Prime;
  return Math.floor((retry.seed * limit) / Draw.Prime);
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
  const longestMs = longestWaitMs(retry);
  const waitMs =
    draw(retry, Math.floor(longestMs / Draw.PartMs) + 1) * Draw.PartMs + draw(retry, Draw.PartMs);
  return waitMs < longestMs ? waitMs : longestMs;
}

/** After a refusal there is no hurry: the next wait is drawn from the cap. */
export function retryAtCap(retry: Retry): void {
  while (longestWaitMs(retry) < retry.capMs) retry.failures += 1;
}
