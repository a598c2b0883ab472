/*
 * Feeds for tests of what becomes of their readings: only the fields of the sensor matter.
 */
import fc from "fast-check";
import { begin, take } from "#bytes";
import { BME280 } from "../../src/sensors/bme280.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { putRecord, recordBytes } from "../../src/station/record.ts";
import type { Feed } from "../../src/station/station.ts";

/** The ends of what a value can be. */
export const LEAST = -(2 ** 30);
export const MOST = 2 ** 30 - 1;

/** Any value that may be packed, and the ends much more often than chance would have it. */
export const values = fc.oneof(
  fc.constantFrom(LEAST, LEAST + 1, -1, 0, 1, MOST - 1, MOST),
  fc.integer({ min: LEAST, max: MOST }),
  fc.integer({ min: -99999, max: 99999 }),
);

/** A sensor of these fields, each with so many decimals. */
export function sensorOf(fields: Record<string, number>): Sensor {
  return { ...BME280, fields: Object.keys(fields), decimals: Object.values(fields) };
}

/** @param count  of fields, which are called field0 and so on, with two decimals each */
export function feedOf(count: number, changes: Partial<Feed> = {}): Feed {
  const names = Array.from({ length: count }, (_, at) => [`field${at}`, 2] as const);
  return {
    sensor: sensorOf(Object.fromEntries(names)),
    ...{ bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 60, qos: 1 },
    ...changes,
  };
}

/** The record of a reading, in bytes of its own. */
export function recordOf(list: number[], stampS: number, boot: number): Uint8Array {
  const frame = begin(recordBytes(feedOf(list.length).sensor));
  putRecord(frame, list, stampS, boot);
  return take(frame).slice();
}
