/*
 * Between battery and chip. Nobody measured it for these boards: all of it is an estimate, and the report says so.
 */
import type { Figure, Unit } from "./model.ts";

export type Regulator =
  /** It passes the chip's current on, and burns the voltage that is left. */
  | { type: "linear"; quiescentMa: number }
  /** It takes less current from a higher voltage. */
  | { type: "switching"; quiescentMa: number; batteryV: number; efficiency: number };

/** In front of every chip here. */
const CHIP_V = 3.3;

function estimate(what: string, value: number, unit: Unit): Figure {
  return { what: `regulator ${what}`, value, unit, kind: "estimate", source: "-" };
}

/** What the regulator itself draws. */
export function quiescentOf({ quiescentMa }: Regulator): Figure {
  if (!(quiescentMa >= 0)) throw new Error(`a regulator draws 0 mA or more itself, not ${quiescentMa}`);
  return estimate("quiescent", quiescentMa, "mA");
}

/** Milliamperes at the battery for one at the chip. */
export function ratioOf(regulator: Regulator): Figure {
  if (regulator.type === "linear") return estimate("linear, battery to chip", 1, "part");
  const { batteryV, efficiency } = regulator;
  if (!(efficiency > 0 && efficiency <= 1))
    throw new Error(`a regulator's efficiency is above 0 and 1 at most, not ${efficiency}`);
  if (!(batteryV > 0)) throw new Error(`a battery has more than 0 V, not ${batteryV}`);
  return estimate("switching, battery to chip", CHIP_V / (batteryV * efficiency), "part");
}
