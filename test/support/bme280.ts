/*
 * Inputs for tests of the BME280 driver: what its memory holds, and where fast-check may roam.
 */
import fc from "fast-check";
import { BME280 } from "../../src/sensors/bme280.ts";
import type { Counts } from "../../src/simulator/chips/bme280-reference.ts";
import { BOSCH_TRIM, KKOOVALSKY_TRIM, PERIPH_TRIM, putTrim } from "../../src/simulator/chips/bme280-trim.ts";
import type { Trim } from "../../src/simulator/chips/bme280-trim.ts";
import { putCounts } from "../../src/simulator/chips/bme280.ts";
import { makeMemory, putMemory } from "#bytes";
import type { Memory } from "#bytes";

/** The driver's memory as its steps fill it from such a chip. */
export function memoryOf(trim: Trim, counts: Counts): Memory {
  const registers = new Uint8Array(256);
  registers[0xd0] = 0x60;
  putTrim(registers, trim);
  putCounts(registers, counts);
  const memory = makeMemory(BME280.memoryBytes);
  for (const { write, at, readBytes } of [...BME280.start, ...BME280.sample]) {
    const from = write[0] as number;
    putMemory(memory, at, registers.subarray(from, from + readBytes));
  }
  return memory;
}

/** Any integer in the range, and its ends much more often than chance would have it. */
function integers(min: number, max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(min, max, 0), fc.integer({ min, max }));
}

function fractions(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true });
}

export const realTrims = fc.constantFrom(BOSCH_TRIM, PERIPH_TRIM, KKOOVALSKY_TRIM);

/** The operating range, a little inside, so that rounding cannot leave it. */
export const climates = fc.record({
  temperatureC: fractions(-39.99, 84.99),
  humidityPercent: fractions(0, 100),
  pressurePa: fractions(30002, 109998),
});

const words = integers(-32768, 32767);

/** Any bits at all; T2, P1 and H2 are often such as to get past the driver's first check. */
export const anyTrims: fc.Arbitrary<Trim> = fc.record({
  T1: integers(0, 65535),
  T2: fc.oneof(words, integers(20000, 32767)),
  T3: words,
  P1: fc.oneof(integers(0, 65535), integers(4096, 8192)),
  P2: words,
  P3: words,
  P4: words,
  P5: words,
  P6: words,
  P7: words,
  P8: words,
  P9: words,
  H1: integers(0, 255),
  H2: integers(1, 32767),
  H3: integers(0, 255),
  H4: integers(-2048, 2047),
  H5: integers(-2048, 2047),
  H6: integers(-128, 127),
});

export const anyCounts: fc.Arbitrary<Counts> = fc.record({
  temperature: integers(0, 1048575),
  pressure: integers(0, 1048575),
  humidity: integers(0, 65535),
});
