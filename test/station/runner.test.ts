/*
 * Whether a reading is under way, of any feed.
 */
import { expect, test } from "vitest";
import { makeRunner } from "../../src/station/make-runner.ts";
import { isSampling, UNNAMED } from "../../src/station/runner.ts";
import type { Sampler } from "../../src/station/sampler.ts";
import { FakePort } from "../support/fake-port.ts";
import { FEED, stationOf } from "../support/station-run.ts";

const SITE = { host: "broker.test", port: 1883, isSecure: false };
const FEEDS = [FEED, { ...FEED, address: 0x41 }, { ...FEED, address: 0x42 }];

for (const active of [[], [0], [1], [2], [0, 2]])
  test(`with ${active.length === 0 ? "no feed" : `feeds ${active.join(", ")}`} of three being read: ${active.length > 0}`, () => {
    const runner = makeRunner(stationOf({}, FEEDS), SITE, new FakePort(), {}, UNNAMED);
    for (const at of active) (runner.samplers[at] as Sampler).isActive = true;
    expect(isSampling(runner)).toBe(active.length > 0);
  });
