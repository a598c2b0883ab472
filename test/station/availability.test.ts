/*
 * Which stations have a will, and what it says.
 */
import { expect, test } from "vitest";
import { availabilityTopic, isDeepSleeper, willOf } from "../../src/station/availability.ts";
import type { SleepDepth, Station } from "../../src/station/station.ts";
import { greenhouse } from "../../boards/greenhouse.ts";

const WILL = { topic: "greenhouse/availability", payload: "offline", qos: 1, retain: true };

const sleeping = (depth: SleepDepth): Station => ({ ...greenhouse, sleep: { depth } });

/** A station, what it does between two deadlines, and its will. */
const ROWS: [string, Station, typeof WILL | undefined][] = [
  ["says nothing of sleep", { ...greenhouse, sleep: undefined } as unknown as Station, WILL],
  ["never sleeps", sleeping("none"), WILL],
  ["sleeps with its modem", sleeping("modem"), WILL],
  ["sleeps lightly", sleeping("light"), WILL],
  ["sleeps deeply", sleeping("deep"), undefined],
];

for (const [what, station, will] of ROWS)
  test(`a station that ${what} has ${will === undefined ? "no will" : "a will"}`, () => {
    expect(willOf(station)).toEqual(will);
    expect(isDeepSleeper(station)).toBe(will === undefined);
  });

test("the birth goes where the will goes", () => {
  expect(availabilityTopic(greenhouse)).toBe(WILL.topic);
});
