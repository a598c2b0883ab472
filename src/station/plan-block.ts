/*
 * What of a plan outlives a deep sleep, in 32 bytes, and how the counter goes on behind one. What stands on the grid
 * follows from the counter and is not kept.
 *   0 counter, 4 milliseconds, 6 how far the grid is done, 8 boots, 12 planned sleep, 16 the slots that are kept
 */
import { chunkBytes, putU16, room } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { Status } from "../client/status.ts";
import { putU32, u16At, u32At } from "../client/wide.ts";
import { WakeCause } from "../runtimes/board.ts";
import { addMs, Slot } from "./plan.ts";
import type { Plan } from "./plan.ts";

export const enum PlanBlock {
  Bytes = 32,
}

const enum Boots {
  /** A stamp has two bytes for it. */
  Limit = 65536,
}

const enum Slack {
  /** A sixteenth of the sleep: clocks of these boards are up to 5 % fast or slow. */
  Share = 16000,
}

/**
 * How far ahead of the counter the grid is done. The loop does not sleep while anything is due, so all that counts as
 * reached is; and an earlier wake may have reached farther.
 */
function doneAheadS(plan: Plan): number {
  const aheadS = plan.doneS - plan.counterS;
  return aheadS > plan.slackS ? aheadS : plan.slackS + 1;
}

/** Write what is to be kept, as the last thing before the sleep; Status.Full leaves the frame unchanged. */
export function writePlan(plan: Plan, frame: Frame): Status {
  if (room(frame) < PlanBlock.Bytes) return Status.Full;
  putU32(frame, plan.counterS);
  putU16(frame, plan.partMs);
  putU16(frame, doneAheadS(plan));
  putU32(frame, plan.boots);
  putU32(frame, plan.sleepMs);
  for (let slot = 0; slot < Slot.Kept; slot += 1) putU32(frame, plan.dueS[slot] as number);
  return Status.Ok;
}

/** Take up what writePlan wrote; Status.Malformed, with nothing changed, for anything of another length. */
export function readPlan(plan: Plan, chunk: Chunk): Status {
  if (chunkBytes(chunk) !== PlanBlock.Bytes) return Status.Malformed;
  plan.counterS = u32At(chunk, 0);
  plan.partMs = u16At(chunk, 4);
  plan.doneS = plan.counterS + u16At(chunk, 6);
  plan.boots = u32At(chunk, 8);
  plan.sleepMs = u32At(chunk, 12);
  for (let slot = 0; slot < Slot.Kept; slot += 1) plan.dueS[slot] = u32At(chunk, 16 + slot * 4);
  return Status.Ok;
}

/**
 * Go on behind a sleep; called once, behind readPlan and before `repeatEvery`.
 *
 * @param sleptMs  how long it was, where the board has measured it, else -1: then as long as was planned. When a pin woke
 *                 it, that can be anything up to there; with half of it no reading is put off for ever by a busy contact.
 */
export function woken(plan: Plan, cause: WakeCause, sleptMs: number, nowMs: number): void {
  const plannedMs = cause === WakeCause.Pin ? Math.floor(plan.sleepMs / 2) : plan.sleepMs;
  const passedMs = sleptMs < 0 ? plannedMs : sleptMs;
  addMs(plan, passedMs);
  plan.atMs = nowMs;
  plan.slackS = Math.floor(passedMs / Slack.Share);
  // Behind a sleep the count goes on as it was: no reading's time needs another number.
  if (cause === WakeCause.Power || cause === WakeCause.Restart) plan.boots = (plan.boots + 1) % Boots.Limit;
}
