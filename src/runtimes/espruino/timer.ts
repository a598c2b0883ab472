/*
 * Time on Espruino: the one timer of the port, and its clock.
 * Source: Espruino 2v29, src/jswrap_interactive.c.
 */
import { elapsedMs, isDue, laterMs } from "../../client/clock.ts";
import { PortEvent } from "../port.ts";
import { tell } from "./record.ts";
import type { Port } from "./record.ts";

const enum Jump {
  /** More than anything here keeps a board from its clock: the clock was set. */
  LeastMs = 300000,
}

/** Espruino has no clock that nobody can set: a step that no wait explains counts as none. */
export function portNowMs(port: Port): number {
  const clockMs = Math.floor(getTime() * 1000);
  const stepMs = clockMs - (port.clockMs ?? clockMs);
  const nowMs = port.nowMs ?? 0;
  port.clockMs = clockMs;
  port.nowMs = stepMs > 0 && stepMs < (port.waitMs ?? 0) + Jump.LeastMs ? laterMs(nowMs, stepMs) : nowMs;
  return port.nowMs;
}

export function wakeAt(port: Port, dueMs: number): void {
  const nowMs = portNowMs(port);
  port.waitMs = isDue(dueMs, nowMs) ? 0 : elapsedMs(nowMs, dueMs);
  wakeIn(port, port.waitMs);
}

export function wakeIn(port: Port, delayMs: number): void {
  stopTimer(port);
  port.timer = setTimeout(woken, delayMs, port);
}

function woken(port: Port): void {
  port.timer = undefined;
  tell(port, PortEvent.Wake, 0);
}

export function stopTimer(port: Port): void {
  if (port.timer !== undefined) clearTimeout(port.timer);
  port.timer = undefined;
}
