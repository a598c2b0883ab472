/*
 * What the readings of a feed are on the wire, for each form of payload; a real client, and the test is its network.
 */
import { describe, expect, test } from "vitest";
import { begin, payloadBytes, take, textAt, used } from "#bytes";
import { Status } from "../../src/client/status.ts";
import { feedsOf, makeOutputs, payloadLimit, publishReading } from "../../src/station/output.ts";
import type { Output, Outputs } from "../../src/station/output.ts";
import type { Feed, Station } from "../../src/station/station.ts";
import { greenhouse } from "../../boards/greenhouse.ts";
import { Bench, packetsOf } from "../support/client.ts";
import { LEAST, MOST, recordOf, sensorOf } from "../support/feeds.ts";
import { words } from "../support/wire.ts";

const AIR = sensorOf({ temperatureC: 2, co2Ppm: 0 });
const EPOCH_S = 1767225600;

function stationOf(...feeds: Partial<Feed>[]): Station {
  const whole = { sensor: AIR, bus: "i2c", address: 0x40, everyS: 60, qos: 1 } as const;
  return {
    ...greenhouse,
    name: "roof",
    feeds: feeds.map((feed) => ({ ...whole, topic: "{name}/air", ...feed })),
  };
}

interface Sender {
  outputs: Outputs;
  bench: Bench;
}

function senderOf(station: Station): Sender {
  const outputs = makeOutputs(station, "b0a2d");
  return { outputs, bench: new Bench({ feeds: feedsOf(outputs), txBytes: 1024 }) };
}

/** Topics and payloads of all that waits. */
function sentBy({ bench }: Sender): string[] {
  bench.up();
  return packetsOf(bench.written()).map((each) => {
    if (each.cmd !== "publish") throw new Error(`${each.cmd} is no message`);
    return `${each.topic} ${each.payload.toString()}`;
  });
}

// What the feed says, the time, and what a reading of 21.50 and 417 is on the wire.
const FORMS: [string, Partial<Feed>, number, string[]][] = [
  ["JSON", {}, EPOCH_S, [`roof/air {"temperatureC":21.50,"co2Ppm":417,"t":1767225600}`]],
  ["JSON", { payload: "json" }, 86400, [`roof/air {"temperatureC":21.50,"co2Ppm":417,"age":86400,"boot":3}`]],
  [
    "a batch of one",
    { batch: 4 },
    EPOCH_S,
    [`roof/air [{"temperatureC":21.50,"co2Ppm":417,"t":1767225600}]`],
  ],
  [
    "fields",
    { payload: "fields", topic: "{name}/{feed}/{field}", name: "air" },
    EPOCH_S,
    ["roof/air/temperatureC 21.50", "roof/air/co2Ppm 417"],
  ],
  [
    "line protocol",
    { payload: { template: "{sensor},at={name} c={temperatureC},co2={co2Ppm}i {t}" }, name: "a" },
    EPOCH_S,
    ["roof/air bme280,at=roof c=21.50,co2=417i 1767225600"],
  ],
  ["a template, {t} not known", { payload: { template: "{t}|{age}|{boot}" } }, 60, ["roof/air |60|3"]],
  [
    "a template, {t} known",
    { payload: { template: "{t}|{age}|{boot}" } },
    EPOCH_S,
    ["roof/air 1767225600||3"],
  ],
  [
    "JSON of one's own",
    { payload: { template: '{"c":{temperatureC},{time}}' } },
    60,
    ['roof/air {"c":21.50,"age":60,"boot":3}'],
  ],
  ["JSON of one's own", { payload: { template: "{{time}}" } }, EPOCH_S, ['roof/air {"t":1767225600}']],
  [
    "a template with {id} and {feed}",
    { payload: { template: "{id}/{feed}" } },
    60,
    ["roof/air b0a2d/bme280"],
  ],
  ["no key at all", { payload: { template: "here" } }, 60, ["roof/air here"]],
  ["an unknown key", { payload: { template: "{x}{co2Ppm}{" } }, 60, ["roof/air {x}417{"]],
];

