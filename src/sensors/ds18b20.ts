/*
 * Maxim DS18B20: temperature over 1-Wire, the only chip on its pin, in the resolution that it is set to.
 * Not here: several chips on one pin, alarm limits, setting the resolution, parasite power.
 * Source: Maxim DS18B20 datasheet (19-7487, rev. 6), memory (figures 7 to 10), tables 1 and 2, CRC generation (figure 11).
 */
import type { Memory } from "#bytes";
import { memoryAt } from "#bytes";
import { Status } from "../client/status.ts";
import { flipped, quotient, signed } from "./integer.ts";
import type { Sensor } from "./sensor.ts";

/** Bytes of the scratchpad. */
const enum Scratch {
  Temperature = 0,
  Configuration = 4,
  Reserved = 6,
  Checksum = 8,
  End = 9,
}

const enum Power {
  /** 85 degrees: what the scratchpad holds before the first conversion. */
  OnReading = 0x0550,
  /** The reserved byte beside it, which a conversion changes. */
  OnReserved = 0x0c,
}

/** The polynomial x^8 + x^5 + x^4 + 1 with the lowest bit first: its terms, but the highest, which always fits. */
const enum Term {
  Second = 4,
  Third = 8,
  Highest = 128,
}

function isWhole(memory: Memory): boolean {
  let sum = 0;
  for (let at = 0; at < Scratch.Checksum; at += 1) {
    let rest = memoryAt(memory, at);
    for (let bit = 0; bit < 8; bit += 1) {
      const differs = sum % 2 !== rest % 2;
      sum = Math.floor(sum / 2);
      rest = Math.floor(rest / 2);
      if (differs) sum = flipped(flipped(sum + Term.Highest, Term.Third), Term.Second);
    }
  }
  return sum === memoryAt(memory, Scratch.Checksum);
}

/** How many sixteenths of a degree a step is: 8, 4, 2 or 1 for 9 to 12 bits. */
function stepOf(configuration: number): number {
  if (configuration < 32) return 8;
  if (configuration < 64) return 4;
  return configuration < 96 ? 2 : 1;
}

/** The good checksum of a bus stuck at 0 is no scratchpad: no chip is configured so (figure 10). */
function isConfigured(configuration: number): boolean {
  return configuration % 32 === 31 && configuration < 128;
}

function decodeDs18b20(memory: Memory, values: number[]): Status {
  const configuration = memoryAt(memory, Scratch.Configuration);
  if (!isWhole(memory) || !isConfigured(configuration)) return Status.Malformed;
  const count = memoryAt(memory, Scratch.Temperature) + memoryAt(memory, Scratch.Temperature + 1) * 256;
  if (count === Power.OnReading && memoryAt(memory, Scratch.Reserved) === Power.OnReserved)
    return Status.OutOfRange;
  // In sixteenths of a degree, of which the lowest are undefined below 12 bits of resolution (figure 4).
  const sixteenths = signed(count - (count % stepOf(configuration)), 32768);
  const centiC = quotient(sixteenths * 100, 16);
  if (centiC < -5500 || centiC > 12500) return Status.OutOfRange;
  values[0] = centiC;
  return Status.Ok;
}

export const DS18B20: Sensor = {
  name: "ds18b20",
  fields: ["temperatureC"],
  decimals: [2],
  memoryBytes: Scratch.End,
  start: [],
  sample: [
    // To the only chip (0xcc): convert, which takes at most 750 ms with 12 bits (table 2); then read the scratchpad.
    { write: [0xcc, 0x44], waitMs: 750, readBytes: 0, at: 0 },
    { write: [0xcc, 0xbe], waitMs: 0, readBytes: Scratch.End, at: 0 },
  ],
  decode: decodeDs18b20,
};
