/*
 * Every mistake in a station has its sentence, and every smallest limit that a sentence names is just enough.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { greenhouse } from "../support/stations/greenhouse.ts";
import { Status } from "../../src/client/status.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { checkStation } from "../../src/station/check.ts";
import { feedsOf, makeOutputs } from "../../src/station/output.ts";
import { recordBytes } from "../../src/station/record.ts";
import { clientOptions } from "../../src/station/make-runner.ts";
import type { Feed, Station, StationLimits } from "../../src/station/station.ts";
import { connack, START_MS } from "../support/client.ts";
import { words } from "../support/wire.ts";
import { opened, sent, start } from "../../src/client/connection.ts";
import { checkOptions } from "../../src/client/check.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { received } from "../../src/client/receive.ts";
import { nextFrame } from "../../src/client/send.ts";
import { makeClient } from "../../src/client/state.ts";

const FEED = greenhouse.feeds[0] as Feed;

function changed(changes: Partial<Station>): Station {
  return { ...greenhouse, ...changes };
}

/** The greenhouse with these changes to its feed, one feed for each. */
function fed(...changes: Partial<Feed>[]): Station {
  return changed({ feeds: changes.map((change) => ({ ...FEED, ...change })) });
}

function limited(limits: Partial<StationLimits>, station: Station = greenhouse): Station {
  return { ...station, limits: { ...station.limits, ...limits } };
}

// What is wrong, the station, and all that is said about it.
const MISTAKES: [string, Station, string[]][] = [
  [
    "two feeds on one topic",
    fed({ address: 0x76 }, { address: 0x77 }),
    ['two feeds publish to "greenhouse/air": give each its own topic, for instance with {sensor}'],
  ],
  [
    "two feeds whose topics differ only until they are filled in",
    fed({ topic: "{name}/air" }, { address: 0x77, topic: "greenhouse/air" }),
    ['two feeds publish to "greenhouse/air": give each its own topic, for instance with {sensor}'],
  ],
  [
    "two feeds at one address",
    fed({ topic: "a" }, { topic: "b" }),
    ["two feeds have address 0x76 on i2c: set another address on one of the chips"],
  ],
  [
    "a wildcard topic",
    fed({ topic: "{name}/#" }),
    [
      'bme280 at 0x76: "greenhouse/#" is no topic to publish to: it must not be empty nor contain +, # or U+0000',
    ],
  ],
  [
    "an empty topic",
    fed({ topic: "" }),
    ['bme280 at 0x76: "" is no topic to publish to: it must not be empty nor contain +, # or U+0000'],
  ],
  [
    "an unknown key",
    fed({ topic: "{room}/air" }),
    [
      "bme280 at 0x76: nothing is known as {room} in its topic, there are {name}, {id}, {feed}, {sensor} and {field}",
    ],
  ],
  [
    "a runtime without firmware",
    changed({ runtime: "nodemcu" }),
    ["there is no nodemcu firmware for ESP32-DevKitC V4: choose espruino or moddable"],
  ],
  ["no feeds", changed({ feeds: [] }), ["there is no feed: a station without a reading has nothing to do"]],
  ["qos 2", fed({ qos: 2 }), ["bme280 at 0x76: qos is 2, give 0 or 1"]],
  ...[0, -1, 1.5, NaN, 536_871].map((everyS): [string, Station, string[]] => [
    `everyS ${everyS}`,
    fed({ everyS }),
    [`bme280 at 0x76: everyS is ${everyS}, give whole seconds from 1 to 536870`],
  ]),
  ...["", "green house", "a/b", "-a", "a{name}", "grün", "a\0"].map((name): [string, Station, string[]] => [
    `name ${JSON.stringify(name)}`,
    { ...fed({ topic: "air" }), name },
    [`"${name}" is no station name: use letters, digits and hyphens`],
  ]),
  ...[0, 0x07, 0x78, 0xec, -1].map((address): [string, Station, string[]] => [
    `address ${address}`,
    fed({ address }),
    [`bme280 at 0x${address.toString(16).padStart(2, "0")}: I2C addresses go from 0x08 to 0x77`],
  ]),
];

for (const [what, station, sentences] of MISTAKES) {
  test(`${what} is told in a sentence that says what to do`, () => {
    expect(checkStation(station)).toEqual(sentences);
  });
}

// A station may come from JavaScript, and tsx does not look at types.
for (const part of ["name", "hardware", "runtime", "feeds", "limits"] as const) {
  test(`a station without ${part} is answered with a sentence`, () => {
    const station = { ...greenhouse, [part]: undefined };
    expect(checkStation(station)).toEqual([
      `not whole, or not there: ${part}; see boards/greenhouse.ts for a whole station`,
    ]);
  });
}

test("several mistakes are told together", () => {
  const station = { ...fed({ qos: 3, everyS: 0 }), name: "a b" };
  expect(checkStation(station)).toHaveLength(3);
});