for (const [what, feed, stampS, sent] of FORMS)
  test(`${what}: ${JSON.stringify(feed)} at ${stampS}`, () => {
    const sender = senderOf(stationOf(feed));
    const { outputs, bench } = sender;
    expect(publishReading(outputs, bench.client, 0, [2150, 417], stampS, 3, false)).toBe(Status.Ok);
    expect(sentBy(sender)).toEqual(sent);
  });

test("a batch is one array, in the order of its readings, and a full one is followed by the next", () => {
  const sender = senderOf(stationOf({ batch: 2, sensor: sensorOf({ n: 0 }) }));
  for (let at = 1; at <= 3; at += 1)
    publishReading(sender.outputs, sender.bench.client, 0, [at], EPOCH_S + at, 0, false);
  expect(sentBy(sender)).toEqual([
    'roof/air [{"n":1,"t":1767225601},{"n":2,"t":1767225602}]',
    'roof/air [{"n":3,"t":1767225603}]',
  ]);
});

test("an alarm of a feed with batches goes before others and alone", () => {
  const sender = senderOf(stationOf({ topic: "other" }, { batch: 9, sensor: sensorOf({ n: 0 }) }));
  const { outputs, bench } = sender;
  publishReading(outputs, bench.client, 0, [1, 2], 5, 0, false);
  publishReading(outputs, bench.client, 1, [8], 6, 0, false);
  publishReading(outputs, bench.client, 1, [9], 7, 0, true);
  expect(sentBy(sender).map((line) => line.replace(/ .*?(\d+),"age".*/, " $1"))).toEqual([
    "roof/air 8",
    "roof/air 9",
    "other 2",
  ]);
});

test("each feed has its own outputs, with its own QoS and retain", () => {
  const sender = senderOf(
    stationOf(
      { payload: "fields", topic: "{field}" },
      { topic: "b", qos: 0, retain: true, payload: { template: "{co2Ppm}" } },
    ),
  );
  const { outputs, bench } = sender;
  publishReading(outputs, bench.client, 1, [1, 2], 5, 0, false);
  publishReading(outputs, bench.client, 0, [3, 4], 5, 0, false);
  bench.up();
  expect(words(bench.written())).toEqual([
    "publish b q0 retain 2",
    "publish temperatureC q1 #1 0.03",
    "publish co2Ppm q1 #2 4",
  ]);
});

test("an output that finds no room is answered with why, and those before it stand", () => {
  const outputs = makeOutputs(stationOf({ payload: "fields", topic: "{field}" }), "");
  const bench = new Bench({ feeds: feedsOf(outputs), outboxEntries: 1 });
  expect(publishReading(outputs, bench.client, 0, [1, 2], 5, 0, false)).toBe(Status.Full);
  expect(bench.client.outbox.count).toBe(1);
});

describe("payloadLimit", () => {
  const LONGEST: Partial<Feed>[] = [
    {},
    { batch: 3 },
    { payload: "fields", topic: "{field}" },
    { payload: { template: "°{temperatureC} {co2Ppm} {boot} {age} {time}" } },
    { payload: { template: "{name}" } },
  ];

  for (const feed of LONGEST)
    test(`is the longest payload of ${JSON.stringify(feed)}, to the byte`, () => {
      const station = stationOf({ ...feed, sensor: sensorOf({ temperatureC: 2, co2Ppm: 1 }) });
      const outputs = makeOutputs(station, "");
      const output = outputs.list[0] as Output;
      const feeds = feedsOf(outputs);
      const record = recordOf([LEAST, LEAST], MOST, 65535);
      const chunk = new Uint8Array(Buffer.concat(Array<Uint8Array>(feed.batch ?? 1).fill(record)));
      const frame = begin(1000);
      expect(feeds.format(0, chunk, frame)).toBe(Status.Ok);
      expect(payloadBytes(textAt(take(frame), 0, used(frame)))).toBe(payloadLimit(output));
      expect(feeds.formatBytes).toBe(payloadLimit(output));
      expect(feeds.format(0, chunk, begin(payloadLimit(output) - 1))).toBe(Status.Full);
    });
});
