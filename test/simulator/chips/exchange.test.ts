import { expect, test } from "vitest";
import { BOSCH_TRIM } from "../../../src/simulator/chips/bme280-trim.ts";
import { Bme280 } from "../../../src/simulator/chips/bme280.ts";
import { exchange } from "../../../src/simulator/chips/exchange.ts";

const chip = () =>
  new Bme280(BOSCH_TRIM, () => ({ temperatureC: 20, humidityPercent: 50, pressurePa: 101325 }));

test("a register is written, then read; without bytes to read the answer is empty", () => {
  const bme280 = chip();
  expect(exchange(bme280, Uint8Array.of(0xd0), 1, 0)).toEqual(Uint8Array.of(0x60));
  expect(exchange(bme280, Uint8Array.of(0xd0), 0, 0)).toEqual(new Uint8Array(0));
  expect(exchange(bme280, new Uint8Array(0), 1, 0)).toEqual(Uint8Array.of(0x60));
});

test("nobody answers where there is no chip, or while it starts", () => {
  expect(exchange(undefined, Uint8Array.of(0xd0), 1, 0)).toBeUndefined();
  const bme280 = chip();
  exchange(bme280, Uint8Array.of(0xe0, 0xb6), 0, 0);
  expect(exchange(bme280, new Uint8Array(0), 0, 1)).toBeUndefined();
  expect(exchange(bme280, new Uint8Array(0), 0, 2)).toEqual(new Uint8Array(0));
});
