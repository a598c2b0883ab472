/*
 * Mistakes in a feed, and in two feeds together. Those of the first station that could be built stand in check.test.ts.
 */
import { atPin, BED, fed, testMistakes } from "../support/check-table.ts";
import type { Feed } from "../../src/station/station.ts";

const AT = "bme280 at 0x76";
const FIELDS: Partial<Feed> = { payload: "fields", topic: "{name}/{field}" };
const { sensor, topic, everyS, qos } = BED.feeds[0] as Feed;
const HOMELESS: Feed = { sensor, bus: "i2c", topic, everyS, qos };

testMistakes([
  [
    "a chip on I2C without address",
    { ...BED, feeds: [HOMELESS] },
    ["bme280: give its address on I2C, such as 0x76, as address"],
    fed(BED, { address: 0x77 }),
  ],
  [
    "a chip on I2C with a pin",
    fed(BED, { pin: 4 }),
    [`${AT}: a chip on I2C has an address and no pin: leave pin out; the bus is the hardware's`],
    BED,
  ],
  [
    "a sensor on another bus without pin",
    { ...BED, feeds: [{ ...HOMELESS, bus: "dht" }] },
    ["bme280: give the GPIO that it is wired to, as pin"],
    { ...BED, feeds: [atPin("dht", 4)] },
  ],
  [
    "a sensor on another bus with an address",
    { ...BED, feeds: [atPin("dht", 4, { address: 0x76 })] },
    ["bme280 at GPIO4: only a chip on I2C has an address: leave it out"],
    { ...BED, feeds: [atPin("dht", 4)] },
  ],
  [
    "payload by field on one topic",
    fed(BED, { payload: "fields" }),
    [`${AT}: each of its fields goes to a topic of its own: put {field} into "{name}/air"`],
    fed(BED, FIELDS),
  ],
  [
    "a field in the topic of a JSON object",
    fed(BED, { topic: "{name}/{field}" }),
    [`${AT}: {field} in its topic needs payload: "fields"`],
    fed(BED, FIELDS),
  ],
  [
    "an unknown key beside a known one",
    fed(BED, { topic: "{name}/{roof}" }),
    [`${AT}: nothing is known as {roof} in its topic, there are {name}, {id}, {feed}, {sensor} and {field}`],
    fed(BED, { topic: "{name}/{id}/{feed}/{sensor}" }),
  ],
  [
    "a topic that is too long",
    fed(BED, { topic: "a".repeat(65536) }),
    [`${AT}: its topic has 65536 bytes, and MQTT takes 65535`],
    fed(BED, { topic: "a".repeat(300) }),
  ],
  [
    "a topic of the broker's own",
    fed(BED, { topic: "$SYS/{name}" }),
    [`${AT}: "$SYS/bed" begins with $, as only the broker's own topics do`],
    fed(BED, { topic: "SYS/$/{name}" }),
  ],
  [
    "a topic of the station's own",
    fed(BED, { topic: "{name}/status" }),
    [`${AT}: on "bed/status" the station says its report: give its readings another`],
    fed(BED, { topic: "{name}/state" }),
  ],
  [
    "two feeds that share one of many topics",
    fed(BED, FIELDS, { address: 0x77, topic: "{name}/temperatureC" }),
    ['two feeds publish to "bed/temperatureC": give each its own topic, for instance with {sensor}'],
    fed(BED, FIELDS, { address: 0x77, topic: "{name}/temperature" }),
  ],
  [
    "a batch of none",
    fed(BED, { batch: 0 }),
    [`${AT}: batch is 0, give a whole number from 1`],
    fed(BED, { batch: 1 }),
  ],
  [
    "a batch of what is no JSON",
    fed(BED, { ...FIELDS, batch: 2 }),
    [`${AT}: only JSON goes out as an array: leave batch out, or payload`],
    fed(BED, { payload: "json", batch: 2 }),
  ],
  [
    "an empty template",
    fed(BED, { payload: { template: "" } }),
    [`${AT}: its template is empty: there is nothing to send`],
    fed(BED, { payload: { template: "up" } }),
  ],
  [
    "a template with an unknown key",
    fed(BED, { payload: { template: "{temperatureC} {humidity}" } }),
    [
      `${AT}: nothing is known as {humidity} in its template, there are {temperatureC}, {humidityPercent}, {pressureHPa}, {t}, {age}, {boot}, {time}, {name}, {id}, {feed}, {sensor}`,
    ],
    fed(BED, { payload: { template: '{"temp":{temperatureC},"of":"{name}",{time}}' } }),
  ],
]);
