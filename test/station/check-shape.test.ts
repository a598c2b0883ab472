/*
 * A station may come from JavaScript, and tsx does not look at types: what has not the shape of one is answered in words.
 */
import { expect, test } from "vitest";
import { checkStation } from "../../src/station/check.ts";
import type { Station } from "../../src/station/station.ts";
import { BED } from "../support/check-table.ts";

const FEED = BED.feeds[0];

/** The station with this value at a path such as "feeds.0.topic". */
function changed(path: string, value: unknown): Station {
  const copy = { ...BED, hardware: { ...BED.hardware }, limits: { ...BED.limits }, feeds: [{ ...FEED }] };
  const names = path.split(".");
  const last = names.pop() as string;
  let record = copy as unknown as Record<string, unknown>;
  for (const name of names) record = (record[name] ??= {}) as Record<string, unknown>;
  record[last] = value;
  return copy as unknown as Station;
}

// Where, what stands there, and what is said.
const WRONG: [string, unknown, string][] = [
  ["runtime", 5, "not whole, or not there: runtime; see boards/greenhouse.ts for a whole station"],
  ["feeds", {}, "not whole, or not there: feeds; see boards/greenhouse.ts for a whole station"],
  ["feeds.0", "bme280", 'feeds[0] is "bme280": give a record'],
  ["feeds.0", null, "feeds[0] is null: give a record"],
  ["feeds.0.sensor", undefined, "feeds[0].sensor is missing: give a sensor, such as BME280"],
  ["feeds.0.sensor", () => {}, "feeds[0].sensor is function: give a sensor, such as BME280"],
  [
    "feeds.0.bus",
    "spi",
    'feeds[0].bus is "spi": give "i2c", "onewire", "dht", "analog", "digital" or "pulse"',
  ],
  ["feeds.0.address", "0x76", 'feeds[0].address is "0x76": give a number'],
  ["feeds.0.topic", 7, 'feeds[0].topic is 7: give a text, such as "{name}/{feed}"'],
  ["feeds.0.everyS", undefined, "feeds[0].everyS is missing: give seconds"],
  ["feeds.0.qos", "1", 'feeds[0].qos is "1": give 0 or 1'],
  ["feeds.0.retain", 1, "feeds[0].retain is 1: give true, or leave it out"],
  ["feeds.0.payload", "xml", 'feeds[0].payload is "xml": give "json", "fields" or { template: "..." }'],
  ["feeds.0.payload", {}, 'feeds[0].payload is {}: give "json", "fields" or { template: "..." }'],
  ["feeds.0.filter", 3, "feeds[0].filter is 3: give a record, such as { samples: 3 }"],
  ["feeds.0.filter.offset", 5, "feeds[0].filter.offset is 5: give a list of numbers, one for each field"],
  [
    "feeds.0.alarms",
    { above: 1 },
    'feeds[0].alarms is {"above":1}: give a list of records, such as { field: 0, above: 2500 }',
  ],
  ["feeds.0.alarms", [{}], "feeds[0].alarms[0].field is missing: give the number of a field, from 0"],
  ["sleep", "deep", 'the station.sleep is "deep": give a record, such as { depth: "deep" }'],
  ["sleep.depth", undefined, 'sleep.depth is missing: give "none", "modem", "light" or "deep"'],
  ["sleep", { depth: "deep", wakePin: "en" }, 'sleep.wakePin is "en": give a GPIO, or "rst"'],
  ["send", 60, "the station.send is 60: give a record, such as { everyS: 1800 }"],
  ["send.everyS", "1h", 'send.everyS is "1h": give a number'],
  ["hasCommands", "yes", 'the station.hasCommands is "yes": give true, or leave it out'],
  ["limits.txBytes", undefined, "limits.txBytes is missing: give a number"],
  ["hardware.gpios", 4, "hardware.gpios is 4: give a list of GPIOs"],
  [
    "hardware.i2c",
    { sda: 1 },
    'hardware.i2c is {"sda":1}: give a record, such as { sda: 21, scl: 22, hz: 100000 }',
  ],
  ["hardware.led", true, "hardware.led is true: give a record, such as { pin: 2, isLitByHigh: true }"],
  ["send.every", 60, 'nothing is known as "every" in send; there is everyS'],
];

for (const [path, value, sentence] of WRONG)
  test(sentence, () => {
    expect(checkStation(changed(path, value))).toEqual([sentence]);
  });

test("a misspelt word is named, with what there is", () => {
  const [problem, ...more] = checkStation(changed("feeds.0.retained", true));
  expect(problem).toMatch(
    /^nothing is known as "retained" in feeds\[0\]; there is sensor, bus, .*, retain, /,
  );
  expect(more).toEqual([]);
});

for (const station of [undefined, null, 5, "greenhouse", []])
  test(`${JSON.stringify(station)} is no station`, () => {
    expect(checkStation(station as unknown as Station)).toEqual([
      `this is no station but ${station === undefined ? "missing" : JSON.stringify(station)}; see boards/greenhouse.ts for one`,
    ]);
  });
