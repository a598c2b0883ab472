/*
 * A reading as bytes: every edge of values and stamp, and the frame that is one byte too short.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { begin, take, used } from "#bytes";
import { Status } from "../../src/client/status.ts";
import {
  bootAt,
  Packed,
  packedAt,
  putPacked,
  putRecord,
  recordBytes,
  stampSAt,
} from "../../src/station/record.ts";
import { LEAST, MOST, sensorOf, values } from "../support/feeds.ts";

// Value, and the bytes of value + 2^30, the high one first.
const BYTES: [number, string][] = [
  [LEAST, "00000000"],
  [-1, "3fffffff"],
  [0, "40000000"],
  [1, "40000001"],
  [MOST, "7fffffff"],
];

for (const [value, hex] of BYTES)
  test(`${value} is packed as ${hex}`, () => {
    const frame = begin(Packed.Bytes);
    expect(putPacked(frame, value)).toBe(Status.Ok);
    expect(Buffer.from(take(frame)).toString("hex")).toBe(hex);
    expect(packedAt(take(frame), 0)).toBe(value);
  });

test("a frame one byte too short for a value is left unchanged", () => {
  const frame = begin(Packed.Bytes - 1);
  expect(putPacked(frame, 7)).toBe(Status.Full);
  expect(used(frame)).toBe(0);
});

// Values, seconds, boot, and the record.
const RECORDS: [number[], number, number, string][] = [
  [[], 0, 0, "000000000000"],
  [[0], 1, 2, "40000000000000010002"],
  [[-1], MOST, 65535, "3fffffff3fffffffffff"],
  [[1, 2], 2 ** 30, 256, "4000000140000002400000000100"],
  [[MOST], 1767225600, 3, "7fffffff6955b9000003"],
  [[LEAST], 2 ** 31 - 1, 1, "000000007fffffff0001"],
];

for (const [list, stampS, boot, hex] of RECORDS) {
  test(`[${list.join(", ")}] at ${stampS} s of boot ${boot} is the record ${hex}`, () => {
    const frame = begin(hex.length / 2);
    expect(putRecord(frame, list, stampS, boot)).toBe(Status.Ok);
    expect(Buffer.from(take(frame)).toString("hex")).toBe(hex);
  });

  test(`[${list.join(", ")}] leaves a frame one byte too short unchanged`, () => {
    const frame = begin(hex.length / 2 - 1);
    expect(putRecord(frame, list, stampS, boot)).toBe(Status.Full);
    expect(used(frame)).toBe(0);
  });
}

const stamps = fc.oneof(
  fc.constantFrom(0, MOST, MOST + 1, 2 ** 31 - 1),
  fc.integer({ min: 0, max: 2 ** 31 - 1 }),
);

test("any record comes back, whatever stands before it", () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 9 }), stamps, fc.nat(65535), (list, stampS, boot) => {
      const bytes = list.length * Packed.Bytes + Packed.StampBytes;
      const frame = begin(2 * bytes);
      putRecord(frame, list, 7, 7);
      putRecord(frame, list, stampS, boot);
      const chunk = take(frame);
      expect(list.map((_, at) => packedAt(chunk, bytes + at * Packed.Bytes))).toEqual(list);
      const stampAt = 2 * bytes - Packed.StampBytes;
      expect([stampSAt(chunk, stampAt), bootAt(chunk, stampAt)]).toEqual([stampS, boot]);
    }),
  );
});

for (const [fields, bytes] of [
  [1, 10],
  [3, 18],
])
  test(`a record of ${fields} fields has ${bytes} bytes`, () => {
    const names = Array.from({ length: fields as number }, (_, at) => [`f${at}`, 0] as const);
    expect(recordBytes(sensorOf(Object.fromEntries(names)))).toBe(bytes);
  });
