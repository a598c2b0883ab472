/*
 * Samples become readings, and readings pass or do not: every option by itself, and those that bear on each other.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import type * as filterModule from "../../src/station/filter.ts";
import type { AlarmOptions } from "../../src/station/alarm.ts";
import type { FilterOptions } from "../../src/station/filter.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";
import { feedOf } from "../support/feeds.ts";

const { filterSample, makeFilter, samplesOf } = loadChecked(
  "src/station/filter.ts",
  makeSeen(),
) as typeof filterModule;

/** Verdict.Hold, Pass and Alarm. */
const HOLD = 0;
const PASS = 1;
const ALARM = 2;

/** Samples of one field, so many seconds apart, and what is passed on; a dot for nothing, ! behind an alarm. */
function passed(options: FilterOptions, samples: number[], alarms?: AlarmOptions[], everyS = 60): string {
  const filter = makeFilter(feedOf(1, { filter: options, ...(alarms && { alarms }) }));
  const results = samples.map((sample, at) => {
    const values = [sample];
    const verdict = filterSample(filter, Status.Ok, values, at * everyS);
    return verdict === HOLD ? "." : String(values[0]) + (verdict === ALARM ? "!" : "");
  });
  return results.join(" ");
}

// What the filter is, the samples, and what it passes on.
const CASES: [string, FilterOptions, number[], string][] = [
  ["without options everything", {}, [1, 1, -2], "1 1 -2"],
  ["an offset", { offset: [-150] }, [100, 0], "-50 -150"],
  ["a gain", { gainPermille: [1021] }, [2000, -2000, 1], "2042 -2042 1"],
  ["a gain, then an offset", { gainPermille: [500], offset: [10] }, [100, -100], "60 -40"],
  ["the median of three", { samples: 3 }, [5, 900, 4, 1, 3, 2], ". . 5 . . 2"],
  ["the median of four", { samples: 4 }, [1, 9, 3, 6], ". . . 5"],
  ["the median of two below zero", { samples: 2 }, [-5, -2], ". -3"],
  ["the mean of three", { samples: 3, isMean: true }, [5, 900, 4], ". . 303"],
  ["the mean of four below zero", { samples: 4, isMean: true }, [-1, -2, -3, -5], ". . . -3"],
  ["the mean of one", { isMean: true }, [7], "7"],
  ["what moved by the dead band", { deadBand: [10] }, [100, 109, 110, 101, 100], "100 . 110 . 100"],
  ["slow drift as well", { deadBand: [10] }, [0, 4, 8, 12, 16, 22], "0 . . 12 . 22"],
  ["nothing sooner than the minimum", { minimumS: 120 }, [1, 2, 3, 4, 5], "1 . 3 . 5"],
  ["the heartbeat", { deadBand: [10], heartbeatS: 180 }, [1, 1, 1, 1, 1, 1, 1], "1 . . 1 . . 1"],
  [
    "a heartbeat from the last one on",
    { deadBand: [9], heartbeatS: 180 },
    [1, 1, 10, 10, 10, 10],
    "1 . 10 . . 10",
  ],
  ["no dead band within the minimum", { deadBand: [1], minimumS: 120 }, [1, 9, 9, 9], "1 . 9 ."],
];

for (const [what, options, samples, expected] of CASES) {
  test(`passes on ${what}: ${samples.join(" ")} becomes ${expected}`, () => {
    expect(passed(options, samples)).toBe(expected);
  });
}

test("one field that moved is enough for all of them", () => {
  const filter = makeFilter(feedOf(2, { filter: { deadBand: [10, 10] } }));
  expect(filterSample(filter, Status.Ok, [0, 0], 0)).toBe(PASS);
  expect(filterSample(filter, Status.Ok, [9, 9], 1)).toBe(HOLD);
  expect(filterSample(filter, Status.Ok, [9, 10], 2)).toBe(PASS);
});

// Seconds that lack the last one of minimum or heartbeat, because both readings of the count were cut off.
const SECONDS: [FilterOptions, number, boolean][] = [
  [{ minimumS: 60 }, 58, false],
  [{ minimumS: 60 }, 59, true],
  [{ deadBand: [1], heartbeatS: 60 }, 58, false],
  [{ deadBand: [1], heartbeatS: 60 }, 59, true],
];

