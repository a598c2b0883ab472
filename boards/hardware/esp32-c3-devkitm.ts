/*
 * Espressif ESP32-C3-DevKitM-1: ESP32-C3-MINI module, USB serial. GPIO8, which Arduino takes for I2C, is wired to its
 * RGB LED, which one level alone does not light, and GPIO9 to its BOOT button; GPIO2 decides at reset how the chip boots,
 * and the pull-up of SDA suits it.
 * Source: Espressif, ESP32-C3-DevKitM-1 user guide (header block); Moddable SDK, build/devices/esp32/targets/esp32c3 for
 * the I2C pins.
 */
import type { Hardware } from "../../src/station/station.ts";

export const ESP32_C3_DEVKITM: Hardware = {
  name: "ESP32-C3-DevKitM-1",
  chip: "esp32c3",
  flashBytes: 4194304,
  gpios: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 19, 20, 21],
  taken: { 8: "the RGB LED", 9: "the BOOT button" },
  i2c: { sda: 2, scl: 3, hz: 100000 },
  runtimes: ["espruino", "moddable"],
  sleepFloor: {
    currentUa: 3800,
    kind: "estimate",
    source: "taken to be that of the ESP32-DevKitC V4: nobody has published one",
  },
};
