/*
 * The buses of Moddable XS: ECMA-419 I2C, on the pins of `device.I2C.default`. Not here: who puts that there, which is
 * the platform or the program; what is one pin (pins.ts).
 * Source: ECMA-419, section 11.1 (I2C); Moddable SDK 8, documentation/io/io.md, modules/io/i2c.
 */
import { chunkOf, putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { transferPin } from "#pins";
import { Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import type { Place } from "../port.ts";
import type { Port } from "./record.ts";

const enum Speed {
  /** The slowest mode of I2C, which every chip takes. Most platforms name pins alone, and the SDK requires a speed. */
  DefaultHz = 100000,
}

/**
 * Each step has an instance of its own: an open one holds native memory, and ESP32 and ESP8266 refuse a second for the
 * same address, so that one which is kept would be in the way of the rest of the program.
 */
export function transfer(port: Port, place: Place, step: Step, memory: Memory): Status {
  if (place.bus !== "i2c") return transferPin(port, place, step, memory);
  const io = openIo(place);
  if (io === undefined) return Status.Unsupported;
  const status = perform(io, step, memory);
  io.close();
  return status;
}

/** Undefined where there is no bus, or its pins are taken or none of this chip's. */
function openIo(place: Place): ModdableI2c | undefined {
  if (typeof device === "undefined" || device.I2C === undefined) return undefined;
  const bus = device.I2C.default;
  if (bus === undefined) return undefined;
  const hz = bus.hz === undefined ? Speed.DefaultHz : bus.hz;
  try {
    return new bus.io({ data: bus.data, clock: bus.clock, hz, address: place.address });
  } catch {
    return undefined;
  }
}

function perform(io: ModdableI2c, step: Step, memory: Memory): Status {
  try {
    if (step.write.length > 0) io.write(chunkOf(step.write));
    // Into a buffer of its own: what fails halfway would leave its first bytes in the memory.
    if (step.readBytes > 0) putMemory(memory, step.at, chunkOf(io.read(step.readBytes)));
    return Status.Ok;
  } catch {
    return Status.Absent;
  }
}
