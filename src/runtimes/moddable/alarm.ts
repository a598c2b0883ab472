/*
 * Time on Moddable XS: the one timer of the port, which also tells what may not be told from inside of a call.
 * Source: Moddable SDK 8, modules/base/timer/modTimer.c, modules/base/time.
 */
import Time from "time";
import Timer from "timer";
import type { TimerId } from "timer";
import { used } from "#bytes";
import { Clock, elapsedMs, isDue, laterMs } from "../../client/clock.ts";
import type { Cause } from "../../client/status.ts";
import { PortEvent } from "../port.ts";
import { lose, tellOwner } from "./record.ts";
import type { OwnTimer, Port } from "./record.ts";

const enum Alarm {
  /** What a timer repeats after that is not to repeat: one that ends would have to be made anew. */
  NeverMs = 1073741823,
}

export function portNowMs(_port: Port): number {
  // The remainder of a negative number is negative.
  return ((Time.ticks % Clock.WrapMs) + Clock.WrapMs) % Clock.WrapMs;
}

export function wakeAt(port: Port, dueMs: number): void {
  port.dueMs = dueMs;
  port.isWaiting = true;
  arm(port);
}

export function wakeIn(port: Port, delayMs: number): void {
  wakeAt(port, laterMs(portNowMs(port), delayMs));
}

/** Whether something is to be told from the top of the event loop: a failure, or that a frame is written. */
function hasNews(port: Port): boolean {
  return port.failure !== undefined || (port.frame !== undefined && port.from === used(port.frame));
}

/** Set the timer to what comes first. */
export function arm(port: Port): void {
  const nowMs = portNowMs(port);
  const timer = port.timer ?? makeTimer(port);
  const isDueNow = hasNews(port) || (port.isWaiting && isDue(port.dueMs, nowMs));
  if (isDueNow) Timer.schedule(timer, 0, Alarm.NeverMs);
  else if (port.isWaiting) Timer.schedule(timer, elapsedMs(nowMs, port.dueMs), Alarm.NeverMs);
  else Timer.schedule(timer);
}

function makeTimer(port: Port): OwnTimer {
  const timer = Timer.repeat(alarmed, Alarm.NeverMs) as OwnTimer;
  timer.port = port;
  port.timer = timer;
  return timer;
}

function alarmed(timer: TimerId): void {
  const port = (timer as OwnTimer).port;
  const failure = port.failure;
  if (failure !== undefined) lose(port, failure);
  else if (hasNews(port)) {
    port.frame = undefined;
    tellOwner(port, PortEvent.Sent, 0);
  } else if (port.isWaiting && isDue(port.dueMs, portNowMs(port))) {
    port.isWaiting = false;
    tellOwner(port, PortEvent.Wake, 0);
  }
  if (port.timer !== undefined) arm(port);
}

/** Nothing is waited for: a timer would hold the port for good. */
export function stopTimer(port: Port): void {
  port.isWaiting = false;
  if (port.timer !== undefined) Timer.clear(port.timer);
  port.timer = undefined;
}

/** Tell the end from the top of the event loop. */
export function failSoon(port: Port, cause: Cause): void {
  port.failure = cause;
  arm(port);
}
