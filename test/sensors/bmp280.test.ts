/*
 * The BMP280 driver: as the BME280's, which is tested against doubles, where both have the same; and its refusals.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { BME280 } from "../../src/sensors/bme280.ts";
import { BMP280 } from "../../src/sensors/bmp280.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { countsOf } from "../../src/simulator/chips/bme280-reference.ts";
import { BOSCH_TRIM } from "../../src/simulator/chips/bme280-trim.ts";
import { anyCounts, anyTrims, climates, memoryOf, realTrims } from "../support/bme280.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";
import { makeMemory } from "#bytes";
import type { Memory } from "#bytes";

const checked = loadChecked("src/sensors/bmp280.ts", makeSeen()).BMP280 as Sensor;
const UNTOUCHED = [-1, -2];

function decoded(memory: Memory, sensor: Sensor = BMP280): { status: Status; values: number[] } {
  const values = [...UNTOUCHED];
  return { status: sensor.decode(memory, values), values };
}

/** The memory of a BME280, as a BMP280 fills the part that it has. */
function withId(memory: Memory, id = 0x58): Memory {
  memory.fill(id, 0, 1);
  return memory;
}

test("the worked example of the datasheet, section 3.12, is 25.08 degrees and 100653 Pa", () => {
  const memory = withId(memoryOf(BOSCH_TRIM, { temperature: 519888, pressure: 415148, humidity: 0x8000 }));
  expect(decoded(memory)).toEqual({ status: Status.Ok, values: [2508, 100653] });
});

test("temperature and pressure are those of a BME280 with the same trimming and counts", () => {
  const isSame = fc.property(realTrims, climates, (trim, climate) => {
    const memory = memoryOf(trim, countsOf(trim, climate));
    const [temperature, , pressure] = (() => {
      const values = [0, 0, 0];
      BME280.decode(memory, values);
      return values;
    })();
    expect(decoded(withId(memory))).toEqual({ status: Status.Ok, values: [temperature, pressure] });
  });
  fc.assert(isSame, { numRuns: 500 });
});

test("no step passes 2^31 whatever the chip holds", () => {
  const isSame = fc.property(anyTrims, anyCounts, (trim, counts) => {
    const memory = withId(memoryOf(trim, counts));
    expect(decoded(memory, checked)).toEqual(decoded(memory));
  });
  fc.assert(isSame, { numRuns: 3000 });
});

const counts = countsOf(BOSCH_TRIM, { temperatureC: 21, humidityPercent: 40, pressurePa: 101325 });
const good = () => memoryOf(BOSCH_TRIM, counts);
const REFUSED: [string, Memory, Status][] = [
  ["the id of a BME280", good(), Status.Absent],
  ["an id below that of the first samples", withId(good(), 0x55), Status.Absent],
  ["no id, as before any step", makeMemory(BMP280.memoryBytes), Status.Absent],
  ["trimming of zeros", withId(good().fill(0, 1, 25)), Status.Malformed],
  ["trimming of ones", withId(good().fill(255, 1, 25)), Status.Malformed],
  [
    "counts as after a reset",
    withId(memoryOf(BOSCH_TRIM, { temperature: 0x80000, pressure: 0x80000, humidity: 0 })),
    Status.OutOfRange,
  ],
  ["counts of zero", withId(good().fill(0, 34)), Status.OutOfRange],
  [
    "a pressure count of ones",
    withId(memoryOf(BOSCH_TRIM, { ...counts, pressure: 1048575 })),
    Status.OutOfRange,
  ],
];

for (const [fault, memory, status] of REFUSED) {
  test(`with ${fault} a reading is refused, and the values stay as they were`, () => {
    expect(decoded(memory)).toEqual({ status, values: UNTOUCHED });
  });
}

test("the first samples' ids are BMP280 as well", () => {
  expect(decoded(withId(good(), 0x56)).status).toBe(Status.Ok);
});

test("every field has its decimals, and every step stays within the memory", () => {
  expect(BMP280.decimals).toHaveLength(BMP280.fields.length);
  const ends = [...BMP280.start, ...BMP280.sample].map((step) => step.at + step.readBytes);
  expect(Math.max(...ends)).toBe(BMP280.memoryBytes);
});
