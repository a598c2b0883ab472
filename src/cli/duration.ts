/*
 * Times as a person types them: 500ms, 20s, 5m, 2h, 30d.
 */
import { InvalidArgumentError } from "commander";

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A hundred years: beyond it the world's milliseconds would lose their fractions. */
const MOST_MS = 36_525 * 86_400_000;
/** Timers of Node go no further; only virtual time does. */
export const MOST_REAL_MS = 2 ** 31 - 1;

/** "20s" becomes 20000. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const ms = match === null ? 0 : Number(match[1]) * (UNITS[match[2] as string] as number);
  if (ms <= 0 || ms > MOST_MS)
    throw new InvalidArgumentError(
      "give a number with its unit, such as 500ms, 20s, 5m, 2h or 1d (more than 0, at most 36525d)",
    );
  return ms;
}

/** "5s" becomes 5. */
export function parseSeconds(text: string): number {
  const seconds = parseDuration(text) / 1000;
  if (!Number.isInteger(seconds)) throw new InvalidArgumentError("give whole seconds, such as 2s or 5m");
  return seconds;
}

/** A text to wait for; an empty one would be in whatever comes first. */
export function parseText(text: string): string {
  if (text === "") throw new InvalidArgumentError("give a text that is not empty");
  return text;
}

/** A whole number within limits, both included. */
export function parseWhole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`give a whole number from ${least} to ${most}`);
    return value;
  };
}

/** How many times as fast as real time. */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || speed < 0.01 || speed > 1e6)
    throw new InvalidArgumentError("give how many times as fast as real time, such as 1 or 60");
  return speed;
}
