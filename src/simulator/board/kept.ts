/*
 * What is left of a board's memory when its power is cut.
 */
import type { Kept } from "../engines/engine.ts";

/** What begins with these letters stands in RTC memory (engines/engine.ts). */
const RTC = "rtc";

/** Flash keeps; RTC memory is empty. */
export function flashOf(kept: Kept): Kept {
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !name.startsWith(RTC)));
}
