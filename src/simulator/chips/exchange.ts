/*
 * One transfer on an I2C bus as a board's hardware does it, in bytes. Not here: a driver's steps (chip.ts).
 */
import type { I2cChip } from "./chip.ts";

/** Write, then read. @returns undefined when nobody acknowledged */
export function exchange(
  chip: I2cChip | undefined,
  written: Uint8Array,
  readBytes: number,
  nowMs: number,
): Uint8Array | undefined {
  if (chip === undefined) return undefined;
  // Writing nothing and reading nothing is how a bus is scanned: the address alone goes out.
  const hasWrite = written.length > 0 || readBytes === 0;
  if (hasWrite && !chip.write([...written], nowMs)) return undefined;
  if (readBytes === 0) return new Uint8Array(0);
  const bytes = chip.read(readBytes, nowMs);
  return bytes?.length === readBytes ? Uint8Array.from(bytes) : undefined;
}
