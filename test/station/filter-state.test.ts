/*
 * What filters and alarms remember over a deep sleep: a filter that was woken goes on as one that never slept.
 */
import { expect, test } from "vitest";
import { begin, take, used } from "#bytes";
import { Status } from "../../src/client/status.ts";
import { feedStateBytes, putFeedState, takeFeedState } from "../../src/station/filter-state.ts";
import { filterSample, makeFilter } from "../../src/station/filter.ts";
import type { Filter } from "../../src/station/filter.ts";
import type { Feed } from "../../src/station/station.ts";
import { Verdict } from "../../src/station/verdict.ts";
import { feedOf } from "../support/feeds.ts";

/** What is kept of a filter, in bytes of its own. */
function kept(filter: Filter): Uint8Array {
  const frame = begin(feedStateBytes(filter));
  expect(putFeedState(frame, filter)).toBe(Status.Ok);
  return take(frame).slice();
}

// What the feed has, the readings that were passed on before the sleep, the second of the last, and what is kept.
const STATES: [Partial<Feed>, number[], number, string][] = [
  [{ filter: { minimumS: 9 } }, [], 0, "3fffffff"],
  [{ filter: { minimumS: 9 } }, [7], 0, "40000000"],
  [{ filter: { minimumS: 9 } }, [7], 2 ** 30 - 1, "7fffffff"],
  [{ filter: { deadBand: [1] } }, [-7], 86400, "400151803ffffff9"],
  [{ alarms: [{ field: 0, above: 5 }] }, [7], 1, "4000000101"],
  [
    {
      alarms: [
        { field: 0, above: 5 },
        { field: 0, above: 8 },
      ],
      filter: { deadBand: [1] },
    },
    [7],
    1,
    "40000001400000070100",
  ],
];

for (const [feed, readings, nowS, hex] of STATES) {
  const filter = makeFilter(feedOf(1, feed));
  for (const reading of readings) filterSample(filter, Status.Ok, [reading], nowS);

  test(`${JSON.stringify(feed)} after [${readings.join()}] is kept as ${hex}, and comes back`, () => {
    expect(Buffer.from(kept(filter)).toString("hex")).toBe(hex);
    const woken = makeFilter(feedOf(1, feed));
    const chunk = new Uint8Array([9, ...kept(filter), 9]);
    expect(takeFeedState(chunk, 1, woken)).toBe(chunk.length - 1);
    expect(kept(woken)).toEqual(kept(filter));
  });

  test(`${JSON.stringify(feed)}: a frame or a chunk one byte too short changes nothing`, () => {
    const frame = begin(feedStateBytes(filter) - 1);
    expect(putFeedState(frame, filter)).toBe(Status.Full);
    expect(used(frame)).toBe(0);
    const woken = makeFilter(feedOf(1, feed));
    expect(takeFeedState(kept(filter).slice(0, -1), 0, woken)).toBe(-1);
    expect(woken).toEqual(makeFilter(feedOf(1, feed)));
  });
}

test("with a sleep before each reading a filter says what it says without", () => {
  const feed = feedOf(2, {
    filter: { deadBand: [10, 10], minimumS: 120, heartbeatS: 600, offset: [-1, 1] },
    alarms: [{ field: 1, above: 50, hysteresis: 5 }],
  });
  const readings = [0, 3, 12, 12, 47, 49, 50, 47, 43, 43, 60, 61, 61, 61, 61, 61, 61, 61, 61, 61];
  const awake = makeFilter(feed);
  let sleeper = makeFilter(feed);
  const verdicts = readings.map((reading, at) => {
    const woken = makeFilter(feed);
    takeFeedState(kept(sleeper), 0, woken);
    sleeper = woken;
    const verdict = filterSample(awake, Status.Ok, [0, reading], at * 60);
    expect(filterSample(sleeper, Status.Ok, [0, reading], at * 60)).toBe(verdict);
    return verdict;
  });
  expect(new Set(verdicts)).toEqual(new Set([Verdict.Hold, Verdict.Pass, Verdict.Alarm]));
});
