/*
 * A station for tests that stays connected and does nothing else: an ESP32-DevKitC with a BME280, one reading a minute
 * with QoS 1. Stations of boards/ change with what people deploy; this one does not.
 */
import { ESP32_DEVKITC } from "../../../boards/hardware/esp32-devkitc.ts";
import { BME280 } from "../../../src/sensors/bme280.ts";
import type { Station } from "../../../src/station/station.ts";

export const greenhouse: Station = {
  name: "greenhouse",
  hardware: ESP32_DEVKITC,
  runtime: "espruino",
  feeds: [{ sensor: BME280, bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 60, qos: 1 }],
  limits: { txBytes: 256, rxBytes: 128, outboxBytes: 512, outboxEntries: 32 },
};
