/*
 * Espruino's timers and clock. Stricter than the firmware: a timer that is not there cannot be cleared, and an
 * interval is a millisecond at least.
 * Source: Espruino 2v29, src/jswrap_interactive.c, src/jsinteractive.c.
 */
/** Seconds between the board's clock, which begins at 0, and what setTime has made of it. */
board.clockOffsetS = 0;

globalThis.setTimeout = function (call, delayMs, argument) {
  return board.setTimer(call, delayMs, argument);
};
globalThis.setInterval = function (call, everyMs, argument) {
  const ms = everyMs >= 1 ? everyMs : 1;
  return board.setTimer(call, ms, argument, ms);
};

/** Without an argument all of them end: the artefact's mistake, and on a board everybody's. */
board.clearTimers = function (name, ids) {
  if (ids.length === 0)
    board.timers = board.timers.filter(function (timer) {
      return timer.isOwn;
    });
  else if (ids[0] === undefined)
    throw new Error("clear" + name + "(undefined) not allowed. Use clear" + name + "() instead");
  else if (!board.clearTimer(ids[0])) throw new Error("Unknown " + name);
};
globalThis.clearTimeout = function () {
  board.clearTimers("Timeout", arguments);
};
globalThis.clearInterval = function () {
  board.clearTimers("Interval", arguments);
};

/** From now on; a timeout becomes an interval by it. */
globalThis.changeInterval = function (id, everyMs) {
  const timer = board.timers.find(function (each) {
    return each.id === id;
  });
  if (timer === undefined) throw new Error("Unknown Interval");
  timer.everyMs = everyMs >= 1 ? everyMs : 1;
  timer.dueMs = board.nowMs + timer.everyMs;
};

/** Seconds; of a board that nobody has set, since it runs. */
globalThis.getTime = function () {
  return board.nowMs / 1000 + board.clockOffsetS;
};
/** Timers go on as they were. */
globalThis.setTime = function (seconds) {
  board.clockOffsetS = seconds - board.nowMs / 1000;
};
