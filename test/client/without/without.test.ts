/*
 * Features that a build leaves out: each alone, all at once, and what becomes of the size.
 * What a client without one of them does stands in the file of that name.
 */
import { expect, test } from "vitest";
import * as realCheck from "../../../src/client/check.ts";
import * as realFeeds from "../../../src/client/feeds.ts";
import * as realFlush from "../../../src/client/flush.ts";
import * as realInbound from "../../../src/client/inbound.ts";
import * as realPolicy from "../../../src/client/policy.ts";
import * as realQos1 from "../../../src/client/qos1.ts";
import * as realReport from "../../../src/client/report.ts";
import * as realRouting from "../../../src/client/routing.ts";
import * as realStream from "../../../src/client/stream.ts";
import * as check from "../../../src/client/without/check.ts";
import * as feeds from "../../../src/client/without/feeds.ts";
import * as flush from "../../../src/client/without/flush.ts";
import * as inbound from "../../../src/client/without/inbound.ts";
import * as policy from "../../../src/client/without/policy.ts";
import * as qos1 from "../../../src/client/without/qos1.ts";
import * as report from "../../../src/client/without/report.ts";
import * as routing from "../../../src/client/without/routing.ts";
import * as stream from "../../../src/client/without/stream.ts";
import { bundleWithout, loadWithout, Spare } from "../../support/without.ts";
import { words } from "../../support/wire.ts";

// The stand-in, the real thing, and what of that is reached by its file name, or by the host alone.
const PAIRS: Record<string, [object, object, string[]]> = {
  check: [check, realCheck, ["Least", "leastTxBytes"]],
  feeds: [feeds, realFeeds, []],
  flush: [flush, realFlush, []],
  inbound: [inbound, realInbound, []],
  policy: [policy, realPolicy, []],
  qos1: [qos1, realQos1, ["nextId"]],
  report: [report, realReport, []],
  routing: [routing, realRouting, []],
  stream: [stream, realStream, []],
};
const FEATURES = Object.keys(PAIRS);

for (const [feature, [standIn, real, own]] of Object.entries(PAIRS)) {
  test(`${feature}: the stand-in has the names of the real thing`, () => {
    const names = Object.keys(real).filter((name) => !own.includes(name));
    expect(Object.keys(standIn).sort()).toEqual(names.sort());
  });

  test(`${feature}: a build without it is smaller`, async () => {
    expect((await bundleWithout(feature)).length).toBeLessThan((await bundleWithout()).length);
  });
}

test("without all of them a client still connects, publishes with QoS 0, and keeps the line alive", async () => {
  const build = await loadWithout(...FEATURES);
  const spare = new Spare(build, { keepAliveS: 10 });
  build.publishMessage(spare.client, { topic: "a", payload: "x", qos: 0 });
  expect(words(spare.up())).toEqual(["publish a q0 x"]);
  build.publishMessage(spare.client, { topic: "b", payload: "y", qos: 0 });
  expect(words(spare.written())).toEqual(["publish b q0 y"]);
  expect(words(spare.pass(9000).written())).toEqual(["pingreq"]);
  build.disconnect(spare.client, spare.nowMs);
  expect(words(spare.written())).toEqual(["disconnect"]);
  expect(spare.log).toEqual(["connect absent", "close 1 0"]);
});

test("without all of them it is less than half of the whole", async () => {
  expect((await bundleWithout(...FEATURES)).length).toBeLessThan((await bundleWithout()).length / 2);
});
