/*
 * Every board of boards/hardware: its pins are its chip's, what is soldered to it makes sense, and its file says where
 * that comes from.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CHIPS } from "../../src/station/check-chips.ts";
import type { ChipPins } from "../../src/station/check-chips.ts";
import { checkHardware } from "../../src/station/check-hardware.ts";
import { checkStation } from "../../src/station/check.ts";
import type { Hardware } from "../../src/station/station.ts";
import { BED } from "../support/check-table.ts";

const FOLDER = new URL("../../boards/hardware/", import.meta.url);
const FILES = readdirSync(FOLDER);

test("six boards and more", () => {
  expect(FILES.length).toBeGreaterThanOrEqual(6);
});

for (const file of FILES) {
  const exported = (await import(new URL(file, FOLDER).href)) as Record<string, Hardware>;
  const [hardware, ...others] = Object.values(exported) as [Hardware, ...unknown[]];

  test(`hardware/${file} exports one board, without a mistake, and names its source`, () => {
    expect(others).toEqual([]);
    expect(checkHardware(hardware)).toEqual([]);
    expect(readFileSync(new URL(file, FOLDER), "utf8")).toMatch(/^\/\*\n(?: \*.*\n)* \* Source: .+\n/);
    expect(hardware.sleepFloor.source).not.toBe("");
  });

  test(`a chip on I2C works at the usual pins of ${hardware.name}, with each of its runtimes`, () => {
    for (const runtime of hardware.runtimes) expect(checkStation({ ...BED, hardware, runtime })).toEqual([]);
  });

  test(`${hardware.name} brings out pins that measure voltages, and its LED is at none of I2C`, () => {
    const chip = CHIPS[hardware.chip] as ChipPins;
    const pins = chip.hasOwnAnalog ? chip.analog : chip.analog.filter((pin) => hardware.gpios.includes(pin));
    expect(pins.length).toBeGreaterThan(0);
    expect([hardware.i2c.sda, hardware.i2c.scl]).not.toContain(hardware.led?.pin);
  });
}

const PIN_LISTS = [
  "flash",
  "serial",
  "inputOnly",
  "noPullUp",
  "noInterrupt",
  "noBus",
  "highAtBoot",
  "wake",
] as const;

for (const [name, chip] of Object.entries(CHIPS))
  test(`every pin of which something is said is one of ${name}`, () => {
    const analog = chip.hasOwnAnalog ? [] : [...chip.analog, ...chip.analogWithoutWifi];
    const named = [
      ...PIN_LISTS.flatMap((list) => chip[list]),
      ...analog,
      ...Object.keys(chip.strapping).map(Number),
    ];
    expect(named.filter((pin) => !chip.gpios.includes(pin))).toEqual([]);
    expect(chip.analog.filter((pin) => chip.analogWithoutWifi.includes(pin))).toEqual([]);
  });
