import { expect, test } from "vitest";
import { BOSCH_TRIM } from "../../../src/simulator/chips/bme280-trim.ts";
import { Bme280 } from "../../../src/simulator/chips/bme280.ts";
import { ChipSet } from "../../../src/simulator/chips/chip-set.ts";
import { CountedChip, countedNumber } from "../../../src/simulator/chips/counted.ts";
import { BME280 } from "../../../src/sensors/bme280.ts";
import type { Step } from "../../../src/sensors/sensor.ts";
import { Status } from "../../../src/client/status.ts";
import { makeMemory } from "#bytes";

const PLACE = { bus: "i2c", address: 0x76 } as const;

/** The driver on a chip that counts. */
function bench() {
  const told: number[] = [];
  const chip = new CountedChip(
    (climate) => new Bme280(BOSCH_TRIM, climate),
    (number) => told.push(number),
  );
  const bus = new ChipSet({ i2c: new Map([[PLACE.address, chip]]) });
  const memory = makeMemory(BME280.memoryBytes);
  const values = BME280.fields.map(() => 0);
  let nowMs = 0;
  const perform = (steps: Step[]) => {
    for (const step of steps) {
      expect(bus.transfer(PLACE, step, memory, nowMs)).toBe(Status.Ok);
      nowMs += step.waitMs + 1;
    }
  };
  const payload = () => {
    expect(BME280.decode(memory, values)).toBe(Status.Ok);
    const [temperature, , pressure] = values.map((value) => (value / 100).toFixed(2));
    return `{"temperatureC":${temperature},"pressureHPa":${pressure}}`;
  };
  return { chip, told, perform, payload };
}

test("the driver's payload names its sample, over many turns of the pressure", () => {
  const { perform, payload, told } = bench();
  perform(BME280.start);
  for (let number = 0; number < 41_000; number += 1) {
    perform(BME280.sample);
    // Not expect for each: it would take most of the time.
    if (countedNumber(payload()) !== number || told.at(-1) !== number) expect(payload()).toBe(number);
  }
  expect(told).toHaveLength(41_000);
});

test("a measurement that was never read is no sample, and its number is never used again", () => {
  const { chip, perform, payload, told } = bench();
  perform(BME280.start);
  perform(BME280.sample.slice(0, 1));
  // The start reads more bytes than a sample does.
  perform(BME280.start);
  chip.renewed();
  perform(BME280.start);
  expect(told).toEqual([]);
  perform(BME280.sample);
  expect(told).toEqual([1]);
  expect(countedNumber(payload())).toBe(1);
});

test("a payload with a flipped bit names none, also where another sample has such a temperature", () => {
  const payload = (temperature: string) => `{"temperatureC":${temperature},"pressureHPa":422.17}`;
  expect(countedNumber(payload("14.00"))).toBe(32_277);
  for (const temperature of ["11.43", "16.57"]) expect(countedNumber(payload(temperature))).toBeUndefined();
});

test("a payload without temperature and pressure names none", () => {
  expect(countedNumber('{"humidityPercent":50.00}')).toBeUndefined();
});
