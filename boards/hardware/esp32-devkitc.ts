/*
 * Espressif ESP32-DevKitC V4: ESP32-WROOM module, USB serial, no battery connector.
 * Source: Espressif, ESP32-DevKitC V4 user guide (pin layout); Arduino-ESP32 pins_arduino.h for the usual I2C pins.
 */
import type { Hardware } from "../../src/station/station.ts";

export const ESP32_DEVKITC: Hardware = {
  name: "ESP32-DevKitC V4",
  chip: "esp32",
  i2c: { sda: 21, scl: 22, hz: 100000 },
  runtimes: ["espruino", "moddable"],
};
