/*
 * How much room a station needs for what it gathers and for its forms of payload. That the smallest limits are just enough
 * for a client stands in check.test.ts.
 */
import { expect, test } from "vitest";
import { checkStation } from "../../src/station/check.ts";
import { Packed } from "../../src/station/record.ts";
import type { Feed, Station, StationLimits } from "../../src/station/station.ts";
import { BED, fed } from "../support/check-table.ts";

const RECORD = 3 * Packed.Bytes + Packed.StampBytes;
const FIELDS: Partial<Feed> = { payload: "fields", topic: "{name}/{field}" };
const half = (...changes: Partial<Feed>[]): Station => ({
  ...fed(BED, ...changes),
  send: { everyS: 1800 },
});

// What a station gathers until it sends: bytes and entries of its outbox.
const GATHERED: [string, Station, number, number][] = [
  ["a reading a minute, half an hour", half({}), 30 * RECORD, 30],
  ["batches of ten", half({ batch: 10 }), 30 * RECORD, 3],
  ["batches of seven", half({ batch: 7 }), 30 * RECORD, 5],
  ["batches larger than a sending", half({ batch: 40 }), 40 * RECORD, 1],
  ["five samples a reading", half({ filter: { samples: 5 } }), 6 * RECORD, 6],
  ["a reading every ten minutes at most", half({ filter: { minimumS: 600 } }), 3 * RECORD, 3],
  ["a period that does not divide the half hour", half({ everyS: 700 }), 3 * RECORD, 3],
  ["a topic for each field", half({ everyS: 600, ...FIELDS }), 9 * RECORD, 9],
  ["two feeds", half({}, { address: 0x77, topic: "b", everyS: 900 }), 32 * RECORD, 32],
];

function limited(station: Station, limits: Partial<StationLimits>): Station {
  return { ...station, limits: { ...station.limits, txBytes: 8192, ...limits } };
}

for (const [what, station, outboxBytes, outboxEntries] of GATHERED)
  test(`${what}: ${outboxBytes} bytes in ${outboxEntries} entries, and not one less`, () => {
    const why = "what is read from one sending to the next must fit";
    expect(checkStation(limited(station, { outboxBytes, outboxEntries }))).toEqual([]);
    expect(checkStation(limited(station, { outboxBytes: outboxBytes - 1 }))).toEqual([
      `limits.outboxBytes is ${outboxBytes - 1}, the smallest that would do is ${outboxBytes}: ${why}`,
    ]);
    expect(checkStation(limited(station, { outboxEntries: outboxEntries - 1 }))).toEqual([
      `limits.outboxEntries is ${outboxEntries - 1}, the smallest that would do is ${outboxEntries}: ${why}`,
    ]);
  });

test("without a grid one batch must fit", () => {
  const station = fed(BED, { batch: 4 });
  expect(checkStation(limited(station, { outboxBytes: 4 * RECORD, outboxEntries: 1 }))).toEqual([]);
  expect(checkStation(limited(station, { outboxBytes: 4 * RECORD - 1 }))).toEqual([
    `limits.outboxBytes is ${4 * RECORD - 1}, the smallest that would do is ${4 * RECORD}: the largest reading must fit`,
  ]);
});

/** The smallest txBytes that the checker names. */
function leastTxBytes(station: Station): number {
  const [problem = ""] = checkStation({ ...station, limits: { ...station.limits, txBytes: 1 } });
  return Number(/^limits\.txBytes is 1, the smallest that would do is (\d+): /.exec(problem)?.[1]);
}

test("what is the largest packet depends on the form of payload", () => {
  const json = leastTxBytes(BED);
  // A comma behind each object but the last, two brackets; and the length of the packet takes a byte more.
  const object = json - leastTxBytes(fed(BED, { payload: { template: "x".repeat(40) } }));
  expect(object).toBeGreaterThan(0);
  expect(leastTxBytes(fed(BED, { batch: 2 }))).toBeGreaterThan(json + 60);
  expect(leastTxBytes(fed(BED, FIELDS))).toBeLessThan(json);
});

// What a station may be besides, the limit that it then needs, and how much.
const TALKING: [Partial<Station>, keyof StationLimits, number, string][] = [
  // "bed/cmd/interval" is the longest topic that it is told.
  [{ hasCommands: true }, "rxBytes", 16, "what it is told must fit"],
  // "homeassistant/status" tells when Home Assistant has begun anew.
  [{ hasDiscovery: true }, "rxBytes", 20, "what it is told must fit"],
  [{}, "rxBytes", 8, "the broker's answers must fit"],
];

for (const [parts, name, least, why] of TALKING)
  test(`${Object.keys(parts).join()} needs ${name} of ${least}: ${why}`, () => {
    const station = { ...BED, ...parts };
    expect(checkStation(limited(station, { [name]: least }))).toEqual([]);
    expect(checkStation(limited(station, { [name]: least - 1 }))).toEqual([
      `limits.${name} is ${least - 1}, the smallest that would do is ${least}: ${why}`,
    ]);
  });

test("a report is larger than a reading of one field", () => {
  const small = fed(BED, { payload: { template: "x" } });
  expect(leastTxBytes({ ...small, reportS: 60 })).toBeGreaterThan(leastTxBytes(small) + 50);
});
