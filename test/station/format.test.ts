/*
 * A reading as packed values and as text: every edge of the range, and the frame that is one byte too short.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { begin, clear, payloadBytes, putByte, take, textAt, used } from "#bytes";
import type { Frame } from "#bytes";
import { Status } from "../../src/client/status.ts";
import { BME280 } from "../../src/sensors/bme280.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { Packed, packedAt, putFixed, putPacked, putReading, readingBytes } from "../../src/station/format.ts";

const LEAST = -(2 ** 30);
const MOST = 2 ** 30 - 1;

function textOf(frame: Frame): string {
  return textAt(take(frame), 0, used(frame));
}

/** Any value that may be packed, and the ends much more often than chance would have it. */
const values = fc.oneof(
  fc.constantFrom(LEAST, LEAST + 1, -1, 0, 1, MOST - 1, MOST),
  fc.integer({ min: LEAST, max: MOST }),
  fc.integer({ min: -99999, max: 99999 }),
);

const decimals = fc.integer({ min: 0, max: 8 });

/** A sensor of so many fields; only what format.ts reads is set. */
function sensorOf(fields: { name: string; decimals: number }[]): Sensor {
  return {
    ...BME280,
    fields: fields.map(({ name }) => name),
    decimals: fields.map((field) => field.decimals),
  };
}

/** Field names as drivers have them: letters of any script, and nothing that JSON would escape. */
const names = fc.stringMatching(/^[a-zA-Zµ°é][a-zA-Z0-9µ°é]{0,15}$/);

const readings = fc
  .uniqueArray(fc.record({ name: names, decimals, value: values }), {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name,
  })
  .map((fields) => ({ sensor: sensorOf(fields), values: fields.map(({ value }) => value) }));

function packed(list: number[]): Uint8Array {
  const frame = begin(list.length * Packed.Bytes);
  for (const value of list) expect(putPacked(frame, value)).toBe(Status.Ok);
  return take(frame);
}

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
        const frame = begin(Packed.TextBytes);
        expect(putFixed(frame, value, digits)).toBe(Status.Ok);
        expect(textOf(frame)).toBe(`${value < 0 ? "-" : ""}${padded.slice(0, split)}${fraction}`);
      }),
    );
  });
});

describe("packed values", () => {
  // Value, and the bytes of value + 2^30, the high one first.
  const BYTES: [number, string][] = [
    [LEAST, "00000000"],
    [-1, "3fffffff"],
    [0, "40000000"],
    [1, "40000001"],
    [MOST, "7fffffff"],
  ];

  for (const [value, hex] of BYTES) {
    test(`${value} is packed as ${hex}`, () => {
      expect(Buffer.from(packed([value])).toString("hex")).toBe(hex);
    });
  }

  test("a frame one byte too short is left unchanged", () => {
    const frame = begin(Packed.Bytes - 1);
    expect(putPacked(frame, 7)).toBe(Status.Full);
    expect(used(frame)).toBe(0);
  });

  test("any list of values comes back, each from its place", () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 9 }), (list) => {
        const chunk = packed(list);
        expect(list.map((_, at) => packedAt(chunk, at))).toEqual(list);
      }),
    );
  });
});

describe("putReading", () => {
  test("a BME280's reading is one JSON object with the fields in order", () => {
    const frame = begin(readingBytes(BME280));
    expect(putReading(frame, BME280, packed([-450, 4012, 101325]))).toBe(Status.Ok);
    expect(textOf(frame)).toBe('{"temperatureC":-4.50,"humidityPercent":40.12,"pressureHPa":1013.25}');
  });

  test("JSON.parse gives every field its number, and readingBytes is enough", () => {
    fc.assert(
      fc.property(readings, ({ sensor, values: list }) => {
        const frame = begin(readingBytes(sensor));
        expect(putReading(frame, sensor, packed(list))).toBe(Status.Ok);
        const parsed = JSON.parse(textOf(frame)) as Record<string, number>;
        expect(Object.keys(parsed)).toEqual(sensor.fields);
        sensor.fields.forEach((name, at) => {
          expect(parsed[name]).toBe((list[at] as number) / 10 ** (sensor.decimals[at] as number));
        });
      }),
    );
  });

  test("readingBytes is exact for the longest values: it promises no byte too many", () => {
    fc.assert(
      fc.property(readings, decimals, ({ sensor }, digits) => {
        const longest = { ...sensor, decimals: sensor.fields.map(() => Math.max(1, digits)) };
        const frame = begin(1000);
        putReading(frame, longest, packed(sensor.fields.map(() => LEAST)));
        expect(payloadBytes(textOf(frame))).toBe(readingBytes(longest));
      }),
    );
  });

  test("a frame one byte too short is told as Full", () => {
    fc.assert(
      fc.property(readings, ({ sensor, values: list }) => {
        const frame = begin(readingBytes(sensor));
        putReading(frame, sensor, packed(list));
        expect(putReading(begin(used(frame) - 1), sensor, packed(list))).toBe(Status.Full);
      }),
    );
  });

  test("the same values give the same bytes again", () => {
    const frame = begin(readingBytes(BME280));
    const chunk = packed([2150, 4012, 101325]);
    putReading(frame, BME280, chunk);
    const first = textOf(frame);
    clear(frame);
    putReading(frame, BME280, chunk);
    expect(textOf(frame)).toBe(first);
  });
});
