/*
 * Which names a station with commands or discovery may have, and the limits that it needs: just enough is enough, to the
 * byte, on the packets themselves.
 */
import { describe, expect, test } from "vitest";
import { begin, putPayload, room } from "#bytes";
import { commandFilter, logTopic } from "#commands";
import { birthFilter, makeDiscovery } from "#discovery";
import { Packet, putFilter, putPublish, putPublishHead } from "#protocol";
import { reportBytes, statusTopic } from "#status";
import { talkBytes, talkProblems } from "../../src/station/check-talk.ts";
import type { Feed, Station } from "../../src/station/station.ts";
import { DEEP, field, stationOf } from "../support/home-assistant.ts";

const VERSION = "0.1.0";
const ALL = { hasCommands: true, hasDiscovery: true };
const TWINS: Partial<Feed>[] = [{}, { address: 0x77, topic: "{name}/other" }];

/** What is wrong, the station, and part of the sentence; none when nothing is wrong. */
const ROWS: [string, Station, RegExp | undefined][] = [
  ["one feed with everything", stationOf(ALL, {}), undefined],
  ["names that differ", stationOf(ALL, { name: "in" }, { name: "out" }), undefined],
  ["two feeds of one name, which nobody has to name", stationOf({}, ...TWINS), undefined],
  ["two feeds of one name, and commands", stationOf({ hasCommands: true }, ...TWINS), /two feeds .*"bme280"/],
  [
    "two feeds of one name, and discovery",
    stationOf({ hasDiscovery: true }, ...TWINS),
    /two feeds .*"bme280"/,
  ],
  ["a name beyond ASCII", stationOf(ALL, { name: "küche" }), /"küche" is no feed name/],
  ["a name with a quote", stationOf(ALL, { name: 'a"b' }), /is no feed name/],
  ["a name that begins with a space", stationOf(ALL, { name: " a" }), /" a" is no feed name/],
  ["a topic beyond ASCII", stationOf(ALL, { topic: "grün/{feed}" }), /not told of "grün\/bme280"/],
  ["that topic without discovery", stationOf({ hasCommands: true }, { topic: "grün/{feed}" }), undefined],
  ["a field with a quote", stationOf(ALL, { sensor: field('a"b') }), /not told of "a"b"/],
  ["a field with a backslash", stationOf(ALL, { sensor: field("a\\b") }), /not told of "a\\b"/],
];

for (const [what, station, sentence] of ROWS)
  test(`${what}: ${sentence?.source ?? "nothing is wrong"}`, () => {
    const problems = talkProblems(station);
    if (sentence === undefined) expect(problems).toEqual([]);
    else expect(problems).toEqual([expect.stringMatching(sentence)]);
  });

describe("talkBytes", () => {
  /** Writes one packet into a frame of so many bytes; answers whether it fits. */
  type Writer = (station: Station, limitBytes: number) => boolean;
  const longest = (bytes: number): string => "x".repeat(bytes);

  const publishes =
    (topic: string, payload: string): Writer =>
    (_station, limitBytes) =>
      putPublish(begin(limitBytes), 2, topic, 1, payload) === 0;
  const subscribes =
    (filter: string): Writer =>
    (_station, limitBytes) =>
      putFilter(begin(limitBytes), Packet.Subscribe, 1, filter, 1) === 0;
  const tells: Writer = (station, limitBytes) => {
    const { topic, totalBytes } = makeDiscovery(station, "0123456789ab", VERSION);
    return putPublishHead(begin(limitBytes), 3, topic, 1, totalBytes, 0) === 0;
  };

  const named = (name: string, changes: Partial<Station>): Station =>
    stationOf({ ...changes, sleep: DEEP, name }, {});
  const quiet = named("g", {});
  const reporting = named("g", { reportS: 60 });
  const commanded = named("g", { hasCommands: true });
  const discovered = named("a-rather-long-name-of-a-station", { hasDiscovery: true });

  test("a station with nothing to say needs nothing", () => {
    expect(talkBytes(quiet, VERSION)).toEqual({ txBytes: 0, rxBytes: 0 });
  });

  test.each([
    ["a report", reporting, publishes(statusTopic(reporting), longest(reportBytes(VERSION)))],
    [
      "a report that a command asks for",
      commanded,
      publishes(statusTopic(commanded), longest(reportBytes(VERSION))),
    ],
    ["the head of a discovery", discovered, tells],
    ["an availability", stationOf({}, {}), publishes("greenhouse/availability", "offline")],
  ])("%s fits just so", (_what, station, fits) => {
    const { txBytes } = talkBytes(station, VERSION);
    expect([fits(station, txBytes), fits(station, txBytes - 1)]).toEqual([true, false]);
  });

  test("every packet of a station with everything fits, and every answer", () => {
    const station = named("greenhouse", { ...ALL, reportS: 60 });
    const { txBytes, rxBytes } = talkBytes(station, VERSION);
    const answers = ["commands are interval, awake, read, restart, report", "interval bme280 536870"];
    const writers = [
      ...answers.map((answer) => publishes(logTopic(station), answer)),
      subscribes(commandFilter(station)),
      subscribes(birthFilter()),
      publishes(statusTopic(station), longest(reportBytes(VERSION))),
      tells,
    ];
    expect(writers.map((fits) => fits(station, txBytes))).toEqual(writers.map(() => true));
    expect(rxBytes).toBe("greenhouse/cmd/interval".length);
  });

  test("a long feed's name needs room in a command, and in its answer", () => {
    const name = longest(50);
    const station: Station = { ...commanded, feeds: [{ ...(commanded.feeds[0] as Feed), name }] };
    const { txBytes, rxBytes } = talkBytes(station, VERSION);
    expect(rxBytes).toBe(`${name} 536870`.length);
    expect(publishes(logTopic(station), `interval ${name} 536870`)(station, txBytes)).toBe(true);
    const frame = begin(rxBytes);
    putPayload(frame, `${name} 536870`);
    expect(room(frame)).toBe(0);
  });
});
