/*
 * Time on NodeMCU: the one tmr object of the port, which also tells what may not be told from inside of a call.
 * Source: NodeMCU 3.0, app/modules/tmr.c.
 */
import { elapsedMs, isDue, laterMs } from "../../client/clock.ts";
import { PortEvent } from "../port.ts";
import { readTicks } from "./clock.ts";
import { lost, tellOwner } from "./record.ts";
import type { Port } from "./record.ts";

const enum Alarm {
  LeastMs = 1,
  /** Often enough to count every wrap of tmr.now. */
  MostMs = 1500000,
}

/** A timer that does not run yet. */
export function setUpAlarm(port: Port): void {
  port.timer.register(Alarm.MostMs, tmr.ALARM_SEMI, () => alarmed(port));
}

export function portNowMs(port: Port): number {
  return readTicks(port.clock, tmr.now());
}

export function wakeAt(port: Port, dueMs: number): void {
  port.dueMs = dueMs;
  port.isWaiting = true;
  arm(port);
}

export function wakeIn(port: Port, delayMs: number): void {
  wakeAt(port, laterMs(portNowMs(port), delayMs));
}

/** Set the timer to what is waited for, or at least to count a wrap of tmr.now; a timer that is stopped can be collected. */
export function arm(port: Port): void {
  port.timer.stop();
  if (port.failure === undefined && !port.isWaiting) return;
  const nowMs = portNowMs(port);
  let waitMs: number = Alarm.LeastMs;
  if (port.failure === undefined && !isDue(port.dueMs, nowMs)) waitMs = elapsedMs(nowMs, port.dueMs);
  port.timer.interval(waitMs < Alarm.MostMs ? waitMs : Alarm.MostMs);
  port.timer.start();
}

function alarmed(port: Port): void {
  const failure = port.failure;
  if (failure !== undefined) lost(port, failure);
  else if (port.isWaiting && isDue(port.dueMs, portNowMs(port))) {
    port.isWaiting = false;
    tellOwner(port, PortEvent.Wake, 0);
  }
  arm(port);
}
