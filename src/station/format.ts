/*
 * A reading on its two ways: packed as raw values while it waits, and as JSON when it is sent.
 * The text depends on the packed values alone, so that a repeated message repeats its bytes.
 */
import { byteAt, putByte, putPayload, room, payloadBytes } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { Status } from "../client/status.ts";
import type { Sensor } from "../sensors/sensor.ts";

export const enum Packed {
  /** A value is packed as value + Bias in four bytes: none is negative, and none passes 2^31. */
  Bytes = 4,
  Bias = 1073741824,
  /** The longest a value can be as text: sign, ten digits, point. */
  TextBytes = 12,
}

/** Write a value, from -2^30 to 2^30 - 1, for takePacked. */
export function putPacked(frame: Frame, value: number): Status {
  if (room(frame) < Packed.Bytes) return Status.Full;
  let rest = value + Packed.Bias;
  for (let unit = 16777216; unit >= 1; unit = Math.floor(unit / 256)) {
    putByte(frame, Math.floor(rest / unit));
    rest = rest % unit;
  }
  return Status.Ok;
}

/** The value that was packed at this place, counted in values. */
export function packedAt(values: Chunk, place: number): number {
  let value = 0;
  for (let at = place * Packed.Bytes; at < (place + 1) * Packed.Bytes; at += 1)
    value = value * 256 + byteAt(values, at);
  return value - Packed.Bias;
}

/**
 * Write a fixed-point number as ASCII: (-4500, 2) becomes "-45.00".
 *
 * @param frame     left unchanged when the text does not fit
 * @param value     integer in units of 10^-decimals, from -2^30 to 2^30 - 1
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

/** One JSON object with the sensor's fields in order: `{"temperatureC":21.50,"humidityPercent":40.12}`. */
export function putReading(frame: Frame, sensor: Sensor, values: Chunk): Status {
  let status = putPayload(frame, "{");
  for (let at = 0; at < sensor.fields.length; at += 1) {
    if (status < 0) return status;
    status = putPayload(frame, (at > 0 ? ',"' : '"') + (sensor.fields[at] as string) + '":');
    if (status < 0) return status;
    status = putFixed(frame, packedAt(values, at), sensor.decimals[at] as number);
  }
  return status < 0 ? status : putPayload(frame, "}");
}

/** The longest text that putReading writes for this sensor. */
export function readingBytes(sensor: Sensor): number {
  let bytes = 2;
  for (let at = 0; at < sensor.fields.length; at += 1)
    bytes += (at > 0 ? 4 : 3) + payloadBytes(sensor.fields[at] as string) + Packed.TextBytes;
  return bytes;
}
