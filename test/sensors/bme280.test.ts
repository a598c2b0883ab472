/*
 * The BME280 driver: against recorded chips, against the datasheet in doubles, and against 32 bits.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { BME280 } from "../../src/sensors/bme280.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { climateOf, countsOf } from "../../src/simulator/chips/bme280-reference.ts";
import { BOSCH_TRIM } from "../../src/simulator/chips/bme280-trim.ts";
import { anyCounts, anyTrims, climates, memoryOf, realTrims } from "../support/bme280.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";
import { makeMemory, putMemory } from "#bytes";
import type { Memory } from "#bytes";

const INDOORS = { temperatureC: 21, humidityPercent: 40, pressurePa: 101325 };
const UNTOUCHED = [-1, -2, -3];

/** Decode, with the values a caller would see afterwards. */
function decoded(memory: Memory, sensor: Sensor = BME280): { status: Status; values: number[] } {
  const values = [...UNTOUCHED];
  return { status: sensor.decode(memory, values), values };
}

// Registers 0xD0, 0x88 to 0xA1, 0xE1 to 0xE7, 0xF7 to 0xFE of real chips, and the values in print beside them:
// periph/devices, bmxx80/bmx280_test.go; KKoovalsky/BME280Driver, tests/test_conversion.cpp.
const RECORDED: [string, string[], number[]][] = [
  [
    "periph",
    ["60", "106e6c6632005d95b8d5d00b771e9dfff9ffac260ad8bd10004b", "6e01001305001e", "4a52c08096c07a76"],
    [2372, 6531, 100943],
  ],
  [
    "KKoovalsky",
    ["60", "3270d06832003a8e1bd6d00b152464fff9ff0c3020d18813004b", "4c01001920031e", "4ebac07fe3008e1a"],
    [2056, 5442, 98456],
  ],
];

for (const [owner, registers, values] of RECORDED) {
  test(`the registers recorded by ${owner} are ${values.join(", ")}`, () => {
    const memory = makeMemory(BME280.memoryBytes);
    putMemory(memory, 0, Buffer.from(registers.join(""), "hex"));
    expect(decoded(memory)).toEqual({ status: Status.Ok, values });
  });
}

test("the worked example of the BMP280 datasheet, section 3.12, is 25.08 degrees and 100653 Pa", () => {
  const { status, values } = decoded(
    memoryOf(BOSCH_TRIM, { temperature: 519888, pressure: 415148, humidity: 30000 }),
  );
  expect([status, values[0], values[2]]).toEqual([Status.Ok, 2508, 100653]);
});

test("each value is within 0.01 degrees, 0.02 % and 1 Pa of the datasheet in doubles", () => {
  const isNear = (trim: typeof BOSCH_TRIM, climate: typeof INDOORS) => {
    const counts = countsOf(trim, climate);
    const exact = climateOf(trim, counts);
    const { status, values } = decoded(memoryOf(trim, counts));
    const [centiC, centiPercent, pa] = values as [number, number, number];
    expect(status).toBe(Status.Ok);
    expect(Math.abs(centiC - exact.temperatureC * 100)).toBeLessThan(1);
    expect(Math.abs(centiPercent - exact.humidityPercent * 100)).toBeLessThan(2);
    expect(Math.abs(pa - exact.pressurePa)).toBeLessThan(1);
  };
  fc.assert(fc.property(realTrims, climates, isNear), { numRuns: 2000 });
});

