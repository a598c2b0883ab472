/*
 * The simulated BME280, register by register, and with the real driver on the bus.
 */
import { expect, test } from "vitest";
import { Clock, laterMs } from "../../../src/client/clock.ts";
import { Status } from "../../../src/client/status.ts";
import { BME280 } from "../../../src/sensors/bme280.ts";
import type { Sensor } from "../../../src/sensors/sensor.ts";
import { BOSCH_TRIM } from "../../../src/simulator/chips/bme280-trim.ts";
import { Bme280 } from "../../../src/simulator/chips/bme280.ts";
import { ChipSet } from "../../../src/simulator/chips/chip-set.ts";
import type { I2cChip } from "../../../src/simulator/chips/chip.ts";
import { makeMemory } from "#bytes";
import type { Memory } from "#bytes";

const PLACE = { bus: "i2c", address: 0x76 } as const;
const INDOORS = { temperatureC: 21.37, humidityPercent: 43.2, pressurePa: 99876 };
const UNMEASURED = "8000008000008000";
// Five milliseconds before the clock wraps, so that every measurement crosses the wrap.
const START_MS = Clock.WrapMs - 5;

function makeChip(climate = INDOORS): Bme280 {
  return new Bme280(BOSCH_TRIM, () => climate);
}

/** Registers from `from` on, as hex, `afterMs` after the start of the test. */
function registers(chip: I2cChip, from: number, count: number, afterMs: number): string {
  const nowMs = laterMs(START_MS, afterMs);
  expect(chip.write([from], nowMs)).toBe(true);
  return Buffer.from(chip.read(count, nowMs) ?? []).toString("hex");
}

/** Perform a driver's steps, waiting `lackMs` less than each step asks. */
function run(sensor: Sensor, chips: Map<number, I2cChip>, memory: Memory, lackMs: number): Status {
  const bus = new ChipSet({ i2c: chips });
  let nowMs = START_MS;
  for (const step of [...sensor.start, ...sensor.sample]) {
    const status = bus.transfer(PLACE, step, memory, nowMs);
    if (status !== Status.Ok) return status;
    nowMs = laterMs(nowMs, Math.max(step.waitMs - lackMs, 0));
  }
  return Status.Ok;
}

// Register and what it holds after power-up (section 5.3, table 18).
const POWER_UP: [number, string][] = [
  [0xd0, "60"],
  [0xf2, "00"],
  [0xf3, "00"],
  [0xf4, "00"],
  [0xf5, "00"],
  [0xf7, UNMEASURED],
];

for (const [register, hex] of POWER_UP) {
  test(`after power-up, register 0x${register.toString(16)} reads ${hex}`, () => {
    expect(registers(makeChip(), register, hex.length / 2, 0)).toBe(hex);
  });
}

// ctrl_hum, ctrl_meas, and the longest measurement by the formula of section 9.1, rounded up.
const DURATIONS: [number, number, number][] = [
  [0x01, 0x25, 10], // 1.25 + 2.3 + 2.875 + 2.875
  [0x01, 0x26, 10], // the other number of forced mode
  [0x00, 0x2d, 14], // 1.25 + 2.3 + 9.775: the example of section 9.1, whose typical time is 11.5 ms
  [0x00, 0x21, 4], // 1.25 + 2.3: temperature alone
  [0x05, 0xb5, 113], // all sixteen times
  [0x07, 0xfd, 113], // 6 and 7 also mean sixteen times
];

for (const [ctrlHum, ctrlMeas, durationMs] of DURATIONS) {
  const settings = `ctrl_hum ${ctrlHum} and ctrl_meas 0x${ctrlMeas.toString(16)}`;
  test(`a measurement with ${settings} is over after ${durationMs} ms and not before`, () => {
    const chip = makeChip();
    chip.write([0xf2, ctrlHum, 0xf4, ctrlMeas], START_MS);
    expect(registers(chip, 0xf3, 1, durationMs - 1)).toBe("08");
    expect(registers(chip, 0xf7, 8, durationMs - 1)).toBe(UNMEASURED);
    expect(registers(chip, 0xf3, 1, durationMs)).toBe("00");
    expect(registers(chip, 0xf7, 8, durationMs)).not.toBe(UNMEASURED);
  });
}

// What stays at its reset value is what was skipped: ctrl_hum, ctrl_meas, and the data registers' pattern.
const SKIPPED: [number, number, RegExp][] = [
  [0x00, 0x25, /^(?!800000)......(?!800000)......8000$/],
  [0x01, 0x21, /^800000(?!800000)......(?!8000)....$/],
  [0x01, 0x05, /^(?!800000)......800000(?!8000)....$/],
];

