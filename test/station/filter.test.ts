import fc from "fast-check";
import { expect, test } from "vitest";
import { Clock } from "../../src/client/clock.ts";
import { Status } from "../../src/client/status.ts";
import type * as filterModule from "../../src/station/filter.ts";
import type { FilterOptions } from "../../src/station/filter.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";

const { filterSample, makeFilter } = loadChecked("src/station/filter.ts", makeSeen()) as typeof filterModule;

/** Five seconds before the clock wraps. */
const START_MS = Clock.WrapMs - 5000;

/** Samples of one field, so many seconds apart, and what is passed on; a dot for nothing. */
function passed(options: FilterOptions, samples: number[], everyS = 60): string {
  const filter = makeFilter(options, 1);
  const results = samples.map((sample, at) => {
    const values = [sample];
    const status = filterSample(filter, values, (START_MS + at * everyS * 1000) % Clock.WrapMs);
    return status === Status.Ok ? String(values[0]) : ".";
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
  const filter = makeFilter({ deadBand: [10, 10] }, 2);
  expect(filterSample(filter, [0, 0], 0)).toBe(Status.Ok);
  expect(filterSample(filter, [9, 9], 1000)).toBe(Status.NeedMore);
  expect(filterSample(filter, [9, 10], 2000)).toBe(Status.Ok);
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
