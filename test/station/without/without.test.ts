/*
 * What a station leaves out when none of its feeds wants it: same names, less to load, and for a plain feed no
 * difference on the wire.
 */
import { build } from "esbuild";
import { expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import * as realBatch from "../../../src/station/batch.ts";
import * as realFilter from "../../../src/station/filter.ts";
import * as realForms from "../../../src/station/forms.ts";
import type * as outputs from "../../../src/station/output.ts";
import type { Station } from "../../../src/station/station.ts";
import * as batch from "../../../src/station/without/batch.ts";
import * as filter from "../../../src/station/without/filter.ts";
import * as forms from "../../../src/station/without/forms.ts";
import { greenhouse } from "../../../boards/greenhouse.ts";
import { Bench, packetsOf } from "../../support/client.ts";
import { feedOf } from "../../support/feeds.ts";

// The stand-in, the real thing, and what of that is reached by its file name.
const PAIRS: Record<string, [object, object, string[]]> = {
  batch: [batch, realBatch, ["batchOf"]],
  filter: [filter, realFilter, []],
  forms: [forms, realForms, []],
};
const FEATURES = Object.keys(PAIRS);

type Built = typeof outputs & typeof realFilter;

async function bundleWithout(...features: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: 'export * from "./src/station/output.ts"; export * from "#filter";',
      resolveDir: ".",
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: features.map((feature) => `no-${feature}`),
    write: false,
    minify: true,
  });
  return (outputFiles[0] as { text: string }).text;
}

async function loadWithout(...features: string[]): Promise<Built> {
  const text = await bundleWithout(...features);
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Built;
}

/** What a reading of a plain feed is on the wire. */
function sentBy(built: Built, station: Station): unknown[] {
  const outputs = built.makeOutputs(station, "b7");
  const bench = new Bench({ feeds: built.feedsOf(outputs) });
  const { client } = bench;
  expect(built.publishReading(outputs, client, 0, [2150, 4012], 60, 3, true)).toBe(Status.Ok);
  expect(built.publishReading(outputs, client, 0, [2151, 4013], 120, 3, false)).toBe(Status.Ok);
  bench.up();
  return packetsOf(bench.written()).map((each) => JSON.stringify(each));
}

for (const [feature, [standIn, real, own]] of Object.entries(PAIRS))
  test(`${feature}: the stand-in has the names of the real thing`, () => {
    const names = Object.keys(real).filter((name) => !own.includes(name));
    expect(Object.keys(standIn).sort()).toEqual(names.sort());
  });

for (const feature of FEATURES)
  test(`${feature}: a build without it is smaller`, async () => {
    expect((await bundleWithout(feature)).length).toBeLessThan((await bundleWithout()).length);
  });

test("without all of them a plain feed's readings are the same on the wire", async () => {
  const station = { ...greenhouse, feeds: [feedOf(2)] };
  const whole = sentBy(await loadWithout(), station);
  expect(whole).toHaveLength(2);
  expect(sentBy(await loadWithout(...FEATURES), station)).toEqual(whole);
});

// The sampler's answer, and what becomes of it.
const ANSWERS: [Status, number][] = [
  [Status.Ok, 1],
  [Status.NeedMore, 0],
  [Status.Absent, 0],
];

for (const [status, verdict] of ANSWERS)
  test(`without filters the status ${status} is the verdict ${verdict}, and values stay`, () => {
    const values = [7];
    expect(filter.filterSample(filter.makeFilter(feedOf(1)), status, values, 0)).toBe(verdict);
    expect([values, filter.samplesOf(feedOf(1))]).toEqual([[7], 1]);
  });
