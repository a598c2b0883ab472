/*
 * A reading while it waits: its raw values and the time at which it was taken, fixed from then on.
 * Not here: the text that it becomes when it is sent (format.ts).
 *
 * A record is one value after the other, then the seconds, each in four bytes, then the number of the boot in two. The
 * seconds are calendar time from 2^30 on, January 2004, and the station's own count below: no flag tells them apart.
 */
import { byteAt, putU16, room } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { Status } from "../client/status.ts";
import type { Sensor } from "../sensors/sensor.ts";

export const enum Packed {
  /** A value is packed as value + Bias in four bytes: none is negative, and none passes 2^31. */
  Bytes = 4,
  Bias = 1073741824,
  /** Seconds and boot, behind the values. */
  StampBytes = 6,
}

/** Write a value, from -2^30 to 2^30 - 1, for packedAt. */
export function putPacked(frame: Frame, value: number): Status {
  if (room(frame) < Packed.Bytes) return Status.Full;
  const biased = value + Packed.Bias;
  const high = Math.floor(biased / 65536);
  putU16(frame, high);
  return putU16(frame, biased - high * 65536);
}

/** The value whose four bytes begin here. */
export function packedAt(chunk: Chunk, at: number): number {
  let value = 0;
  for (let each = at; each < at + Packed.Bytes; each += 1) value = value * 256 + byteAt(chunk, each);
  return value - Packed.Bias;
}

/** The bytes of one record of this sensor. */
export function recordBytes(sensor: Sensor): number {
  return sensor.fields.length * Packed.Bytes + Packed.StampBytes;
}

/**
 * Write a reading with its time.
 *
 * @param frame   left unchanged when the record does not fit
 * @param values  each from -2^30 to 2^30 - 1
 * @param stampS  seconds since 1970, from 2^30 to 2^31 - 1; or, while they are not known, the station's count of
 *                seconds, which goes on over a deep sleep, below 2^30
 * @param boot    which boot of the station that is, 0 to 65,535: its count begins anew when the power was gone
 * @returns       Status.Ok, or Status.Full
 */
export function putRecord(frame: Frame, values: number[], stampS: number, boot: number): Status {
  if (room(frame) < values.length * Packed.Bytes + Packed.StampBytes) return Status.Full;
  for (let field = 0; field < values.length; field += 1) putPacked(frame, values[field] as number);
  putPacked(frame, stampS - Packed.Bias);
  return putU16(frame, boot);
}

/** The seconds of the stamp that begins here. */
export function stampSAt(chunk: Chunk, at: number): number {
  return packedAt(chunk, at) + Packed.Bias;
}

/** The boot of the stamp that begins here. */
export function bootAt(chunk: Chunk, at: number): number {
  return byteAt(chunk, at + Packed.Bytes) * 256 + byteAt(chunk, at + Packed.Bytes + 1);
}
