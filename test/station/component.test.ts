/*
 * What a field becomes in Home Assistant: its class, where its values are found, and when it is taken for lost.
 */
import { describe, expect, test } from "vitest";
import { supplyVoltage } from "../../src/sensors/analog.ts";
import { BH1750 } from "../../src/sensors/bh1750.ts";
import { contact } from "../../src/sensors/contact.ts";
import type { Feed, Station } from "../../src/station/station.ts";
import { DEEP, entities, field, stationOf } from "../support/home-assistant.ts";
import type { Component } from "../support/home-assistant.ts";

/** The one entity of a station with one feed of one field. */
function entityOf(feed: Partial<Feed>, changes: Partial<Station> = {}): Component {
  const [entity, ...others] = Object.values(entities(stationOf(changes, feed)));
  expect(others).toEqual([]);
  return entity as Component;
}

/** Field, bus, and what it is: class, unit, state class. */
const FIELDS: [string, Feed["bus"], string | undefined, string | undefined, string][] = [
  ["temperatureC", "i2c", "temperature", "°C", "measurement"],
  ["humidityPercent", "i2c", "humidity", "%", "measurement"],
  ["moisturePercent", "analog", "moisture", "%", "measurement"],
  ["levelPercent", "analog", undefined, "%", "measurement"],
  ["pressureHPa", "i2c", "atmospheric_pressure", "hPa", "measurement"],
  ["illuminanceLx", "i2c", "illuminance", "lx", "measurement"],
  ["co2Ppm", "i2c", "carbon_dioxide", "ppm", "measurement"],
  ["vocPpm", "analog", undefined, "ppm", "measurement"],
  ["panelV", "analog", "voltage", "V", "measurement"],
  ["rainMm", "pulse", "precipitation", "mm", "total_increasing"],
  ["gapMm", "analog", "distance", "mm", "measurement"],
  ["energyWh", "pulse", "energy", "Wh", "total_increasing"],
  ["storedWh", "analog", undefined, "Wh", "measurement"],
  ["weightKg", "analog", undefined, "Kg", "measurement"],
  ["tips", "pulse", undefined, undefined, "total_increasing"],
  ["C", "analog", undefined, undefined, "measurement"],
];

for (const [name, bus, deviceClass, unit, stateClass] of FIELDS)
  test(`${name} on ${bus} is ${deviceClass ?? "of no class"} in ${unit ?? "no unit"}, ${stateClass}`, () => {
    const entity = entityOf({ bus, pin: 4, sensor: field(name) });
    expect([entity["dev_cla"], entity["unit_of_meas"], entity["stat_cla"]]).toEqual([
      deviceClass,
      unit,
      stateClass,
    ]);
  });

test("the supply is a diagnostic, and any other voltage is not", () => {
  expect(entityOf({ bus: "analog", pin: 0, sensor: supplyVoltage(4200) })["ent_cat"]).toBe("diagnostic");
  expect(entityOf({ bus: "analog", pin: 0, sensor: field("panelV") })).not.toHaveProperty("ent_cat");
});

test.each([
  ["open", "opening"],
  ["door", "door"],
  ["window", "window"],
  ["motion", "motion"],
  ["occupancy", "occupancy"],
  ["lamp", undefined],
])("a contact that says %s is a binary sensor of class %s, with 1 and 0", (name, deviceClass) => {
  const entity = entityOf({ bus: "digital", pin: 4, sensor: contact(name, true) });
  expect([entity["p"], entity["pl_on"], entity["pl_off"]]).toEqual(["binary_sensor", "1", "0"]);
  expect([entity["dev_cla"], entity["stat_cla"], entity["def_ent_id"]]).toEqual([
    deviceClass,
    undefined,
    `binary_sensor.greenhouse_contact_${name}`,
  ]);
});

describe("where a value is found", () => {
  const sensor = field("temperatureC");

  test.each([
    ["an object", {}, "greenhouse/x", "{{value_json.temperatureC}}"],
    ["a batch of objects: the newest", { batch: 6 }, "greenhouse/x", "{{value_json[-1].temperatureC}}"],
    ["a batch of one", { batch: 1 }, "greenhouse/x", "{{value_json.temperatureC}}"],
  ])("in %s", (_what, feed, topic, template) => {
    const entity = entityOf({ sensor, topic: "{name}/x", ...feed });
    expect([entity["stat_t"], entity["val_tpl"]]).toEqual([topic, template]);
  });

  test("on a topic of its own", () => {
    const entity = entityOf({ sensor, topic: "{name}/{id}/{field}/now", payload: "fields" });
    expect([entity["stat_t"], entity["val_tpl"]]).toEqual(["greenhouse/a1b2/temperatureC/now", "{{value}}"]);
  });

  test("nowhere in a text of the user's own: there is no entity, and what follows is still well", () => {
    const template = { template: "T={temperatureC}" };
    expect(entities(stationOf({}, { payload: template }))).toEqual({});
    const both = stationOf({}, { payload: template }, { sensor: BH1750, address: 0x23 });
    expect(Object.keys(entities(both))).toEqual(["bh1750_illuminanceLx"]);
  });
});

describe("expiry", () => {
  /** Feed, station, seconds after which a station that sleeps deeply is taken for lost. */
  const ROWS: [string, Partial<Feed>, Partial<Station>, number | undefined][] = [
    ["three periods of a feed", { everyS: 300 }, {}, 900],
    ["three sendings, when they are rarer", { everyS: 60 }, { send: { everyS: 1800 } }, 5400],
    ["three periods, when sendings are not rarer", { everyS: 3600 }, { send: { everyS: 60 } }, 10800],
    ["several samples make a reading at once", { everyS: 60, filter: { samples: 5 } }, {}, 180],
    ["a minimum makes them rarer", { everyS: 60, filter: { minimumS: 600 } }, {}, 1800],
    ["a dead band with a heartbeat", { everyS: 60, filter: { deadBand: [1], heartbeatS: 3600 } }, {}, 10800],
    ["a dead band, and perhaps never a word", { everyS: 60, filter: { deadBand: [1] } }, {}, undefined],
  ];

  for (const [what, feed, station, expiresS] of ROWS)
    test(`${what}: ${expiresS ?? "none"}`, () => {
      const sensor = field("temperatureC");
      expect(entityOf({ sensor, ...feed }, { ...station, sleep: DEEP })["exp_aft"]).toBe(expiresS);
      // Who stays connected has a will instead.
      expect(entityOf({ sensor, ...feed }, station)).not.toHaveProperty("exp_aft");
    });
});
