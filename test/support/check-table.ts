/*
 * Stations with one mistake each, all that is said about them, and what is right beside the mistake.
 */
import { expect, test } from "vitest";
import { D1_MINI } from "../../boards/hardware/d1-mini.ts";
import { ESP32_DEVKITC } from "../../boards/hardware/esp32-devkitc.ts";
import { BME280 } from "../../src/sensors/bme280.ts";
import { checkStation } from "../../src/station/check.ts";
import type { Feed, Station } from "../../src/station/station.ts";

/** What is wrong; the station; what is said about it; a station that is right. */
export type MistakeRow = [string, Station, string[], Station];

const FEED: Feed = { sensor: BME280, bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 60, qos: 1 };

/** On an ESP32 with Espruino, connected at all times. */
export const BED: Station = {
  name: "bed",
  hardware: ESP32_DEVKITC,
  runtime: "espruino",
  feeds: [FEED],
  limits: { txBytes: 512, rxBytes: 128, outboxBytes: 2048, outboxEntries: 64 },
};

/** On an ESP8266 with NodeMCU, asleep between two readings. */
export const NAPPER: Station = {
  ...BED,
  hardware: D1_MINI,
  runtime: "nodemcu",
  sleep: { depth: "deep", isGpio16OnRst: true },
  // What is kept has to fit 460 bytes.
  limits: { ...BED.limits, outboxBytes: 200, outboxEntries: 16 },
};

/** A station with these changes to its feed; one feed for each. */
export function fed(station: Station, ...changes: Partial<Feed>[]): Station {
  return { ...station, feeds: changes.map((change) => ({ ...FEED, ...change })) };
}

/** A feed at a pin, without an address, and with a topic of its own. */
export function atPin(bus: Feed["bus"], pin: number, others: Partial<Feed> = {}): Feed {
  return { sensor: BME280, bus, pin, topic: `{name}/${bus}${pin}`, everyS: 60, qos: 1, ...others };
}

export function testMistakes(rows: MistakeRow[]): void {
  for (const [what, wrong, sentences, right] of rows) {
    test(`${what}: ${sentences.join("; ")}`, () => {
      expect(checkStation(wrong)).toEqual(sentences);
    });

    test(`${what}: its good neighbour is no mistake`, () => {
      expect(checkStation(right)).toEqual([]);
    });
  }
}
