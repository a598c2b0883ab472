/*
 * The buses of Espruino: the first I2C bus, which the program sets up. Not here: what is one pin (pins.ts).
 * Source: Espruino 2v29, src/jswrap_i2c.c.
 */
import { putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { transferPin } from "#pins";
import { Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import type { Place } from "../port.ts";
import type { Port } from "./record.ts";

export function transfer(port: Port, place: Place, step: Step, memory: Memory): Status {
  if (place.bus !== "i2c") return transferPin(port, place, step, memory);
  if (typeof I2C1 === "undefined") return Status.Unsupported;
  try {
    if (step.write.length > 0) I2C1.writeTo(place.address, step.write);
    if (step.readBytes === 0) return Status.Ok;
    const bytes = E.toString(I2C1.readFrom(place.address, step.readBytes));
    if (bytes === undefined) return Status.Full;
    putMemory(memory, step.at, bytes);
    return Status.Ok;
  } catch {
    return Status.Absent;
  }
}
