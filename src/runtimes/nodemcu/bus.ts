/*
 * The buses of NodeMCU: i2c. Not here: setting one up (i2c.setup, before the first transfer); what is one pin (pins.ts).
 * Source: NodeMCU 3.0, app/modules/i2c.c.
 */
import { chunkBytes, putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { transferPin } from "#pins";
import { Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import type { Place } from "../port.ts";
import type { Port } from "./record.ts";

/** The bus that every step is for. */
const enum Bus {
  I2c = 0,
}

export function transfer(port: Port, place: Place, step: Step, memory: Memory): Status {
  if (place.bus !== "i2c") return transferPin(port, place, step, memory);
  const bus = i2c;
  if (bus === undefined) return Status.Unsupported;
  try {
    const isDone = write(bus, place, step) && read(bus, place, step, memory);
    bus.stop(Bus.I2c);
    return isDone ? Status.Ok : Status.Absent;
  } catch {
    // Nobody has set the bus up.
    return Status.Unsupported;
  }
}

/** Whether somebody is there and acknowledges every byte. */
function write(bus: NodeMcuI2c, place: Place, step: Step): boolean {
  bus.start(Bus.I2c);
  if (!bus.address(Bus.I2c, place.address, bus.TRANSMITTER)) return false;
  return step.write.length === 0 || bus.write(Bus.I2c, step.write) === step.write.length;
}

function read(bus: NodeMcuI2c, place: Place, step: Step, memory: Memory): boolean {
  if (step.readBytes === 0) return true;
  bus.start(Bus.I2c);
  if (!bus.address(Bus.I2c, place.address, bus.RECEIVER)) return false;
  const bytes = bus.read(Bus.I2c, step.readBytes);
  if (chunkBytes(bytes) !== step.readBytes) return false;
  putMemory(memory, step.at, bytes);
  return true;
}
