/*
 * The outside of a simulated board: Node's real network and clock, and simulated chips on its buses.
 */
import type { Memory } from "#bytes";
import type { Status } from "../../client/status.ts";
import { NodePort } from "../../runtimes/node/port.ts";
import type { Place } from "../../runtimes/port.ts";
import type { Step } from "../../sensors/sensor.ts";
import type { ChipSet } from "../chips/chip-set.ts";

export class DeskPort extends NodePort {
  constructor(private readonly chips: ChipSet) {
    super(undefined);
  }

  override transfer(place: Place, step: Step, memory: Memory): Status {
    return this.chips.transfer(place, step, memory, this.nowMs());
  }
}
