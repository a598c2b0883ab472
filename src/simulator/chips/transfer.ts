/*
 * A step as the port of a runtime performs it, where the runtime is this process.
 */
import { putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Place } from "../../runtimes/port.ts";
import type { Step } from "../../sensors/sensor.ts";
import type { ChipOutside } from "./chip-set.ts";

const DHT_BYTES = 5;

/** A count as bytes, the highest first. */
function countBytes(count: number, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => Math.floor(count / 256 ** (bytes - 1 - at)) % 256);
}

/** Edges since the first call for this pin. */
function edgesSince(counted: Map<number, number>, pin: number, edges: number): number {
  if (!counted.has(pin)) counted.set(pin, edges);
  return edges - (counted.get(pin) as number);
}

function answer(
  outside: ChipOutside,
  { bus, address }: Place,
  step: Step,
  counted: Map<number, number>,
): Uint8Array | Status {
  const written = Uint8Array.from(step.write);
  if (bus === "i2c") return outside.i2c(address, written, step.readBytes) ?? Status.Absent;
  if (bus === "onewire") return outside.oneWire(address, written, step.readBytes) ?? Status.Absent;
  if (step.readBytes === 0) return new Uint8Array(0);
  if (bus === "dht") {
    const bytes = outside.dht(address) ?? Status.Absent;
    return typeof bytes === "number" || bytes.length === DHT_BYTES ? bytes : Status.Malformed;
  }
  if (bus === "digital") return Uint8Array.of(outside.digital(address) ? 1 : 0);
  if (bus === "pulse")
    return countBytes(edgesSince(counted, address, outside.pulses(address)), step.readBytes);
  const share = outside.analog(address);
  return share === undefined ? Status.Unsupported : countBytes(Math.round(share * 65535), step.readBytes);
}

/**
 * Perform one step.
 *
 * @param memory   receives what was read, from step.at on; unchanged on failure
 * @param counted  edges at each pin when it was asked for them first; empty when the board begins
 * @returns        Status.Ok; Status.Absent when nobody answered, or too little came of I2C and 1-Wire; Status.Malformed
 *                 when too little came of a DHT22; Status.Unsupported for a pin without a converter
 */
export function transferOn(
  outside: ChipOutside,
  place: Place,
  step: Step,
  memory: Memory,
  counted: Map<number, number>,
): Status {
  const bytes = answer(outside, place, step, counted);
  if (typeof bytes === "number") return bytes;
  if (bytes.length !== step.readBytes) return Status.Absent;
  if (step.readBytes > 0) putMemory(memory, step.at, bytes);
  return Status.Ok;
}
