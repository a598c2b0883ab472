/*
 * A station: ESP32-DevKitC under glass with a BME280 on I2C. Temperature, humidity and pressure once a minute.
 */
import { BME280 } from "../src/sensors/bme280.ts";
import type { Station } from "../src/station/station.ts";
import { ESP32_DEVKITC } from "./hardware/esp32-devkitc.ts";

export const greenhouse: Station = {
  name: "greenhouse",
  hardware: ESP32_DEVKITC,
  runtime: "espruino",
  feeds: [{ sensor: BME280, bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 60, qos: 1 }],
  limits: { txBytes: 256, rxBytes: 128, outboxBytes: 512, outboxEntries: 32 },
};
