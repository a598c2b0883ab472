/*
 * Sensors at a pin: analog, contact, pulses.
 */
import { expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import type * as analogModule from "../../src/sensors/analog.ts";
import type * as contactModule from "../../src/sensors/contact.ts";
import type * as pulsesModule from "../../src/sensors/pulses.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { loadChecked, makeSeen } from "../support/checked-arithmetic.ts";
import { memoryWith } from "../support/sensor-bench.ts";

const load = (name: string) => loadChecked(`src/sensors/${name}.ts`, makeSeen());
const { analog, supplyVoltage } = load("analog") as typeof analogModule;
const { contact } = load("contact") as typeof contactModule;
const { pulses } = load("pulses") as typeof pulsesModule;

const SOIL = analog({ name: "soil", field: "moisturePercent", decimals: 1, atZero: 1200, atFull: -200 });
const BATTERY = supplyVoltage(4200);
const OPEN_WHEN_HIGH = contact("open", true);
const OPEN_WHEN_LOW = contact("open", false);
const RAIN = pulses({ name: "rain", field: "rainMm", decimals: 2, amount: 2794, pulses: 100 });
const POWER = pulses({ name: "power", field: "energyWh", decimals: 0, amount: 1, pulses: 1 });

const READINGS: [string, Sensor, string, Status, number][] = [
  ["a battery at three quarters of full scale", BATTERY, "bfff", Status.Ok, 3150],
  ["no voltage", BATTERY, "0000", Status.Ok, 0],
  ["the last step before full scale", BATTERY, "fffe", Status.Ok, 4200],
  ["full scale", BATTERY, "ffff", Status.OutOfRange, -1],
  ["a line that falls, at its beginning", SOIL, "0000", Status.Ok, 1200],
  ["a line that falls, in its middle", SOIL, "8000", Status.Ok, 500],
  ["a line that falls, below zero", SOIL, "fffe", Status.Ok, -200],
  ["high, high, high", OPEN_WHEN_HIGH, "010101", Status.Ok, 1],
  ["low, high, low", OPEN_WHEN_HIGH, "000100", Status.Ok, 0],
  ["high, low, high", OPEN_WHEN_HIGH, "010001", Status.Ok, 1],
  ["low, low, high, open when low", OPEN_WHEN_LOW, "000001", Status.Ok, 1],
  ["what no pin is", OPEN_WHEN_LOW, "000002", Status.Malformed, -1],
  ["no pulse", RAIN, "000000", Status.Ok, 0],
  ["one pulse", RAIN, "000001", Status.Ok, 28],
  ["100,000 pulses", RAIN, "0186a0", Status.Ok, 2794000],
  ["all pulses that three bytes can count", RAIN, "ffffff", Status.Ok, 468755387],
  ["a pulse a watt-hour", POWER, "0f4240", Status.Ok, 1000000],
  ["more than a reading can be", pulses({ ...meterOf(), amount: 1000 }), "ffffff", Status.OutOfRange, -1],
];

function meterOf(): pulsesModule.PulseMeter {
  return { name: "power", field: "energyWh", decimals: 0, amount: 1, pulses: 1 };
}

for (const [what, sensor, memory, status, value] of READINGS) {
  test(`${sensor.name}: ${what} answers ${status} and ${value}`, () => {
    const values = [-1];
    expect(sensor.decode(memoryWith(sensor, memory), values)).toBe(status);
    expect(values).toEqual([value]);
  });
}

for (const sensor of [BATTERY, SOIL, RAIN, OPEN_WHEN_LOW])
  test(`${sensor.name}: every step stays within the memory, and fills it`, () => {
    const ends = sensor.sample.map((step) => step.at + step.readBytes);
    expect(Math.max(...ends)).toBe(sensor.memoryBytes);
    expect(sensor.decimals).toHaveLength(sensor.fields.length);
  });
