/*
 * NodeMCU DevKit v3, as LoLin and others sell it: ESP-12E module (ESP8266, 4 MB of flash), USB serial. Its print says D1,
 * D2 and so on; here the numbers are those of the chip, the same for every runtime. A0 bears 3.2 V: 220 and 100 kilohms
 * stand between it and the chip. The LED at GPIO16 lights when the pin wakes the chip.
 * Source: NodeMCU documentation, modules/gpio (GPIO4 is D2, GPIO5 is D1); Arduino ESP8266, variants/nodemcu/pins_arduino.h
 * for the usual I2C pins; nodemcu-devkit-v1.0, its schematic (divider, LEDs).
 */
import type { Hardware } from "../../src/station/station.ts";

export const NODEMCU_DEVKIT: Hardware = {
  name: "NodeMCU DevKit v3",
  chip: "esp8266",
  flashBytes: 4194304,
  gpios: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  taken: { 0: "the FLASH button" },
  i2c: { sda: 4, scl: 5, hz: 100000 },
  led: { pin: 2, isLitByHigh: false },
  divider: { pin: 0, factor: 3.2 },
  runtimes: ["espruino", "moddable", "nodemcu"],
  sleepFloor: {
    currentUa: 4220,
    kind: "measured",
    source: "itooktheredpill.irgendwo.org/2017/reducing-nodemcu-power-consumption, with 20 uA of its chip",
  },
};
