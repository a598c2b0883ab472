/*
 * The clock that counts on across the wraps of tmr.now, with every step checked to be an integer below 2^31.
 */
import { expect, test } from "vitest";
import type * as ticks from "../../../src/runtimes/nodemcu/clock.ts";
import { loadChecked, makeSeen } from "../../support/checked-arithmetic.ts";

const { makeTickClock, readTicks } = loadChecked("src/runtimes/nodemcu/clock.ts", makeSeen()) as typeof ticks;

/** tmr.now counts so many values. */
const COUNTS = 2 ** 31;
/** nowMs begins anew here. */
const WRAP_MS = 2 ** 30;

// What tmr.now said when the clock was made and each time that it was read, in microseconds that do not wrap.
const TRUE_US: [string, number[]][] = [
  ["just before and just after a wrap", [COUNTS - 1, COUNTS, COUNTS + 1]],
  ["a whole wrap less one between two readings", [5, COUNTS + 4, 2 * COUNTS + 3]],
  ["parts of milliseconds, which add up", [0, 999, 1998, 2997, 3996, 4995]],
  ["the longest alarm, time and again", Array.from({ length: 2000 }, (_, at) => at * 1_500_000_999)],
];

for (const [title, readings] of TRUE_US)
  test(title, () => {
    const [first = 0, ...rest] = readings;
    const clock = makeTickClock(first % COUNTS);
    expect(clock.nowMs).toBe(Math.floor(first / 1000));
    const told = rest.map((us) => readTicks(clock, us % COUNTS));
    expect(told).toEqual(rest.map((us) => Math.floor(us / 1000) % WRAP_MS));
  });
