/*
 * Takes a reading: performs a sensor's steps, waits between them by deadlines, decodes.
 * Not here: when a reading is due (plan.ts), what becomes of it (readings.ts), how a step is performed (the port).
 */
import { makeMemory } from "#bytes";
import type { Memory } from "#bytes";
import { samplesOf } from "#filter";
import { portNowMs, transfer } from "#port";
import type { Port } from "#port";
import { isDue, laterMs } from "../client/clock.ts";
import { Status } from "../client/status.ts";
import type { Step } from "../sensors/sensor.ts";
import type { Place } from "../runtimes/port.ts";
import { addressOf } from "./station.ts";
import type { Feed } from "./station.ts";

export interface Sampler {
  feed: Feed;
  place: Place;
  memory: Memory;
  /** The last sample, one value a field. */
  values: number[];
  /** The next step of sensor.start, or of sensor.sample once that is done. */
  step: number;
  isStarted: boolean;
  /** A reading is under way. */
  isActive: boolean;
  /** When its next step may be performed. */
  dueMs: number;
  /** How many samples of that reading were taken: a filter may want several. */
  samples: number;
  readings: number;
  failures: number;
  /** How the last reading ended. */
  status: Status;
}

export function makeSampler(feed: Feed, nowMs: number): Sampler {
  const values: number[] = [];
  for (let at = 0; at < feed.sensor.fields.length; at += 1) values.push(0);
  return {
    feed,
    place: { bus: feed.bus, address: addressOf(feed) },
    memory: makeMemory(feed.sensor.memoryBytes),
    values,
    step: 0,
    isStarted: false,
    isActive: false,
    dueMs: nowMs,
    samples: 0,
    readings: 0,
    failures: 0,
    status: Status.Ok,
  };
}

/** Begin a reading, unless one is under way. */
export function beginReading(sampler: Sampler, nowMs: number): void {
  if (sampler.isActive) return;
  sampler.isActive = true;
  sampler.dueMs = nowMs;
}

/**
 * Perform the steps that are due of the reading under way.
 *
 * @returns  Status.Ok with a new sample in `values`, Status.NeedMore while there is none, or why this reading
 *           failed; after a failure the chip is started anew with the next one
 */
export function sample(sampler: Sampler, port: Port): Status {
  while (sampler.isActive && isDue(sampler.dueMs, portNowMs(port))) {
    const steps = stepsOf(sampler);
    if (sampler.step === steps.length) {
      if (sampler.isStarted)
        return finish(sampler, sampler.feed.sensor.decode(sampler.memory, sampler.values));
      sampler.isStarted = true;
      sampler.step = 0;
      continue;
    }
    const step = steps[sampler.step] as Step;
    const status = transfer(port, sampler.place, step, sampler.memory);
    if (status < 0) return finish(sampler, status);
    sampler.step += 1;
    sampler.dueMs = waitEndMs(step, portNowMs(port));
  }
  return Status.NeedMore;
}

/**
 * When a chip has had its pause, counted from the end of the transfer. One more, because a clock of whole
 * milliseconds may be almost one behind.
 */
function waitEndMs(step: Step, nowMs: number): number {
  return step.waitMs === 0 ? nowMs : laterMs(nowMs, step.waitMs + 1);
}

function stepsOf(sampler: Sampler): Step[] {
  return sampler.isStarted ? sampler.feed.sensor.sample : sampler.feed.sensor.start;
}

/** A sample is taken, or cannot be: take the next one of this reading at once, unless that was the last. */
function finish(sampler: Sampler, status: Status): Status {
  sampler.step = 0;
  sampler.status = status;
  sampler.samples += 1;
  if (status === Status.Ok && sampler.samples < samplesOf(sampler.feed)) return status;
  sampler.samples = 0;
  sampler.isActive = false;
  if (status < 0) {
    sampler.isStarted = false;
    sampler.failures += 1;
  } else sampler.readings += 1;
  return status;
}
