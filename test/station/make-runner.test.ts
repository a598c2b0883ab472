/*
 * What a running station is made from: options of its client, periods of its plan, one sampler and filter a feed.
 */
import { describe, expect, test } from "vitest";
import { Reason } from "../../src/client/status.ts";
import { clientOptions, makeRunner } from "../../src/station/make-runner.ts";
import { Slot } from "../../src/station/plan.ts";
import { UNNAMED, Visit } from "../../src/station/runner.ts";
import type { Station } from "../../src/station/station.ts";
import { FakePort } from "../support/fake-port.ts";
import { sleepingStation } from "../support/sleeping-world.ts";
import { FEED, stationOf } from "../support/station-run.ts";

const SITE = { host: "broker.test", port: 1883, isSecure: false, userName: "hen", password: "egg" };
const AWAKE = stationOf();
const DEEP = sleepingStation();

// Station: clean session, subscriptions, PUBACKs, first and longest wait for a retry.
const OPTIONS: [string, Station, boolean, number, number, number | undefined, number | undefined][] = [
  ["only publishes", AWAKE, true, 0, 1, undefined, undefined],
  ["takes commands", { ...AWAKE, hasCommands: true }, false, 2, 100, undefined, undefined],
  ["is told of Home Assistant", { ...AWAKE, hasDiscovery: true }, true, 2, 100, undefined, undefined],
  ["sleeps", DEEP, true, 0, 1, 10, 1800],
  ["sleeps and takes commands", { ...DEEP, hasCommands: true }, false, 2, 100, 10, 1800],
];
describe("the client of a station that", () => {
  for (const [what, station, cleanSession, subscriptions, pubacks, retryFirstS, retryCapS] of OPTIONS)
    test(what, () => {
      expect(clientOptions(station, SITE, "b0a4d", {})).toMatchObject({
        clientId: "shed-b0a4d",
        userName: "hen",
        password: "egg",
        cleanSession,
        subscriptions,
        pubacks,
        retryFirstS,
        retryCapS,
        ...station.limits,
      });
    });
});

test("a sleeper has no will, for it says goodbye at each wake", () => {
  expect(clientOptions(AWAKE, SITE, "b0a4d", {}).will).toMatchObject({ payload: "offline" });
  expect(clientOptions(DEEP, SITE, "b0a4d", {}).will).toBeUndefined();
});

// Sending and reports: their periods in the plan, 0 for none.
for (const [what, changes, sendS, reportS] of [
  ["no more than readings", {}, 0, 0],
  ["a grid", { send: { everyS: 1800 } }, 1800, 0],
  ["a sending without a grid", { send: {} }, 0, 0],
  ["reports", { reportS: 3600 }, 0, 3600],
] as const)
  test(`a station with ${what} is planned as it says, feed by feed`, () => {
    const feeds = [FEED, { ...FEED, address: 0x41, everyS: 60 }];
    const runner = makeRunner({ ...stationOf({}, feeds), ...changes }, SITE, new FakePort(), {}, UNNAMED);
    const { everyS } = runner.plan;
    expect([everyS[Slot.Send], everyS[Slot.Report]]).toEqual([sendS, reportS]);
    expect([everyS[Slot.Feeds], everyS[Slot.Feeds + 1]]).toEqual([10, 60]);
    expect([runner.samplers.length, runner.filters.length, runner.visit]).toEqual([2, 2, Visit.None]);
  });

test("who made the run hears of its client as well", () => {
  const log: string[] = [];
  const port = new FakePort();
  const handlers = { onConnect: () => log.push("connect"), onClose: () => log.push("close") } as const;
  const { client, speech } = makeRunner(
    AWAKE,
    SITE,
    port,
    { onConnect: () => void handlers.onConnect(), onClose: () => void handlers.onClose() },
    UNNAMED,
  );
  client.options.onConnect?.(false);
  expect([log, speech.isAnnounced]).toEqual([["connect"], false]);
  client.options.onClose?.(Reason.Silent, 0);
  expect([log, speech.facts.reason]).toEqual([["connect", "close"], Reason.Silent]);
});
