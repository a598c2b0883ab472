/*
 * Storms find the stations that break a promise, and name it; and the broker that takes a reading and loses it.
 */
import { expect, test } from "vitest";
import { greenhouse } from "../../support/stations/greenhouse.ts";
import type { StationEngine, StationEngineOptions } from "../../../src/simulator/engines/station-engine.ts";
import { Storm, runStorm } from "../../../src/simulator/storm/storm.ts";
import { makeWorld, WORLD_SITE } from "../../../src/simulator/virtual/world-parts.ts";
import * as mutants from "../../support/mutants.ts";

const FOR_MS = 3_600_000;
/** Storms until one finds something. */
const SEEDS = 12;

const station = { ...greenhouse, feeds: greenhouse.feeds.map((feed) => ({ ...feed, everyS: 20 })) };

/** What storms find of a mutant, each sentence once. */
function sentences(Kind: new (options: StationEngineOptions) => StationEngine): Set<string> {
  const found = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const program = {
      engine: (outside: StationEngineOptions["outside"]) => new Kind({ station, site: WORLD_SITE, outside }),
      artefact: { text: "", program: "" },
    };
    for (const { sentence } of runStorm({ station, seed, forMs: FOR_MS, program }).findings)
      found.add(sentence);
  }
  return found;
}

const MUTANTS: [keyof typeof mutants, string][] = [
  ["Loses", "Every QoS 1 message taken arrives at least once"],
  ["Reorders", "Order holds per topic among first arrivals."],
  ["Duplicates", "Nothing is sent twice on a healthy connection."],
  ["Duplicates", "Nothing that MQTT 3.1.1 forbids is sent"],
  ["SetsDup", "With a clean session, what the outbox still holds is a new publish"],
  ["Invents", "Nothing arrives that was never measured."],
  ["GivesUp", "After a storm the station is connected again within a bound."],
  ["Throws", "Nothing that is received can throw."],
  ["Stops", "In calm, every feed is measured on time."],
  ["Loses", "Nothing grows beyond its limit."],
];

for (const [name, sentence] of MUTANTS) {
  test(`a station that ${name.toLowerCase()} is found: ${sentence}`, () => {
    const found = [...sentences(mutants[name])];
    expect(found.filter((each) => each.startsWith(sentence))).toHaveLength(1);
  });
}

test("a broker that acknowledges and loses is found", () => {
  const storm = new Storm({ station, seed: 3, forMs: FOR_MS });
  const parts = makeWorld(storm.choice);
  storm.begin(parts);
  const told = parts.broker.onPublish;
  let count = 0;
  parts.broker.onPublish = (...all) => {
    count += 1;
    if (count % 10 !== 0) told(...all);
  };
  parts.board.powerOn();
  parts.world.runTo(FOR_MS);
  expect(storm.verdict?.findings[0]?.sentence).toMatch(/^Every QoS 1 message taken arrives at least once/);
  expect(storm.verdict?.trace.at(-1)).toMatch(/01:00:00.000 {2}check {4}broken: Every QoS 1/);
});
