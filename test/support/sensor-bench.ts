/*
 * One sensor and its simulated chip on a bus: performs the steps as the sampler does, and decodes.
 */
import type { Status } from "../../src/client/status.ts";
import type { Sensor, Step } from "../../src/sensors/sensor.ts";
import { ChipSet } from "../../src/simulator/chips/chip-set.ts";
import type { I2cChip } from "../../src/simulator/chips/chip.ts";
import { makeMemory } from "#bytes";
import type { Memory } from "#bytes";

const ADDRESS = 0x44;

export class SensorBench {
  readonly memory: Memory;
  readonly values: number[];
  nowMs = 0;
  private readonly bus: ChipSet;

  constructor(
    readonly sensor: Sensor,
    chip: I2cChip,
  ) {
    this.memory = makeMemory(sensor.memoryBytes);
    this.values = sensor.fields.map(() => -1);
    this.bus = new ChipSet({ i2c: new Map([[ADDRESS, chip]]) });
  }

  /** @param hurryMs  how much shorter than asked for every pause is */
  private perform(steps: Step[], hurryMs: number): Status {
    for (const step of steps) {
      const status = this.bus.transfer({ bus: "i2c", address: ADDRESS }, step, this.memory, this.nowMs);
      if (status < 0) return status;
      this.nowMs += Math.max(step.waitMs - hurryMs, 0);
    }
    return 0;
  }

  start(hurryMs = 0): Status {
    return this.perform(this.sensor.start, hurryMs);
  }

  /** One reading; the chip was started. */
  read(hurryMs = 0): Status {
    const status = this.perform(this.sensor.sample, hurryMs);
    return status < 0 ? status : this.sensor.decode(this.memory, this.values);
  }
}

/** The driver's memory with these bytes from its beginning on. */
export function memoryWith(sensor: Sensor, hex: string): Memory {
  const memory = makeMemory(sensor.memoryBytes);
  Buffer.from(hex, "hex").copy(memory);
  return memory;
}
