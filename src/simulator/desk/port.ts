/*
 * The outside of a simulated board: Node's real network and clock, and simulated chips on its buses.
 */
import type { Memory } from "#bytes";
import type { Status } from "../../client/status.ts";
import { NodePort } from "../../runtimes/node/port.ts";
import type { Place } from "../../runtimes/port.ts";
import type { Step } from "../../sensors/sensor.ts";
import type { I2cBus } from "../chips/chip.ts";

export class DeskPort extends NodePort {
  constructor(private readonly bus: I2cBus) {
    super(undefined);
  }

  override transfer(place: Place, step: Step, memory: Memory): Status {
    return this.bus.transfer(place, step, memory, this.nowMs());
  }
}
