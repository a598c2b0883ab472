/*
 * Waiting in real time.
 */

/** How long the start waits for the subscriber, so that it misses no reading. */
export const READY_MS = 2000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Resolves with the promise, with the abort, or after this time, whichever comes first. */
export function within(promise: Promise<void>, limitMs: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, limitMs);
    stop.addEventListener("abort", done);
    if (stop.aborted) done();
    void promise.then(done);
  });
}

/** Resolves when the condition holds, or after this time. */
export async function until(condition: () => boolean, limitMs: number): Promise<void> {
  const startMs = performance.now();
  while (!condition() && performance.now() - startMs < limitMs) await sleep(10);
}

/** Resolves with the abort, or after this time where there is one. */
export function ended(forMs: number | undefined, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = forMs === undefined ? undefined : setTimeout(resolve, forMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    stop.addEventListener("abort", done);
    if (stop.aborted) done();
  });
}