for (const [options, seconds, isPassed] of SECONDS)
  test(`${JSON.stringify(options)}: ${seconds} s after the last one a reading ${isPassed ? "passes" : "waits"}`, () => {
    const filter = makeFilter(feedOf(1, { filter: options }));
    expect(filterSample(filter, Status.Ok, [7], 1000)).toBe(PASS);
    expect(filterSample(filter, Status.Ok, [7], 1000 + seconds)).toBe(isPassed ? PASS : HOLD);
  });

// Alarms, the filter, samples, and what is passed on.
const ALARMS: [string, AlarmOptions[], FilterOptions, number[], string][] = [
  ["without a filter", [{ field: 0, above: 8 }], {}, [7, 8, 9, 7], "7 8! 9 7!"],
  ["within the minimum", [{ field: 0, above: 8 }], { minimumS: 600 }, [7, 7, 8, 9, 7, 7], "7 . 8! . 7! ."],
  ["within the dead band", [{ field: 0, above: 8 }], { deadBand: [5] }, [7, 8, 8, 7], "7 8! . 7!"],
  ["the median's", [{ field: 0, above: 8 }], { samples: 3 }, [9, 1, 1, 9, 9, 1], ". . 1 . . 9!"],
  ["the calibrated value's", [{ field: 0, below: 0 }], { offset: [-5] }, [9, 5, 1], "4 0! -4"],
  [
    "two of them, each with an end of its own",
    [
      { field: 0, above: 8 },
      { field: 0, above: 9 },
    ],
    { minimumS: 600 },
    [8, 9, 9, 8, 8, 7],
    "8! 9! . 8! . 7!",
  ],
];

for (const [what, alarms, options, samples, expected] of ALARMS)
  test(`an alarm passes at once: ${what}`, () => {
    expect(passed(options, samples, alarms)).toBe(expected);
  });

test("a failure drops the samples of its reading, and no reading is made of two halves", () => {
  const filter = makeFilter(feedOf(1, { filter: { samples: 3 } }));
  const answers = [5, 5, Status.Absent, 1, 2, 3].map((sample) => {
    const values = [sample];
    return filterSample(filter, sample < 0 ? sample : Status.Ok, values, 0) === PASS ? values[0] : ".";
  });
  expect(answers).toEqual([".", ".", ".", ".", ".", 2]);
});

test("while a sample is under way nothing is dropped", () => {
  const filter = makeFilter(feedOf(1, { filter: { samples: 2 } }));
  const values = [4];
  expect(filterSample(filter, Status.Ok, values, 0)).toBe(HOLD);
  expect(filterSample(filter, Status.NeedMore, values, 0)).toBe(HOLD);
  expect(filterSample(filter, Status.Ok, values, 0)).toBe(PASS);
});

// What the feed says, and how many samples the sampler takes for a reading.
const SAMPLES: [FilterOptions | undefined, number][] = [
  [undefined, 1],
  [{}, 1],
  [{ samples: 5 }, 5],
];

for (const [filter, count] of SAMPLES)
  test(`a feed with the filter ${JSON.stringify(filter)} wants ${count} samples for a reading`, () => {
    expect(samplesOf(feedOf(1, filter && { filter }))).toBe(count);
  });

// Fifteen samples that lie less than 1.4 * 10^8 apart are the most that a sum below 2^31 can hold.
const sample = fc.integer({ min: -69_999_999, max: 70_000_000 });

test("median and mean lie among the samples, whatever they are, and no step passes 2^31", () => {
  const isAmong = fc.property(
    fc.array(sample, { minLength: 1, maxLength: 15 }),
    fc.boolean(),
    (samples, isMean) => {
      const answers = passed({ samples: samples.length, isMean }, samples).split(" ");
      const value = Number(answers[answers.length - 1]);
      expect(value).toBeGreaterThanOrEqual(Math.min(...samples));
      expect(value).toBeLessThanOrEqual(Math.max(...samples));
      const mean = samples.reduce((sum, each) => sum + each, 0) / samples.length;
      if (isMean) expect(Math.abs(value - mean)).toBeLessThanOrEqual(0.5);
    },
  );
  fc.assert(isAmong, { examples: [[[-69_999_999, ...new Array<number>(14).fill(70_000_000)], true]] });
});
