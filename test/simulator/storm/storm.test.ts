/*
 * Storms by the hundred: stations keep their promises, those that do not are found, and a seed is one storm.
 */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { cellar } from "../../support/stations/cellar.ts";
import { greenhouse } from "../../support/stations/greenhouse.ts";
import { rooftop } from "../../support/stations/rooftop.ts";
import { replayCommand } from "../../../src/simulator/storm/storm-report.ts";
import { runStorm, Storm } from "../../../src/simulator/storm/storm.ts";
import type { Station } from "../../../src/station/station.ts";

const HOUR_MS = 3_600_000;
/** Readings so often that an outbox fills within minutes. */
const often = (station: Station): Station => ({
  ...station,
  feeds: station.feeds.map((feed) => ({ ...feed, everyS: 20 })),
});
const STATIONS: [string, Station][] = [
  ["greenhouse", often(greenhouse)],
  ["cellar", often(cellar)],
  ["rooftop", rooftop],
];

test("200 storms break no promise, and were storms", () => {
  const fates = new Map<string, number>();
  for (let seed = 1; seed <= 200; seed += 1) {
    const [name, station] = STATIONS[seed % STATIONS.length] as [string, Station];
    const { findings, evidence } = runStorm({ station, seed, forMs: HOUR_MS });
    expect(findings, `npm run storm -- --from ${seed} --seeds 1 --station boards/${name}.ts`).toEqual([]);
    for (const { fate } of evidence.samples) fates.set(fate, (fates.get(fate) ?? 0) + 1);
  }
  // Storms without these would prove nothing.
  expect(fates.get("done")).toBeGreaterThan(10_000);
  expect(fates.get("dropped")).toBeGreaterThan(500);
  expect(fates.get("lost with the power")).toBeGreaterThan(100);
}, 120_000);

/** A hash over every line of a storm's trace. */
function traceHash(seed: number): string {
  const hash = createHash("sha256");
  runStorm({
    ...{ station: often(greenhouse), seed, forMs: HOUR_MS },
    hear: ({ atMs, place, text }) => hash.update(`${atMs} ${place} ${text}\n`),
  });
  return hash.digest("hex");
}

test("a seed is one storm, to the last line of its trace, and the next seed is another", () => {
  expect(traceHash(7)).toBe(traceHash(7));
  expect(traceHash(7)).not.toBe(traceHash(8));
});

test("a storm needs time for its calm", () => {
  expect(() => new Storm({ station: cellar, seed: 1, forMs: 600_000 })).toThrow(
    "a storm and the calm after it take 29 minutes at least: give --for that long",
  );
});

test("the command that shows a storm again names all that decides it", () => {
  const given = {
    path: "test/support/stations/cellar.ts",
    forMs: 7_200_000,
    seed: 41,
    engine: "node",
    everyS: undefined,
  };
  expect(replayCommand(given)).toBe(
    "npx catnap sim test/support/stations/cellar.ts --fast --storm --for 2h --seed 41",
  );
  const more = { ...given, forMs: 5_400_000, everyS: 10, engine: "lua", network: "wan", quirks: "aedes" };
  expect(replayCommand(more)).toBe(
    "npx catnap sim test/support/stations/cellar.ts --fast --storm --for 90m --seed 41 --every 10s --network wan --quirks aedes --engine lua",
  );
});

test("a storm of weeks, with more faults than a world has room for events, is judged rightly", () => {
  const { findings, evidence } = runStorm({ station: cellar, seed: 3, forMs: 21 * 24 * HOUR_MS });
  expect(findings).toEqual([]);
  expect(evidence.links.length).toBeGreaterThan(1000);
}, 60_000);
