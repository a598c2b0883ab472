/*
 * Numbers and records as text: every edge of the range, and the frame that is one byte too short.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { begin, clear, payloadBytes, putByte, take, textAt, used } from "#bytes";
import type { Frame } from "#bytes";
import { Status } from "../../src/client/status.ts";
import { BME280 } from "../../src/sensors/bme280.ts";
import { objectBytes, putFixed, putObject, Text } from "../../src/station/format.ts";
import { LEAST, MOST, recordOf, sensorOf, values } from "../support/feeds.ts";

function textOf(frame: Frame): string {
  return textAt(take(frame), 0, used(frame));
}

const decimals = fc.integer({ min: 0, max: 8 });

/** Field names as drivers have them: letters of any script, and nothing that JSON would escape. */
const names = fc.stringMatching(/^[a-zA-Zµ°é][a-zA-Z0-9µ°é]{1,15}$/);

const readings = fc
  .uniqueArray(fc.record({ name: names, decimals, value: values }), {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name,
  })
  .map((fields) => ({
    sensor: sensorOf(Object.fromEntries(fields.map((field) => [field.name, field.decimals]))),
    values: fields.map(({ value }) => value),
  }));

describe("putFixed", () => {
  // Value, decimals, text.
  const FIXED: [number, number, string][] = [
    [0, 0, "0"],
    [0, 2, "0.00"],
    [0, 8, "0.00000000"],
    [-1, 0, "-1"],
    [-1, 1, "-0.1"],
    [1, 8, "0.00000001"],
    [5, 2, "0.05"],
    [-5, 2, "-0.05"],
    [9, 0, "9"],
    [10, 0, "10"],
    [99, 1, "9.9"],
    [100, 2, "1.00"],
    [-4500, 2, "-45.00"],
    [101325, 2, "1013.25"],
    [MOST, 0, "1073741823"],
    [MOST, 1, "107374182.3"],
    [MOST, 2, "10737418.23"],
    [MOST, 3, "1073741.823"],
    [MOST, 4, "107374.1823"],
    [MOST, 5, "10737.41823"],
    [MOST, 6, "1073.741823"],
    [MOST, 7, "107.3741823"],
    [MOST, 8, "10.73741823"],
    [LEAST, 0, "-1073741824"],
    [LEAST, 8, "-10.73741824"],
    [2 ** 31 - 1, 0, "2147483647"],
  ];

  for (const [value, digits, text] of FIXED) {
    test(`${value} with ${digits} decimals is written as ${text}`, () => {
      const frame = begin(text.length);
      expect(putFixed(frame, value, digits)).toBe(Status.Ok);
      expect(textOf(frame)).toBe(text);
    });

    test(`${value} with ${digits} decimals leaves a frame one byte too short unchanged`, () => {
      const frame = begin(text.length);
      putByte(frame, 33);
      expect(putFixed(frame, value, digits)).toBe(Status.Full);
      expect(textOf(frame)).toBe("!");
    });
  }

  test("any value is the text that BigInt arithmetic gives, and fits the longest text", () => {
    fc.assert(
      fc.property(values, decimals, (value, digits) => {
        const padded = String(Math.abs(value)).padStart(digits + 1, "0");
        const split = padded.length - digits;
        const fraction = digits > 0 ? `.${padded.slice(split)}` : "";
        const frame = begin(Text.ValueBytes);
        expect(putFixed(frame, value, digits)).toBe(Status.Ok);
        expect(textOf(frame)).toBe(`${value < 0 ? "-" : ""}${padded.slice(0, split)}${fraction}`);
      }),
    );
  });
});

// The stamp's seconds and boot, and the end of the object.
const TIMES: [number, number, string][] = [
  [0, 0, '"age":0,"boot":0'],
  [86400, 3, '"age":86400,"boot":3'],
  [MOST, 65535, '"age":1073741823,"boot":65535'],
  [MOST + 1, 3, '"t":1073741824'],
  [1767225600, 3, '"t":1767225600'],
  [2 ** 31 - 1, 3, '"t":2147483647'],
];

describe("putObject", () => {
  for (const [stampS, boot, text] of TIMES)
    test(`a BME280's reading with its time, ${text}`, () => {
      const frame = begin(objectBytes(BME280));
      const chunk = recordOf([-450, 4012, 101325], stampS, boot);
      expect(putObject(frame, BME280, chunk, 0)).toBe(Status.Ok);
      expect(textOf(frame)).toBe(
        `{"temperatureC":-4.50,"humidityPercent":40.12,"pressureHPa":1013.25,${text}}`,
      );
    });

  test("JSON.parse gives every field its number, and objectBytes is enough", () => {
    fc.assert(
      fc.property(readings, ({ sensor, values: list }) => {
        const frame = begin(objectBytes(sensor));
        expect(putObject(frame, sensor, recordOf(list, 5, 6), 0)).toBe(Status.Ok);
        const parsed = JSON.parse(textOf(frame)) as Record<string, number>;
        expect(Object.keys(parsed)).toEqual([...sensor.fields, "age", "boot"]);
        sensor.fields.forEach((name, at) => {
          expect(parsed[name]).toBe((list[at] as number) / 10 ** (sensor.decimals[at] as number));
        });
      }),
    );
  });

  test("objectBytes is exact for the longest values: it promises no byte too many", () => {
    fc.assert(
      fc.property(readings, decimals, ({ sensor }, digits) => {
        const longest = { ...sensor, decimals: sensor.fields.map(() => Math.max(1, digits)) };
        const frame = begin(1000);
        const least = sensor.fields.map(() => LEAST);
        putObject(frame, longest, recordOf(least, MOST, 65535), 0);
        expect(payloadBytes(textOf(frame))).toBe(objectBytes(longest));
      }),
    );
  });

  test("a frame too short by any number of bytes is told as Full", () => {
    const whole = begin(objectBytes(BME280));
    const chunk = recordOf([2150, 4012, 101325], 86400, 3);
    putObject(whole, BME280, chunk, 0);
    for (let bytes = 0; bytes < used(whole); bytes += 1)
      expect(putObject(begin(bytes), BME280, chunk, 0)).toBe(Status.Full);
  });

  test("the same record gives the same bytes again, wherever it stands", () => {
    const record = recordOf([2150, 4012, 101325], 86400, 3);
    const chunk = new Uint8Array(Buffer.concat([record, record]));
    const frame = begin(objectBytes(BME280));
    putObject(frame, BME280, chunk, 0);
    const first = textOf(frame);
    clear(frame);
    putObject(frame, BME280, chunk, record.length);
    expect(textOf(frame)).toBe(first);
  });
});
