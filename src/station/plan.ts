/*
 * One fixed table of deadlines, and the earliest of them: what a station waits for, awake or asleep.
 * It counts seconds from its first start, across sleeps. What is done over and over stands on a grid of that counter, so
 * that nothing but the counter must be kept for it, and two boards' tables look the same at the same age.
 * Not here: what is done when a deadline has come (run.ts), the client's own deadline (client/keepalive.ts), and what of
 * the table is kept over a deep sleep (plan-block.ts).
 */
import { makeNumbers } from "#bytes";
import type { Numbers } from "#bytes";
import { Clock, earlierMs, elapsedMs, isDue, laterMs } from "../client/clock.ts";

/** The places of the table. */
export const enum Slot {
  /** Before this the radio stays off: the last attempt failed. */
  Retry = 0,
  /** Until this the station stays awake, because it was asked to. */
  Awake = 1,
  /** So long without a broker: start from the beginning. */
  Restart = 2,
  /** Tell Home Assistant once more. */
  Discovery = 3,
  /** Those before are kept over a deep sleep, those behind stand on the grid. */
  Kept = 4,
  Send = 4,
  Report = 5,
  /** The reading of the first feed; the others follow. */
  Feeds = 6,
}

export const enum Plans {
  /** In place of a deadline: there is none. */
  Never = 2147483647,
  /** Farther than this no timer is set. */
  MostS = 536870,
}

export interface Plan {
  /** Whole seconds since the first start, and milliseconds of the next one, at the reading atMs. */
  counterS: number;
  partMs: number;
  atMs: number;
  /** Points of the grid before this second are done. */
  doneS: number;
  /** So much ahead a deadline counts as reached: a timer that is fast must not wake the board twice for it. */
  slackS: number;
  /** How often the program has begun other than behind a sleep, modulo 65,536. */
  boots: number;
  /** The length of the sleep that was planned last. */
  sleepMs: number;
  /** Of each slot: its deadline on the counter, and its period, or 0. */
  dueS: Numbers;
  everyS: Numbers;
  /** When this wake must end, while it must. */
  endMs: number;
  isLimited: boolean;
}

/** A plan that begins now. Points of the grid at second 0 are due at once: whoever switches a board on sees it work. */
export function makePlan(feeds: number, nowMs: number): Plan {
  const slots = Slot.Feeds + feeds;
  const plan = {
    counterS: 0,
    partMs: 0,
    atMs: nowMs,
    doneS: 0,
    slackS: 0,
    boots: 1,
    sleepMs: 0,
    dueS: makeNumbers(slots),
    everyS: makeNumbers(slots),
    endMs: nowMs,
    isLimited: false,
  };
  for (let slot = 0; slot < slots; slot += 1) plan.dueS[slot] = Plans.Never;
  return plan;
}

/** Let the counter follow the clock. */
export function passPlan(plan: Plan, nowMs: number): void {
  const passedMs = elapsedMs(plan.atMs, nowMs);
  // A reading slightly in the past is a caller's slip, not twelve days.
  if (passedMs >= Clock.HalfMs) return;
  addMs(plan, passedMs);
  plan.atMs = nowMs;
}

/** Move the counter on by less than 2^30 milliseconds. */
export function addMs(plan: Plan, passedMs: number): void {
  const partMs = plan.partMs + passedMs;
  plan.counterS += Math.floor(partMs / 1000);
  plan.partMs = partMs % 1000;
}

/** The first point of the grid that is not before a second: (61, 60) becomes 120, and (60, 60) stays 60. */
export function nextOnGrid(counterS: number, everyS: number): number {
  return Math.floor((counterS + everyS - 1) / everyS) * everyS;
}

/** The first second that does not count as reached. */
function aheadS(plan: Plan): number {
  return plan.counterS + plan.slackS + 1;
}

/** Have something done at each point of a grid, from the first one on that is not done. */
export function repeatEvery(plan: Plan, slot: number, everyS: number): void {
  plan.everyS[slot] = everyS;
  plan.dueS[slot] = nextOnGrid(plan.doneS, everyS);
}

/** Put on the grid what has a period. */
export function beginPlan(plan: Plan): void {
  for (let slot: number = Slot.Send; slot < plan.everyS.length; slot += 1)
    if ((plan.everyS[slot] as number) > 0) repeatEvery(plan, slot, plan.everyS[slot] as number);
}

/** Have it done now, and then at the next point of its grid. */
export function dueNow(plan: Plan, slot: number): void {
  plan.dueS[slot] = plan.counterS;
}

/** Have something done once, so many seconds from now; Plans.Never takes it back. */
export function setOnce(plan: Plan, slot: number, delayS: number, nowMs: number): void {
  passPlan(plan, nowMs);
  const isNever = delayS === Plans.Never;
  // One more, because the second under way is not over.
  plan.dueS[slot] = isNever ? delayS : aheadS(plan) + delayS;
}

export function isSet(plan: Plan, slot: number): boolean {
  return plan.dueS[slot] !== Plans.Never;
}

/** Whether the deadline of a slot has come. */
export function isReached(plan: Plan, slot: number, nowMs: number): boolean {
  passPlan(plan, nowMs);
  return isSet(plan, slot) && (plan.dueS[slot] as number) < aheadS(plan);
}

/** It was done, or given up: the next point of the grid behind now, or never. What was missed is not made up for. */
export function slotDone(plan: Plan, slot: number): void {
  const everyS = plan.everyS[slot] as number;
  plan.dueS[slot] = everyS === 0 ? Plans.Never : nextOnGrid(aheadS(plan), everyS);
}

/** End this wake after so long, whatever has happened. */
export function limitWake(plan: Plan, budgetMs: number, nowMs: number): void {
  plan.endMs = laterMs(nowMs, budgetMs);
  plan.isLimited = true;
}

export function isWakeOver(plan: Plan, nowMs: number): boolean {
  return plan.isLimited && isDue(plan.endMs, nowMs);
}

/** Milliseconds until a second of the counter; 0 when it has come. */
function delayMs(plan: Plan, secondS: number): number {
  const delayS = secondS - plan.counterS;
  if (delayS <= 0) return 0;
  return (delayS < Plans.MostS ? delayS : Plans.MostS) * 1000 - plan.partMs;
}

/** The earliest deadline of the table, as a second of the counter. */
function earliestS(plan: Plan): number {
  let earliest: number = Plans.Never;
  for (let slot = 0; slot < plan.dueS.length; slot += 1) {
    const dueS = plan.dueS[slot] as number;
    if (dueS < earliest) earliest = dueS;
  }
  return earliest;
}

/** When the loop must be called at the latest for one of these: a reading of the clock. */
export function planDueMs(plan: Plan, nowMs: number): number {
  passPlan(plan, nowMs);
  const dueAtMs = laterMs(nowMs, delayMs(plan, earliestS(plan) - plan.slackS));
  return plan.isLimited ? earlierMs(plan.endMs, dueAtMs) : dueAtMs;
}

/**
 * How long to sleep now; it is noted for the wake that follows.
 *
 * @param longestMs  what the board can sleep in one go; longer sleeps are chained by waking in between
 * @returns          0 when something is due, and there is nothing to sleep for
 */
export function planSleepMs(plan: Plan, longestMs: number, nowMs: number): number {
  passPlan(plan, nowMs);
  const dueS = earliestS(plan);
  const wholeMs = dueS < aheadS(plan) ? 0 : delayMs(plan, dueS);
  plan.sleepMs = wholeMs < longestMs ? wholeMs : longestMs;
  return plan.sleepMs;
}
