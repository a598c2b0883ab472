/*
 * A digital contact: a door, a window, a movement sensor. Three looks ten milliseconds apart, and what two of them saw:
 * contacts bounce. What a port reads here is one byte, 1 for a pin that is high.
 * Not here: waking up by the contact, counting (pulses.ts).
 */
import type { Memory } from "#bytes";
import { memoryAt } from "#bytes";
import { Status } from "../client/status.ts";
import type { Sensor } from "./sensor.ts";

const enum Look {
  Count = 3,
  /** A usual push button is quiet after 5 ms. */
  WaitMs = 10,
}

/**
 * @param field   what a 1 means, such as "open"
 * @param isHigh  whether the pin is high when it is so
 */
export function contact(field: string, isHigh: boolean): Sensor {
  const decode = (memory: Memory, values: number[]): Status => {
    let high = 0;
    for (let at = 0; at < Look.Count; at += 1) {
      if (memoryAt(memory, at) > 1) return Status.Malformed;
      high += memoryAt(memory, at);
    }
    values[0] = high * 2 > Look.Count === isHigh ? 1 : 0;
    return Status.Ok;
  };
  return {
    name: "contact",
    fields: [field],
    decimals: [0],
    memoryBytes: Look.Count,
    start: [],
    sample: [
      { write: [], waitMs: Look.WaitMs, readBytes: 1, at: 0 },
      { write: [], waitMs: Look.WaitMs, readBytes: 1, at: 1 },
      { write: [], waitMs: 0, readBytes: 1, at: 2 },
    ],
    decode,
  };
}
