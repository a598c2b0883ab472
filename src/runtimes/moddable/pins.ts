/*
 * The buses of Moddable XS that are one pin: 1-Wire, an analog or a digital level, and counted pulses. They are made from
 * the classes of `device.io`, which the platform or the program puts there.
 * Not here: I2C (bus.ts); a DHT22, for XS comes too late for its pulses; PulseCount, which counts steps of two pins, and of
 * one pin neither forwards nor backwards.
 * Source: ECMA-419, sections 10.1 and 10.3; Moddable SDK 8, modules/io/digital, modules/io/analog, modules/drivers/onewire.
 */
import { chunkOf, putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import { putCount } from "../count.ts";
import type { Place } from "../port.ts";
import type { Counter, Port } from "./record.ts";

export function transferPin(port: Port, place: Place, step: Step, memory: Memory): Status {
  try {
    if (place.bus === "onewire") return oneWire(place.address, step, memory);
    if (place.bus === "dht") return Status.Unsupported;
    if (step.readBytes > 0) putCount(memory, step, reading(port, place));
    return Status.Ok;
  } catch {
    // The platform has no such class, or the pin is taken or cannot do this.
    return Status.Unsupported;
  }
}

function reading(port: Port, place: Place): number {
  if (place.bus === "analog") return analog(place.address);
  return place.bus === "pulse" ? pulses(port, place.address) : level(place.address);
}

/** Opened for each step, as on I2C: what is kept open would be in the way of the rest of the program. */
function oneWire(pin: number, step: Step, memory: Memory): Status {
  const io = new (ioOf().OneWire as NonNullable<Io["OneWire"]>)({ pin });
  const isThere = io.reset();
  if (isThere) {
    for (let at = 0; at < step.write.length; at += 1) io.write(step.write[at] as number);
    if (step.readBytes > 0) putMemory(memory, step.at, chunkOf(io.read(step.readBytes)));
  }
  io.close();
  return isThere ? Status.Ok : Status.Absent;
}

type Io = NonNullable<NonNullable<typeof device>["io"]>;

function ioOf(): Io {
  return (device as NonNullable<typeof device>).io as Io;
}

function analog(pin: number): number {
  const io = new (ioOf().Analog as NonNullable<Io["Analog"]>)({ pin });
  const steps = io.read();
  let full = 1;
  for (let bit = 0; bit < io.resolution; bit += 1) full *= 2;
  io.close();
  return steps < full - 1 ? Math.floor((steps * 65535) / (full - 1)) : 65535;
}

function level(pin: number): number {
  const Digital = ioOf().Digital as ModdableDigitalKind;
  const io = new Digital({ pin, mode: Digital.InputPullUp });
  const isHigh = io.read();
  io.close();
  return isHigh;
}

/* eslint-disable no-restricted-syntax -- XS calls this with the input as its self, and a closure costs 9 slots. */

function countEdge(this: ModdableCounting): void {
  this.target.count += 1;
}

/* eslint-enable no-restricted-syntax */

/** Falling edges since the first call. */
function pulses(port: Port, pin: number): number {
  if (port.counters === undefined) port.counters = [];
  for (let at = 0; at < port.counters.length; at += 1) {
    const known = port.counters[at] as Counter;
    if (known.pin === pin) return known.count;
  }
  const Digital = ioOf().Digital as ModdableDigitalKind;
  const counter: Counter = { pin, count: 0, io: undefined };
  const edge = Digital.Falling;
  counter.io = new Digital({
    pin,
    mode: Digital.InputPullUp,
    edge,
    target: counter,
    onReadable: countEdge,
  });
  port.counters.push(counter);
  return 0;
}
