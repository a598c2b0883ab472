/*
 * What a simulated I2C chip is, and the bus that performs a driver's steps on several of them.
 * Not here: any particular chip; waiting, because a step's waitMs is the sampler's.
 */
import { putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Place } from "../../runtimes/port.ts";
import type { Step } from "../../sensors/sensor.ts";

export interface I2cChip {
  /** @returns  whether the chip acknowledged; if not, it took nothing */
  write(bytes: number[], nowMs: number): boolean;
  /** @returns  as many bytes as were asked for, or null when the chip did not acknowledge */
  read(count: number, nowMs: number): number[] | null;
}

export class I2cBus {
  /** @param chips  by seven-bit address; may change while the bus runs, as when a wire comes loose */
  constructor(readonly chips: ReadonlyMap<number, I2cChip>) {}

  /**
   * Perform one step as a port does.
   *
   * @param memory  receives what was read, from step.at on; unchanged on failure
   * @returns       Status.Ok, or Status.Absent when nobody acknowledged or the answer is short
   */
  transfer(place: Place, step: Step, memory: Memory, nowMs: number): Status {
    const chip = this.chips.get(place.address);
    if (chip === undefined) return Status.Absent;
    // Writing nothing and reading nothing is how a bus is scanned: the address alone goes out.
    const hasWrite = step.write.length > 0 || step.readBytes === 0;
    if (hasWrite && !chip.write(step.write, nowMs)) return Status.Absent;
    if (step.readBytes === 0) return Status.Ok;
    const bytes = chip.read(step.readBytes, nowMs);
    if (bytes?.length !== step.readBytes) return Status.Absent;
    putMemory(memory, step.at, Uint8Array.from(bytes));
    return Status.Ok;
  }
}
