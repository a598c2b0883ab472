/*
 * WEMOS LOLIN32: ESP32-WROOM-32 module, a socket for a lithium cell, which USB charges. Its print has the numbers of the
 * GPIOs. Nothing measures the cell.
 * Source: Arduino-ESP32, variants/lolin32/pins_arduino.h (pins, LED, I2C).
 */
import type { Hardware } from "../../src/station/station.ts";

export const LOLIN32: Hardware = {
  name: "LOLIN32",
  chip: "esp32",
  flashBytes: 4194304,
  gpios: [0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 34, 35, 36, 39],
  i2c: { sda: 21, scl: 22, hz: 100000 },
  led: { pin: 5, isLitByHigh: false },
  runtimes: ["espruino", "moddable"],
  sleepFloor: {
    currentUa: 12,
    kind: "measured",
    source: "lucidar.me/en/esp32/power-consumption-of-esp32, at 5 V, of a LOLIN32 sold by AZ-Delivery",
  },
};
