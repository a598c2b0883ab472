/*
 * What of a station itself outlives a deep sleep, in one block: its plan, what commands have changed, what calendar
 * time is, and what the filters of its feeds remember.
 *   0 plan, 32 calendar time less the counter, 36 for each feed its period, then what #filter writes of each
 */
import { chunkBytes, piece } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { feedStateBytes, putFeedState, takeFeedState } from "#filter";
import type { Filter } from "#filter";
import { portNowMs } from "#port";
import { putU32, u32At } from "../client/wide.ts";
import { WakeCause } from "../runtimes/board.ts";
import { Slot } from "./plan.ts";
import { PlanBlock, readPlan, woken, writePlan } from "./plan-block.ts";
import type { Runner } from "./runner.ts";

const enum Kept {
  EpochAt = 32,
  PeriodsAt = 36,
}

/** What putStates writes. */
export function statesBytes(filters: Filter[]): number {
  let bytes = Kept.PeriodsAt + filters.length * 4;
  for (let at = 0; at < filters.length; at += 1) bytes += feedStateBytes(filters[at] as Filter);
  return bytes;
}

export function putStates(runner: Runner, frame: Frame): void {
  writePlan(runner.plan, frame);
  putU32(frame, runner.epochAheadS);
  for (let at = 0; at < runner.filters.length; at += 1)
    putU32(frame, runner.plan.everyS[Slot.Feeds + at] as number);
  for (let at = 0; at < runner.filters.length; at += 1) putFeedState(frame, runner.filters[at] as Filter);
}

/**
 * Take up what putStates wrote in an earlier boot, and count the time since then.
 *
 * @returns  false, with nothing changed, for what another station has written
 */
export function takeStates(runner: Runner, chunk: Chunk, cause: WakeCause): boolean {
  if (chunkBytes(chunk) !== statesBytes(runner.filters)) return false;
  readPlan(runner.plan, piece(chunk, 0, PlanBlock.Bytes));
  // Only a sleep has a length that is known.
  const isSlept = cause === WakeCause.Timer || cause === WakeCause.Pin;
  woken(runner.plan, cause, isSlept ? -1 : 0, portNowMs(runner.port));
  runner.epochAheadS = isSlept ? u32At(chunk, Kept.EpochAt) : 0;
  let from = Kept.PeriodsAt + runner.filters.length * 4;
  for (let at = 0; at < runner.filters.length; at += 1) {
    runner.plan.everyS[Slot.Feeds + at] = u32At(chunk, Kept.PeriodsAt + at * 4);
    from = takeFeedState(chunk, from, runner.filters[at] as Filter);
  }
  return true;
}
