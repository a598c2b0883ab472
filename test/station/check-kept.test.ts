/*
 * What fits the memory that outlives a sleep, checked against the blocks that a station really writes.
 */
import { expect, test } from "vitest";
import { checkKept } from "../../src/station/check-kept.ts";
import type { Runtime, Station } from "../../src/station/station.ts";
import { sleeper } from "../support/stations/sleeper.ts";

const stationOf = (runtime: Runtime, outboxBytes: number): Station => ({
  ...sleeper,
  runtime,
  limits: { ...sleeper.limits, outboxBytes, outboxEntries: 20 },
});

// Runtime, the most outboxBytes for 20 entries, and what one byte more is told.
const LIMITS: [Runtime, number, RegExp][] = [
  ["nodemcu", 249, /takes 464 bytes, and the RTC memory of an ESP8266 has 460: make limits\.outboxBytes/],
  ["moddable", 1515, /takes 1639 bytes, and a preference has 1638/],
  ["espruino", 3886, /takes 4010 bytes, and a block has 4009/],
];

for (const [runtime, most, sentence] of LIMITS) {
  test(`${runtime}: 20 entries of together ${most} bytes are kept, and one byte more is not`, () => {
    expect(checkKept(stationOf(runtime, most))).toEqual([]);
    expect(checkKept(stationOf(runtime, most + 1))).toEqual([expect.stringMatching(sentence)]);
  });
}

test("who does not sleep deeply keeps nothing", () => {
  const awake = stationOf("nodemcu", 100_000);
  for (const depth of ["none", "modem", "light"] as const)
    expect(checkKept({ ...awake, sleep: { depth } })).toEqual([]);
});