describe("on a build with 32-bit integers", () => {
  const checked = loadChecked("src/sensors/bme280.ts", makeSeen()).BME280 as Sensor;

  function isSame(memory: Memory): void {
    expect(decoded(memory, checked)).toEqual(decoded(memory));
  }

  test("no step of a real chip's reading passes 2^31", () => {
    const property = fc.property(realTrims, climates, (trim, climate) => {
      isSame(memoryOf(trim, countsOf(trim, climate)));
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test("no step passes 2^31 whatever the chip holds", () => {
    const property = fc.property(anyTrims, anyCounts, (trim, counts) => isSame(memoryOf(trim, counts)));
    fc.assert(property, { numRuns: 5000 });
  });

  test("no step passes 2^31 whatever the chip holds, at a temperature that lets pressure be computed", () => {
    const property = fc.property(anyTrims, anyCounts, climates, (trim, counts, climate) => {
      isSame(memoryOf(trim, { ...counts, temperature: countsOf(trim, climate).temperature }));
    });
    fc.assert(property, { numRuns: 5000 });
  });
});

describe("a reading is refused", () => {
  const counts = countsOf(BOSCH_TRIM, INDOORS);
  const reset = { temperature: 0x80000, pressure: 0x80000, humidity: 0x8000 };
  // A fault, the memory after it (from the good one, byte by byte), and the answer.
  const REFUSED: [string, Memory, Status][] = [
    ["the id of a BMP280", memoryOf(BOSCH_TRIM, counts).fill(0x58, 0, 1), Status.Absent],
    ["no id, as before any step", makeMemory(BME280.memoryBytes), Status.Absent],
    ["trimming of zeros", memoryOf(BOSCH_TRIM, counts).fill(0, 1, 34), Status.Malformed],
    ["trimming of ones", memoryOf(BOSCH_TRIM, counts).fill(255, 1, 34), Status.Malformed],
    ["P1 of 4095", memoryOf({ ...BOSCH_TRIM, P1: 4095 }, counts), Status.Malformed],
    ["T2 of 0", memoryOf({ ...BOSCH_TRIM, T2: 0 }, counts), Status.Malformed],
    ["H2 of 0", memoryOf({ ...BOSCH_TRIM, H2: 0 }, counts), Status.Malformed],
    ["counts as after a reset", memoryOf(BOSCH_TRIM, reset), Status.OutOfRange],
    ["counts of zero", memoryOf(BOSCH_TRIM, counts).fill(0, 34), Status.OutOfRange],
    ["counts of ones", memoryOf(BOSCH_TRIM, counts).fill(255, 34), Status.OutOfRange],
    ["a pressure count of zero", memoryOf(BOSCH_TRIM, { ...counts, pressure: 0 }), Status.OutOfRange],
    ["a pressure count of ones", memoryOf(BOSCH_TRIM, { ...counts, pressure: 1048575 }), Status.OutOfRange],
  ];

  for (const [fault, memory, status] of REFUSED) {
    test(`with ${fault}, and the values stay as they were`, () => {
      expect(decoded(memory)).toEqual({ status, values: UNTOUCHED });
    });
  }
});

// The limits of section 1.1, tables 1 to 3, and what lies a little beyond.
const LIMITS: [Partial<typeof INDOORS>, Status][] = [
  [{ temperatureC: -40 }, Status.Ok],
  [{ temperatureC: -40.01 }, Status.OutOfRange],
  [{ temperatureC: 85 }, Status.Ok],
  [{ temperatureC: 85.01 }, Status.OutOfRange],
  [{ pressurePa: 30000 }, Status.Ok],
  [{ pressurePa: 29998 }, Status.OutOfRange],
  [{ pressurePa: 110000 }, Status.Ok],
  [{ pressurePa: 110002 }, Status.OutOfRange],
  [{ humidityPercent: 0 }, Status.Ok],
  [{ humidityPercent: 100 }, Status.Ok],
];

for (const [limit, status] of LIMITS) {
  test(`${JSON.stringify(limit)} answers ${status}`, () => {
    const counts = countsOf(BOSCH_TRIM, { ...INDOORS, ...limit });
    expect(decoded(memoryOf(BOSCH_TRIM, counts)).status).toBe(status);
  });
}

for (const [humidity, centiPercent] of [
  [0, 0],
  [65535, 10000],
] as const) {
  test(`a humidity count of ${humidity} is ${centiPercent} hundredths of a percent, as in the datasheet`, () => {
    const counts = { ...countsOf(BOSCH_TRIM, INDOORS), humidity };
    expect(decoded(memoryOf(BOSCH_TRIM, counts))).toMatchObject({
      status: Status.Ok,
      values: [2100, centiPercent, 101325],
    });
  });
}

test("a real temperature that looks like the reset value is a reading, as long as the others do not", () => {
  const counts = { ...countsOf(BOSCH_TRIM, INDOORS), temperature: 0x80000 };
  expect(decoded(memoryOf(BOSCH_TRIM, counts))).toMatchObject({ status: Status.Ok });
});

test("every field has its decimals, and every step stays within the memory", () => {
  expect(BME280.decimals).toHaveLength(BME280.fields.length);
  const ends = [...BME280.start, ...BME280.sample].map((step) => step.at + step.readBytes);
  expect(Math.max(...ends)).toBe(BME280.memoryBytes);
});
