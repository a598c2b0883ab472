import { expect, test } from "vitest";
import { D1_MINI } from "../../boards/hardware/d1-mini.ts";
import { LOLIN32 } from "../../boards/hardware/lolin32.ts";
import { checkHardware } from "../../src/station/check-hardware.ts";
import { checkStation } from "../../src/station/check.ts";
import type { Hardware } from "../../src/station/station.ts";
import { BED } from "../support/check-table.ts";

// What is changed, what is said about it, and a change that is right.
const WRONG: [Partial<Hardware>, string, Partial<Hardware>][] = [
  [{ chip: "esp31" }, 'chip is "esp31": give esp32, esp32c3 or esp8266', { chip: "esp32" }],
  [{ gpios: [4, 5, 24, 40] }, "gpios has 24 and 40, which an esp32 has not, or not twice", { gpios: [4, 5] }],
  [{ gpios: [4, 5, 4] }, "gpios has 4, which an esp32 has not, or not twice", { gpios: [5, 4] }],
  [
    { i2c: { sda: 40, scl: 22, hz: 100000 } },
    "i2c.sda is 40, which an esp32 has not",
    { i2c: { sda: 25, scl: 22, hz: 100000 } },
  ],
  [
    { i2c: { sda: 22, scl: 22, hz: 100000 } },
    "i2c.sda and i2c.scl are both 22",
    { i2c: { sda: 22, scl: 21, hz: 100000 } },
  ],
  [
    { i2c: { sda: 21, scl: 22, hz: 0 } },
    "i2c.hz is 0: give a number above 0",
    { i2c: { sda: 21, scl: 22, hz: 1 } },
  ],
  [
    { led: { pin: 28, isLitByHigh: true } },
    "led.pin is 28, which an esp32 has not",
    { led: { pin: 27, isLitByHigh: true } },
  ],
  [{ taken: { 31: "a button" } }, "taken has 31, which an esp32 has not", { taken: { 32: "a button" } }],
  [
    { divider: { pin: 4, factor: 2 } },
    "divider.pin is 4, which measures no voltage: give 32, 33, 34, 35, 36, 37, 38 or 39",
    { divider: { pin: 35, factor: 2 } },
  ],
  [
    { divider: { pin: 35, factor: 0.5 } },
    "divider.factor is 0.5: give how many times lower the pin sees the voltage",
    { divider: { pin: 35, factor: 1 } },
  ],
  [{ flashBytes: NaN }, "flashBytes is NaN: give a number above 0", { flashBytes: 1 }],
  [
    { sleepFloor: { ...LOLIN32.sleepFloor, currentUa: -1 } },
    "sleepFloor.currentUa is -1: give a number above 0",
    { sleepFloor: { ...LOLIN32.sleepFloor, currentUa: 0.5 } },
  ],
  [{ runtimes: [] }, "runtimes is []: give some of espruino, moddable, nodemcu", { runtimes: ["espruino"] }],
  [
    { runtimes: ["nodemcu"] },
    "runtimes has nodemcu, which is built for an esp8266 only",
    { runtimes: ["moddable"] },
  ],
];

for (const [change, sentence, right] of WRONG)
  test(sentence, () => {
    expect(checkHardware({ ...LOLIN32, ...change })).toEqual([`hardware LOLIN32: ${sentence}`]);
    expect(checkHardware({ ...LOLIN32, ...right })).toEqual([]);
  });

test("an ESP8266 measures at its own input, which has the number 0", () => {
  expect(checkHardware(D1_MINI)).toEqual([]);
  expect(checkHardware({ ...D1_MINI, divider: { pin: 17, factor: 3.2 } })).toEqual([
    "hardware D1 mini v3: divider.pin is 17, which measures no voltage: give 0",
  ]);
});

test("a station on a board of one's own is told what is wrong with the board", () => {
  const hardware = { ...LOLIN32, chip: "esp31" };
  expect(checkStation({ ...BED, hardware })).toEqual([
    'hardware LOLIN32: chip is "esp31": give esp32, esp32c3 or esp8266',
  ]);
});
