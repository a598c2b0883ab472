/*
 * Stands in for safe.ts: nobody is told when it becomes safe to sleep; maySleep answers who asks.
 */

/** Nothing is kept. */
export type Watched = object;

/** There is none. */
export const undelivered = undefined;

export function noteBusy(_watched: unknown): void {}

export function watchSafe(_watched: unknown): void {}
