/*
 * The chips that are wired to a board, and what it hears of them. Not here: which chips those are (models.ts).
 */
import type { Memory } from "#bytes";
import type { Status } from "../../client/status.ts";
import type { Place } from "../../runtimes/port.ts";
import type { Step } from "../../sensors/sensor.ts";
import type { Outside } from "../engines/engine.ts";
import type { Wiring } from "./chip.ts";
import { exchange } from "./exchange.ts";
import { transferOn } from "./transfer.ts";

/** What a board asks of its pins. */
export type ChipOutside = Pick<Outside, "i2c" | "oneWire" | "dht" | "analog" | "digital" | "pulses">;

const bytesOf = (bytes: number[] | null | undefined): Uint8Array | undefined =>
  bytes === null || bytes === undefined ? undefined : Uint8Array.from(bytes);

export class ChipSet {
  readonly wiring: Wiring;
  /** Edges at each pin when a step asked for them first. */
  private readonly counted = new Map<number, number>();

  /** @param wiring  may change while a board runs, as when a wire comes loose */
  constructor(wiring: Partial<Wiring> = {}) {
    this.wiring = {
      i2c: new Map(),
      onewire: new Map(),
      dht: new Map(),
      analog: new Map(),
      digital: new Map(),
      pulse: new Map(),
      ...wiring,
    };
  }

  /** The chips as a board hears them. @param nowMs  its clock, modulo 2^30 */
  outside(nowMs: () => number): ChipOutside {
    const { i2c, onewire, dht, analog, digital, pulse } = this.wiring;
    return {
      i2c: (address, written, readBytes) => exchange(i2c.get(address), written, readBytes, nowMs()),
      oneWire: (pin, written, readBytes) =>
        bytesOf(onewire.get(pin)?.transfer([...written], readBytes, nowMs())),
      dht: (pin) => bytesOf(dht.get(pin)?.ask(nowMs())),
      analog: (pin) => analog.get(pin)?.share(),
      digital: (pin) => digital.get(pin)?.isHigh() ?? true,
      pulses: (pin) => pulse.get(pin)?.edges() ?? 0,
    };
  }

  /** Perform one step as a port does: transferOn says how. */
  transfer(place: Place, step: Step, memory: Memory, nowMs: number): Status {
    return transferOn(
      this.outside(() => nowMs),
      place,
      step,
      memory,
      this.counted,
    );
  }
}
