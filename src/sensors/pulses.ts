/*
 * A counter of pulses: a tipping bucket in the rain, the blinking of a power meter. What a port reads here are three
 * bytes, the highest first: pulses since the board began to count, modulo 2^24.
 * Not here: counting (the port's, and every bounce of a contact without a capacitor counts), what happened between two
 * readings (whoever keeps both).
 */
import type { Memory } from "#bytes";
import { memoryAt } from "#bytes";
import { Status } from "../client/status.ts";
import { product } from "./integer.ts";
import type { Sensor } from "./sensor.ts";
import { wordAt } from "./word.ts";

export interface PulseMeter {
  /** Such as "rain". */
  name: string;
  /** With its unit last, such as "rainMm". */
  field: string;
  /** Digits after the point. */
  decimals: number;
  /** How much so many pulses are, in units of 10^-decimals: 2794 to 100 is 0.2794 mm a tip with 2 decimals. */
  amount: number;
  pulses: number;
}

/** The most that product can take, and a reading: beyond it the meter has counted for years. */
const MOST = 1_000_000_000;

/** A sensor that tells the total since the board began to count. */
export function pulses(meter: PulseMeter): Sensor {
  const decode = (memory: Memory, values: number[]): Status => {
    const count = memoryAt(memory, 0) * 65536 + wordAt(memory, 1);
    if (Math.floor(count / meter.pulses) >= Math.floor(MOST / meter.amount)) return Status.OutOfRange;
    values[0] = product(count, meter.amount, meter.pulses);
    return Status.Ok;
  };
  return {
    name: meter.name,
    fields: [meter.field],
    decimals: [meter.decimals],
    memoryBytes: 3,
    start: [],
    sample: [{ write: [], waitMs: 0, readBytes: 3, at: 0 }],
    decode,
  };
}
