/*
 * WEMOS D1 mini v3: ESP-12F module (ESP8266, 4 MB of flash), USB serial. Its print says D1, D2 and so on; here the numbers
 * are those of the chip. A0 bears 3.2 V: 220 and 100 kilohms stand between it and the chip. To wake from deep sleep by its
 * timer, D0 (GPIO16) is wired to RST.
 * Source: Arduino ESP8266, variants/d1_mini/pins_arduino.h (pins, LED, I2C); WEMOS, schematic of the D1 mini v3 (divider).
 */
import type { Hardware } from "../../src/station/station.ts";

export const D1_MINI: Hardware = {
  name: "D1 mini v3",
  chip: "esp8266",
  flashBytes: 4194304,
  gpios: [0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16],
  i2c: { sda: 4, scl: 5, hz: 100000 },
  led: { pin: 2, isLitByHigh: false },
  divider: { pin: 0, factor: 3.2 },
  runtimes: ["espruino", "moddable", "nodemcu"],
  sleepFloor: {
    currentUa: 150,
    kind: "measured",
    source:
      "kevinstadler.github.io, wemos-d1-mini-clones-sleep-mode; clones with other USB chips draw up to 13 mA",
  },
};