test("the edges of every range are no mistake", () => {
  const stations = [
    fed({ everyS: 1 }),
    fed({ everyS: 536_870 }),
    fed({ address: 0x08 }),
    fed({ address: 0x77 }),
    fed({ qos: 0 }),
    fed({ topic: "{name}/{id}/{sensor}" }),
    changed({ name: "a" }),
    changed({ name: "Bed-7" }),
    fed({ topic: "a" }, { topic: "b", address: 0x77 }),
  ];
  expect(stations.map(checkStation)).toEqual(stations.map(() => []));
});

const BOARDS = new URL("../../boards/", import.meta.url);

for (const file of readdirSync(BOARDS).filter((name) => name.endsWith(".ts"))) {
  test(`boards/${file} has no mistake`, async () => {
    const exported = (await import(new URL(file, BOARDS).href)) as Record<string, Station>;
    const stations = Object.values(exported);
    expect(stations).toHaveLength(1);
    expect(stations.map(checkStation)).toEqual([[]]);
  });
}

describe("limits", () => {
  /** A sensor whose publish is shorter than CONNECT. */
  const BRIEF: Sensor = { ...FEED.sensor, fields: ["t"], decimals: [2] };
  const WORDY = { ...fed({ sensor: BRIEF, topic: "t" }), name: "greenhouse".repeat(5) };
  const TIGHT: [keyof StationLimits, Station, number][] = [
    // Both ways that txBytes is decided: by a publish, and by CONNECT.
    ["txBytes", greenhouse, 138],
    ["txBytes", WORDY, 152],
    ["rxBytes", greenhouse, 8],
    ["outboxBytes", greenhouse, 18],
    ["outboxEntries", greenhouse, 1],
  ];

  for (const [name, station, least] of TIGHT) {
    test(`${name} of ${least} is enough, and ${least - 1} is answered with ${least}`, () => {
      expect(checkStation(limited({ [name]: least }, station))).toEqual([]);
      const [problem, ...more] = checkStation(limited({ [name]: least - 1 }, station));
      expect(problem).toContain(`limits.${name} is ${least - 1}, the smallest that would do is ${least}: `);
      expect(more).toEqual([]);
    });
  }

  for (const value of [0, -1, 0.5, NaN])
    for (const name of ["txBytes", "rxBytes", "outboxBytes", "outboxEntries"] as const) {
      test(`${name} of ${value} is a mistake`, () => {
        expect(checkStation(limited({ [name]: value }))).toHaveLength(1);
      });
    }

  /** Connect and publish the longest reading; answers what was written, write by write. */
  function written(station: Station): string[][] {
    const options = clientOptions(station, { host: "", port: 0, isSecure: false }, "0123456789ab", {});
    const feeds = feedsOf(makeOutputs(station, "0123456789ab"));
    const client = makeClient({ ...options, feeds, isPipelined: false }, "0123456789ab", START_MS);
    const status = checkOptions(client.options, client.clientId);
    if (status < 0) return [[`options ${status}`]];
    // All bytes 0 are three times -2^30; the stamp is the longest count of seconds.
    const record = new Uint8Array(recordBytes(FEED.sensor));
    record.set([0x3f, 0xff, 0xff, 0xff, 0xff, 0xff], record.length - 6);
    const answer = publishMessage(client, { topic: 0, payload: record, qos: FEED.qos });
    if (answer < 0) return [[`publish ${answer}`]];
    start(client, START_MS);
    opened(client, START_MS);
    const writes: string[][] = [];
    for (let round = 0; round < 10; round += 1) {
      const bytes = nextFrame(client, START_MS);
      if (bytes === 0) break;
      writes.push(words(client.tx.bytes.slice(0, bytes)));
      sent(client, START_MS);
      if (writes.length === 1) received(client, connack(), START_MS);
    }
    if (client.counters.droppedUnsendable > 0) writes.push(["dropped"]);
    return writes;
  }

  test("with all the smallest limits the longest reading is one write", () => {
    const smallest = { txBytes: 138, rxBytes: 8, outboxBytes: 18, outboxEntries: 1 };
    const station = limited(smallest);
    expect(checkStation(station)).toEqual([]);
    expect(written(station)).toEqual([["connect"], ["publish greenhouse/air q1 #1 117 bytes"]]);
  });

  test("with txBytes one less the longest reading is dropped, and none of it written", () => {
    expect(written(limited({ txBytes: 137 }))).toEqual([["connect"], ["dropped"]]);
  });

  test("with outboxBytes one less a reading is refused as too large", () => {
    expect(written(limited({ outboxBytes: 17 }))).toEqual([[`publish ${Status.TooLarge}`]]);
  });

  test("with outboxEntries one less the client refuses the options", () => {
    expect(written(limited({ outboxEntries: 0 }))).toEqual([[`options ${Status.Invalid}`]]);
  });

  test("with rxBytes one less the client refuses the options", () => {
    expect(written(limited({ rxBytes: 7 }))).toEqual([[`options ${Status.TooLarge}`]]);
  });

  test("where CONNECT is the largest packet, txBytes one less does not hold it", () => {
    expect(written(limited({ txBytes: 152 }, WORDY))[0]).toEqual(["connect"]);
    expect(written(limited({ txBytes: 151 }, WORDY))).toEqual([[`options ${Status.TooLarge}`]]);
  });
});
