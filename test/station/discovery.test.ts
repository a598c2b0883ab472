/*
 * What Home Assistant is told: every station of boards with the keys that Home Assistant documents, the PUBLISH
 * that carries it, and when it is said again. Entities one by one: component.test.ts. On every engine: talk-engines.test.ts.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { birthDelayMs, birthFilter, isBirth, makeDiscovery } from "#discovery";
import { publishMessage } from "../../src/client/publish.ts";
import { contact } from "../../src/sensors/contact.ts";
import { pulses } from "../../src/sensors/pulses.ts";
import { SCD4X } from "../../src/sensors/scd4x.ts";
import type { Station } from "../../src/station/station.ts";
import { loadStation } from "../../src/toolchain/station-file.ts";
import { Bench, packetsOf } from "../support/client.ts";
import { lose } from "../support/wire.ts";
import {
  configOf,
  configProblems,
  DEEP,
  entities,
  field,
  stationOf,
  streamed,
} from "../support/home-assistant.ts";

const files = readdirSync("boards").filter((name) => name.endsWith(".ts"));

describe.each(files)("boards/%s", (name) => {
  const stations = async (): Promise<Station[]> => {
    const station = await loadStation(`boards/${name}`);
    return [station, { ...station, sleep: DEEP, reportS: 3600 }, { ...station, sleep: { depth: "none" } }];
  };

  test("tells what Home Assistant documents, and nothing else", async () => {
    for (const station of await stations())
      expect(configProblems(configOf(makeDiscovery(station, "a1b2", "0.1.0")))).toEqual([]);
  });

  test("gives the same bytes in pieces of 16 to 256, and again from any place", async () => {
    for (const station of await stations()) {
      const discovery = makeDiscovery(station, "0123456789ab", "0.1.0");
      const whole = streamed(discovery, 4096);
      for (let limitBytes = 16; limitBytes <= 256; limitBytes += 1)
        expect(streamed(discovery, limitBytes)).toBe(whole);
      for (let offset = whole.length - 1; offset >= 0; offset -= 37)
        expect(whole.slice(offset).startsWith(discovery.source(offset, 100) as string)).toBe(true);
    }
  });
});

test("greenhouse, word by word", () => {
  const discovery = makeDiscovery(
    stationOf({}, { topic: "{name}/{feed}", name: "air", sensor: field("temperatureC") }),
    "a1b2",
    "0.1.0",
  );
  expect(discovery.topic).toBe("homeassistant/device/greenhouse-a1b2/config");
  expect(configOf(discovery)).toEqual({
    dev: { ids: "greenhouse-a1b2", name: "greenhouse", sw: "0.1.0" },
    o: { name: "catnap", sw: "0.1.0" },
    avty_t: "greenhouse/availability",
    cmps: {
      air_temperatureC: {
        p: "sensor",
        name: "air temperature",
        uniq_id: "greenhouse-a1b2_air_temperatureC",
        def_ent_id: "sensor.greenhouse_air_temperature",
        dev_cla: "temperature",
        unit_of_meas: "°C",
        stat_cla: "measurement",
        stat_t: "greenhouse/air",
        val_tpl: "{{value_json.temperatureC}}",
      },
    },
  });
});

test("a station that sleeps deeply has no availability", () => {
  expect(configOf(makeDiscovery(stationOf({ sleep: DEEP }, {}), "a1b2", ""))).not.toHaveProperty("avty_t");
});

test("a station that reports has an entity for its Wi-Fi", () => {
  const station = stationOf({ reportS: 3600, sleep: DEEP }, { sensor: SCD4X });
  expect(entities(station)["status_rssiDbm"]).toMatchObject({
    dev_cla: "signal_strength",
    ent_cat: "diagnostic",
    stat_t: "greenhouse/status",
    val_tpl: "{{value_json.rssiDbm}}",
    exp_aft: 10800,
  });
});

test("all sensors at once are one device, whose entities all differ", () => {
  const rain = pulses({ name: "rain", field: "rainMm", decimals: 2, amount: 2794, pulses: 100 });
  const station = stationOf(
    { reportS: 60 },
    {},
    { name: "outside" },
    { sensor: SCD4X },
    { sensor: rain, bus: "pulse", pin: 4 },
    { sensor: contact("door", false), bus: "digital", pin: 5 },
  );
  const config = configOf(makeDiscovery(station, "a1b2", "0.1.0"));
  expect(configProblems(config)).toEqual([]);
  expect(Object.keys(config.cmps)).toHaveLength(12);
});

describe("on the wire", () => {
  test("it goes out in frames of 64 bytes as one retained PUBLISH, and the same again", () => {
    const bench = new Bench({ txBytes: 64 }).up();
    const discovery = makeDiscovery(stationOf({}, {}), "a1b2", "0.1.0");
    const { topic, source, totalBytes } = discovery;
    expect(publishMessage(bench.client, { topic, source, totalBytes, qos: 1, retain: true })).toBe(1);
    const first = packetsOf(bench.written());
    expect(first).toMatchObject([{ cmd: "publish", topic, qos: 1, retain: true, dup: false }]);
    lose(bench);
    const again = packetsOf(bench.up().written());
    expect(again).toMatchObject([{ cmd: "publish", topic, qos: 1, retain: true }]);
    const payloads = [...first, ...again].map((packet) => String((packet as { payload: Buffer }).payload));
    expect(payloads).toEqual([streamed(discovery, 4096), streamed(discovery, 4096)]);
  });
});

describe("the birth of Home Assistant", () => {
  const encoder = new TextEncoder();

  test.each([
    ["online", false, true],
    ["online", true, false],
    ["offline", false, false],
    ["onlin", false, false],
    ["online ", false, false],
    ["", false, false],
  ])("%j, retained %s: %s", (text, isRetained, isOne) => {
    expect(isBirth(encoder.encode(text), isRetained)).toBe(isOne);
  });

  test("is told on its own topic", () => {
    expect(birthFilter()).toBe("homeassistant/status");
  });

  test("is answered after 0 to 20 s, at all times between, differently by each station", () => {
    const delays = Array.from({ length: 1000 }, (_, seed) => birthDelayMs({ randomState: seed }));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThan(20_000);
    const perSecond = Array.from({ length: 20 }, (_, s) =>
      delays.filter((ms) => Math.floor(ms / 1000) === s),
    );
    for (const ones of perSecond) expect(ones.length).toBeGreaterThan(20);
    expect(new Set(delays).size).toBeGreaterThan(900);
  });

  test("draws on: the second delay is another one", () => {
    const client = { randomState: 7 };
    expect(birthDelayMs(client)).not.toBe(birthDelayMs(client));
  });
});
