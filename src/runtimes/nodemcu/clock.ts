/*
 * Milliseconds since boot, modulo 2^30, from NodeMCU's count of microseconds, which wraps at 2^31: after 36 minutes.
 * Not here: seeing to it that the count is read at least once in that time (port.ts does).
 */
import { Clock } from "../../client/clock.ts";

export interface TickClock {
  nowMs: number;
  /** The count at the last reading, and the part of a millisecond that nowMs does not hold yet. */
  lastUs: number;
  restUs: number;
}

const enum Wrap {
  /** 2^31 - 1, which is all that an integer build can hold: the last step of the wrap is added apart. */
  MostUs = 2147483647,
}

export function makeTickClock(countUs: number): TickClock {
  return { nowMs: Math.floor(countUs / 1000), lastUs: countUs, restUs: countUs % 1000 };
}

/** Bring the clock up to this count of microseconds, at most one wrap after the last; answers nowMs. */
export function readTicks(clock: TickClock, countUs: number): number {
  let passedUs = countUs - clock.lastUs;
  if (passedUs < 0) passedUs = passedUs + Wrap.MostUs + 1;
  const restUs = passedUs % 1000;
  // The half millisecond keeps the quotient right where numbers are 32-bit floats.
  let passedMs = Math.floor((passedUs - restUs + 500) / 1000);
  clock.lastUs = countUs;
  clock.restUs += restUs;
  if (clock.restUs >= 1000) {
    clock.restUs -= 1000;
    passedMs += 1;
  }
  clock.nowMs = (clock.nowMs + passedMs) % Clock.WrapMs;
  return clock.nowMs;
}
