/*
 * NodeMCU DevKit 1.0: ESP-12E module (ESP8266, 4 MB of flash), USB serial. Its print says D1, D2 and so on; here the
 * numbers are those of the chip, the same for every runtime.
 * Source: NodeMCU documentation, modules/gpio (GPIO4 is D2, GPIO5 is D1); Arduino ESP8266, variants/nodemcu/pins_arduino.h
 * for the usual I2C pins.
 */
import type { Hardware } from "../../src/station/station.ts";

export const NODEMCU_DEVKIT: Hardware = {
  name: "NodeMCU DevKit 1.0",
  chip: "esp8266",
  i2c: { sda: 4, scl: 5, hz: 100000 },
  runtimes: ["espruino", "moddable", "nodemcu"],
};
