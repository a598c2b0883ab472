/*
 * DFRobot FireBeetle ESP32 (DFR0478): ESP32-WROOM-32 module, a socket for a lithium cell, which USB charges.
 * Two resistors halve the cell's voltage for A0 (GPIO36); they are connected once the pads R10 and R11 are bridged, which
 * they are not when it is sold.
 * Source: DFRobot wiki, SKU DFR0478; Arduino-ESP32, variants/firebeetle32/pins_arduino.h (pins, LED, I2C); R10 and R11:
 * github.com/matthias-bs/LoRaWAN_Node, issue 1.
 */
import type { Hardware } from "../../src/station/station.ts";

export const FIREBEETLE_ESP32: Hardware = {
  name: "FireBeetle ESP32",
  chip: "esp32",
  flashBytes: 4194304,
  gpios: [0, 1, 2, 3, 4, 5, 9, 10, 12, 13, 14, 15, 18, 19, 21, 22, 23, 25, 26, 27, 34, 35, 36, 39],
  i2c: { sda: 21, scl: 22, hz: 100000 },
  led: { pin: 2, isLitByHigh: true },
  runtimes: ["espruino", "moddable"],
  sleepFloor: {
    currentUa: 10,
    kind: "measured",
    source: "lucidar.me/en/esp32/power-consumption-of-esp32, at 5 V",
  },
};
