/*
 * Stands in for sleep.ts in a station that stays awake and connected.
 */
import type { PortEvent } from "../../runtimes/port.ts";
import { beginPlan } from "../plan.ts";
import type { Runner } from "../runner.ts";

/** Nothing is kept: every start is the first. */
export function wakeUp(runner: Runner): void {
  beginPlan(runner.plan);
}

export function isLinkWanted(runner: Runner): boolean {
  return !runner.isEnding;
}

export function sleepTold(_runner: Runner, _event: PortEvent): void {}

export function sleepOn(_runner: Runner): boolean {
  return false;
}

export function keepAll(_runner: Runner): void {}
