/*
 * What ends a run before its time: Ctrl-C, which ends in order, and at once the second time; --timeout; a text that
 * was waited for.
 */
const INTERRUPTED = 130;

/** Aborts at Ctrl-C. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
