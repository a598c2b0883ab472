/*
 * What a simulated chip is, on I2C and on 1-Wire, and the I2C bus that performs a driver's steps on several of them.
 * Not here: any particular chip; waiting, because a step's waitMs is the sampler's.
 */
import { putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Place } from "../../runtimes/port.ts";
import type { Step } from "../../sensors/sensor.ts";
import { exchange } from "./exchange.ts";

export interface I2cChip {
  /** @returns  whether the chip acknowledged; if not, it took nothing */
  write(bytes: number[], nowMs: number): boolean;
  /** @returns  as many bytes as were asked for, or null when the chip did not acknowledge */
  read(count: number, nowMs: number): number[] | null;
}

/** The only chip on its pin. */
export interface OneWireChip {
  /**
   * After a reset pulse: take what is written, then answer.
   *
   * @returns  as many bytes as were asked for, or null when there was no presence pulse
   */
  transfer(written: number[], readBytes: number, nowMs: number): number[] | null;
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
    const written = Uint8Array.from(step.write);
    const bytes = exchange(this.chips.get(place.address), written, step.readBytes, nowMs);
    if (bytes === undefined) return Status.Absent;
    putMemory(memory, step.at, bytes);
    return Status.Ok;
  }
}
