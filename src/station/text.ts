/*
 * Text that a station makes for people and for Home Assistant.
 */
import { begin, take, textAt, used } from "#bytes";
import { putFixed } from "./format.ts";

const enum Longest {
  Bytes = 11,
}

/** An integer from -2^30 to 2^30 - 1 in decimal digits, the same on every runtime. */
export function numberText(value: number): string {
  const frame = begin(Longest.Bytes);
  putFixed(frame, value, 0);
  return textAt(take(frame), 0, used(frame));
}
