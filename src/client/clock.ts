/*
 * Arithmetic on a clock that wraps: readings count milliseconds modulo 2^30, about 12.4 days.
 * Not here: reading a clock, or waiting. A reading comes in as nowMs and goes out as dueMs.
 *
 * 2^30 because a sum of two readings then still fits into 32 bits, which is all a NodeMCU integer build has.
 */

export const enum Clock {
  WrapMs = 1073741824,
  /** The farthest a deadline may lie; longer delays are counted in seconds. */
  HalfMs = 536870912,
}

/**
 * The reading delayMs after nowMs: (2^30 - 1, 2) becomes 1.
 *
 * @param delayMs  0 up to Clock.HalfMs - 1
 */
export function laterMs(nowMs: number, delayMs: number): number {
  return (nowMs + delayMs) % Clock.WrapMs;
}

/** How long ago sinceMs was. A reading in the future looks like one more than Clock.HalfMs ago. */
export function elapsedMs(sinceMs: number, nowMs: number): number {
  const passedMs = nowMs - sinceMs;
  return passedMs < 0 ? passedMs + Clock.WrapMs : passedMs;
}

export function isDue(deadlineMs: number, nowMs: number): boolean {
  return elapsedMs(deadlineMs, nowMs) < Clock.HalfMs;
}

/** The earlier of two deadlines; one that is already due counts as earliest. */
export function earlierMs(firstMs: number, secondMs: number): number {
  return isDue(firstMs, secondMs) ? firstMs : secondMs;
}
