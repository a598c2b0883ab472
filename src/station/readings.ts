/*
 * From deadlines to messages: begins the readings that are due, and puts what comes of them into the outbox.
 * Not here: steps and pauses (sampler.ts), what a reading is worth (#filter), what it becomes (output.ts).
 */
import { epochS } from "#board";
import { limitOf } from "#bytes";
import { filterSample } from "#filter";
import type { Filter } from "#filter";
import { portNowMs } from "#port";
import { earlierMs } from "../client/clock.ts";
import { Status } from "../client/status.ts";
import { publishReading } from "./output.ts";
import { isReached, Slot, slotDone } from "./plan.ts";
import type { Runner } from "./runner.ts";
import { beginReading, sample } from "./sampler.ts";
import type { Sampler } from "./sampler.ts";
import { Verdict } from "./verdict.ts";

/** Take what is due of every feed; of a station that rests the deadlines pass, and nothing else. */
export function takeReadings(runner: Runner): void {
  for (let at = 0; at < runner.samplers.length; at += 1) {
    const sampler = runner.samplers[at] as Sampler;
    const nowMs = portNowMs(runner.port);
    const isNew = isReached(runner.plan, Slot.Feeds + at, nowMs);
    if (isNew) slotDone(runner.plan, Slot.Feeds + at);
    if (runner.isResting) continue;
    if (isNew) beginReading(sampler, nowMs);
    takeSamples(runner, at, sampler);
  }
}

/** Samples that take no time follow one another at once. */
function takeSamples(runner: Runner, at: number, sampler: Sampler): void {
  let status = Status.Ok;
  while (sampler.isActive && status === Status.Ok) {
    status = sample(sampler, runner.port);
    const plan = runner.plan;
    const verdict = filterSample(runner.filters[at] as Filter, status, sampler.values, plan.counterS);
    if (verdict === Verdict.Hold) continue;
    const isAlarm = verdict === Verdict.Alarm;
    if (isAlarm) runner.isUrgent = true;
    const nowS = epochS(runner.port);
    if (nowS > 0) runner.epochAheadS = nowS - plan.counterS;
    const stampS = plan.counterS + runner.epochAheadS;
    publishReading(runner.outputs, runner.client, at, sampler.values, stampS, plan.boots, isAlarm);
  }
}

/** Whether the next reading of each feed might push something out of the outbox. */
export function isNearlyFull(runner: Runner): boolean {
  const outbox = runner.client.outbox;
  const entries = runner.outputs.list.length;
  const bytes = entries * limitOf(runner.outputs.packed);
  return outbox.count + entries > outbox.limit || outbox.usedBytes + bytes > outbox.limitBytes;
}

/** When the next step of a reading under way may be performed; else the given time. */
export function readingsDueMs(runner: Runner, dueAtMs: number): number {
  let earliest = dueAtMs;
  for (let at = 0; at < runner.samplers.length; at += 1) {
    const sampler = runner.samplers[at] as Sampler;
    if (sampler.isActive) earliest = earlierMs(earliest, sampler.dueMs);
  }
  return earliest;
}
