/*
 * Trimming values in their registers: as dumped from real chips, and at the ends of every field.
 */
import { expect, test } from "vitest";
import {
  BOSCH_TRIM,
  KKOOVALSKY_TRIM,
  PERIPH_TRIM,
  putTrim,
} from "../../../src/simulator/chips/bme280-trim.ts";
import type { Trim } from "../../../src/simulator/chips/bme280-trim.ts";

function registersOf(trim: Trim): string[] {
  const registers = new Uint8Array(256);
  putTrim(registers, trim);
  const toHex = (from: number, to: number) => Buffer.from(registers.subarray(from, to)).toString("hex");
  return [toHex(0x88, 0xa2), toHex(0xe1, 0xe8)];
}

// Registers 0x88 to 0xA1 and 0xE1 to 0xE7 as the projects named in bme280-trim.ts recorded them.
const RECORDED: [string, Trim, string, string][] = [
  ["periph", PERIPH_TRIM, "106e6c6632005d95b8d5d00b771e9dfff9ffac260ad8bd10004b", "6e01001305001e"],
  ["kkoovalsky", KKOOVALSKY_TRIM, "3270d06832003a8e1bd6d00b152464fff9ff0c3020d18813004b", "4c01001920031e"],
];

for (const [name, trim, low, high] of RECORDED) {
  test(`the trimming of ${name} stands in the registers as it was recorded`, () => {
    expect(registersOf(trim)).toEqual([low, high]);
  });
}

// H4 and H5 share register 0xE5: H4 its low four bits, H5 its high four (section 4.2.2, table 16).
const SHARED: [number, number, string][] = [
  [2047, 0, "7f0f00"],
  [-2048, 0, "800000"],
  [-1, 0, "ff0f00"],
  [0, 2047, "00f07f"],
  [0, -2048, "000080"],
  [0, -1, "00f0ff"],
];

for (const [H4, H5, hex] of SHARED) {
  test(`H4 ${H4} and H5 ${H5} are ${hex} in registers 0xE4 to 0xE6`, () => {
    expect(registersOf({ ...BOSCH_TRIM, H4, H5 })[1]?.slice(6, 12)).toBe(hex);
  });
}
