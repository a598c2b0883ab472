/*
 * Espressif ESP32-DevKitC V4: ESP32-WROOM-32 module, USB serial, no battery connector.
 * Source: Espressif, ESP32-DevKitC V4 user guide (pin layout); Arduino-ESP32 pins_arduino.h for the usual I2C pins.
 */
import type { Hardware } from "../../src/station/station.ts";

export const ESP32_DEVKITC: Hardware = {
  name: "ESP32-DevKitC V4",
  chip: "esp32",
  flashBytes: 4194304,
  gpios: [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 34,
    35, 36, 39,
  ],
  taken: { 0: "the BOOT button" },
  i2c: { sda: 21, scl: 22, hz: 100000 },
  runtimes: ["espruino", "moddable"],
  sleepFloor: {
    currentUa: 3800,
    kind: "measured",
    source: "lucidar.me/en/esp32/power-consumption-of-esp32, at 5 V",
  },
};
