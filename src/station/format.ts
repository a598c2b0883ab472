/*
 * A record as JSON, written when it is sent: `{"temperatureC":21.50,"humidityPercent":40.12,"t":1767225600}`.
 * The text depends on the record alone, so that a repeated message repeats its bytes.
 * Not here: records (record.ts), several of them in one message (batch.ts), other forms (forms.ts).
 */
import { payloadBytes, putByte, putPayload, room } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { Status } from "../client/status.ts";
import type { Sensor } from "../sensors/sensor.ts";
import { bootAt, Packed, packedAt, stampSAt } from "./record.ts";

/** The longest texts. */
export const enum Text {
  /** A value: sign, ten digits, point. */
  ValueBytes = 12,
  /** Seconds, without a sign. */
  SecondsBytes = 10,
  BootBytes = 5,
  /** `"age":1073741823,"boot":65535`; `"t":2147483647` is shorter. */
  TimeBytes = 29,
}

/**
 * Write a fixed-point number as ASCII: (-4500, 2) becomes "-45.00".
 *
 * @param frame     left unchanged when the text does not fit
 * @param value     integer in units of 10^-decimals, from -2^30 to 2^31 - 1
 * @param decimals  digits after the point, 0 to 8
 * @returns         Status.Ok, or Status.Full
 */
export function putFixed(frame: Frame, value: number, decimals: number): Status {
  let rest = value < 0 ? -value : value;
  let unit = 1;
  let digits = 1;
  while (digits <= decimals || Math.floor(rest / unit) >= 10) {
    unit *= 10;
    digits += 1;
  }
  if (room(frame) < digits + (value < 0 ? 1 : 0) + (decimals > 0 ? 1 : 0)) return Status.Full;
  if (value < 0) putByte(frame, 45);
  for (; digits > 0; digits -= 1) {
    putByte(frame, 48 + Math.floor(rest / unit));
    rest = rest % unit;
    unit = Math.floor(unit / 10);
    if (digits - 1 === decimals && decimals > 0) putByte(frame, 46);
  }
  return Status.Ok;
}

/**
 * Write the time of a stamp: `"t":1767225600`, in seconds since 1970, or while they were not known
 * `"age":86400,"boot":3`, in seconds of the station's own count.
 *
 * @param at  where the stamp begins
 */
export function putTime(frame: Frame, chunk: Chunk, at: number): Status {
  const stampS = stampSAt(chunk, at);
  const isCalendar = stampS >= Packed.Bias;
  let status = putPayload(frame, isCalendar ? '"t":' : '"age":');
  if (status === Status.Ok) status = putFixed(frame, stampS, 0);
  if (status < 0 || isCalendar) return status;
  status = putPayload(frame, ',"boot":');
  return status < 0 ? status : putFixed(frame, bootAt(chunk, at), 0);
}

/**
 * Write one record as an object with the sensor's fields in order, then its time.
 *
 * @param at  where the record begins
 */
export function putObject(frame: Frame, sensor: Sensor, chunk: Chunk, at: number): Status {
  let before = '{"';
  let valueAt = at;
  for (let field = 0; field < sensor.fields.length; field += 1) {
    let status = putPayload(frame, before + (sensor.fields[field] as string) + '":');
    if (status === Status.Ok)
      status = putFixed(frame, packedAt(chunk, valueAt), sensor.decimals[field] as number);
    if (status < 0) return status;
    before = ',"';
    valueAt += Packed.Bytes;
  }
  let status = putPayload(frame, ",");
  if (status === Status.Ok) status = putTime(frame, chunk, valueAt);
  return status < 0 ? status : putPayload(frame, "}");
}

/** The longest text that putObject writes for this sensor. */
export function objectBytes(sensor: Sensor): number {
  // Braces and, in front of the time, a comma; each field has two quotes, a colon, and a comma but for the first.
  let bytes = Text.TimeBytes + 2;
  for (let field = 0; field < sensor.fields.length; field += 1)
    bytes += 4 + payloadBytes(sensor.fields[field] as string) + Text.ValueBytes;
  return bytes;
}
