/*
 * What an analog pin reads, as a value that rises or falls in a straight line: a supply voltage behind a divider, soil
 * moisture, a potentiometer. What a port reads here is a word of two bytes, the share of full scale, 0 to 65535.
 * Not here: which voltage full scale is (the board's data), curves, attenuation.
 */
import type { Memory } from "#bytes";
import { Status } from "../client/status.ts";
import type { Sensor } from "./sensor.ts";
import { shareOf, wordAt } from "./word.ts";

export interface AnalogLine {
  /** Such as "soil". */
  name: string;
  /** With its unit last, such as "moisturePercent". */
  field: string;
  /** Digits after the point. */
  decimals: number;
  /** The value at 0 V and the value at full scale, in units of 10^-decimals, at most 32767 apart. */
  atZero: number;
  atFull: number;
}

/** A sensor at an analog pin. */
export function analog(line: AnalogLine): Sensor {
  const span = line.atFull - line.atZero;
  const decode = (memory: Memory, values: number[]): Status => {
    // At full scale the pin may see more than it can measure, or nothing holds it down.
    if (wordAt(memory, 0) === 65535) return Status.OutOfRange;
    values[0] =
      span < 0 ? line.atZero - shareOf(memory, 0, 0 - span) : line.atZero + shareOf(memory, 0, span);
    return Status.Ok;
  };
  return {
    name: line.name,
    fields: [line.field],
    decimals: [line.decimals],
    memoryBytes: 2,
    start: [],
    sample: [{ write: [], waitMs: 0, readBytes: 2, at: 0 }],
    decode,
  };
}

/**
 * The voltage of a battery, or of whatever feeds the board.
 *
 * @param fullScaleMv  at the battery: what the pin reads as full scale, times the divider, such as 1000 x 4.2 for a
 *                     divider of 220k + 100k in front of an ESP8266's pin with its own; at most 32767
 */
export function supplyVoltage(fullScaleMv: number): Sensor {
  return analog({ name: "supply", field: "supplyV", decimals: 3, atZero: 0, atFull: fullScaleMv });
}