for (const [ctrlHum, ctrlMeas, pattern] of SKIPPED) {
  test(`ctrl_hum ${ctrlHum} and ctrl_meas ${ctrlMeas} leave data like ${pattern.source}`, () => {
    const chip = makeChip();
    chip.write([0xf2, ctrlHum, 0xf4, ctrlMeas], START_MS);
    expect(registers(chip, 0xf7, 8, 200)).toMatch(pattern);
  });
}

test("after a forced measurement the chip is in sleep mode with its settings kept", () => {
  const chip = makeChip();
  chip.write([0xf4, 0x25], START_MS);
  expect(registers(chip, 0xf4, 1, 5)).toBe("25");
  expect(registers(chip, 0xf4, 1, 10)).toBe("24");
});

test("sleep mode measures nothing", () => {
  const chip = makeChip();
  chip.write([0xf2, 0x01, 0xf4, 0x24], START_MS);
  expect(registers(chip, 0xf3, 6, 50)).toBe("002400008000");
});

test("a result without filter has 16 bits, with sixteen times oversampling 20", () => {
  const chip = makeChip();
  chip.write([0xf4, 0x25], START_MS);
  expect(registers(chip, 0xf7, 6, 10)).toMatch(/^....00....00$/);
  chip.write([0xf4, 0xb5], START_MS);
  expect(registers(chip, 0xf7, 6, 120)).not.toMatch(/^....00....00$/);
});

test("trimming and id are read-only, and the chip still acknowledges", () => {
  const chip = makeChip();
  expect(chip.write([0x88, 0xff, 0xd0, 0xff], START_MS)).toBe(true);
  expect(registers(chip, 0x88, 2, 0)).toBe("706b");
  expect(registers(chip, 0xd0, 1, 0)).toBe("60");
});

test("a read goes on where the last one ended", () => {
  const chip = makeChip();
  expect(registers(chip, 0x88, 2, 0)).toBe("706b");
  expect(chip.read(2, START_MS)).toEqual([0x43, 0x67]);
});

test("0xB6 in the reset register forgets all and answers nobody for 2 ms", () => {
  const chip = makeChip();
  chip.write([0xf5, 0x20, 0xf4, 0x25], START_MS);
  expect(registers(chip, 0xf4, 2, 20)).toBe("2420");
  chip.write([0xe0, 0xb6], laterMs(START_MS, 20));
  expect(chip.write([0xd0], laterMs(START_MS, 21))).toBe(false);
  expect(chip.read(1, laterMs(START_MS, 21))).toBe(null);
  expect(registers(chip, 0xf4, 2, 22)).toBe("0000");
  expect(registers(chip, 0xf7, 8, 40)).toBe(UNMEASURED);
});

test("any other value in the reset register does nothing", () => {
  const chip = makeChip();
  chip.write([0xf5, 0x20, 0xe0, 0xb7], START_MS);
  expect(registers(chip, 0xf5, 1, 0)).toBe("20");
});

// Climates, and what the driver must report: as near as 16-bit results allow (0.005 degrees, 2.7 Pa).
const CLIMATES = [INDOORS, { temperatureC: -25, humidityPercent: 90, pressurePa: 87000 }];

for (const climate of CLIMATES) {
  test(`the driver reads ${Object.values(climate).join(", ")} from the chip`, () => {
    const memory = makeMemory(BME280.memoryBytes);
    const values: number[] = [];
    expect(run(BME280, new Map([[PLACE.address, makeChip(climate)]]), memory, 0)).toBe(Status.Ok);
    expect(BME280.decode(memory, values)).toBe(Status.Ok);
    expect(Math.abs((values[0] as number) - climate.temperatureC * 100)).toBeLessThanOrEqual(1);
    expect(Math.abs((values[1] as number) - climate.humidityPercent * 100)).toBeLessThanOrEqual(2);
    expect(Math.abs((values[2] as number) - climate.pressurePa)).toBeLessThanOrEqual(4);
  });
}

test("a driver that waits one millisecond less than it asks for finds no measurement", () => {
  const memory = makeMemory(BME280.memoryBytes);
  expect(run(BME280, new Map([[PLACE.address, makeChip()]]), memory, 1)).toBe(Status.Ok);
  expect(BME280.decode(memory, [])).toBe(Status.OutOfRange);
});

test("without the chip the steps answer Absent, and so does a decode of what is left", () => {
  const memory = makeMemory(BME280.memoryBytes);
  expect(run(BME280, new Map(), memory, 0)).toBe(Status.Absent);
  expect(BME280.decode(memory, [])).toBe(Status.Absent);
});
