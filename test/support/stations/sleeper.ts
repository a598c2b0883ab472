/*
 * A station for tests that sleeps deeply: an ESP8266 with a BME280, a reading every five minutes with QoS 1, sent every
 * half hour.
 */
import { NODEMCU_DEVKIT } from "../../../boards/hardware/nodemcu-devkit.ts";
import { BME280 } from "../../../src/sensors/bme280.ts";
import type { Station } from "../../../src/station/station.ts";

export const sleeper: Station = {
  name: "sleeper",
  hardware: NODEMCU_DEVKIT,
  runtime: "nodemcu",
  feeds: [{ sensor: BME280, bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 300, qos: 1 }],
  send: { everyS: 1800 },
  sleep: { depth: "deep", isGpio16OnRst: true },
  limits: { txBytes: 512, rxBytes: 64, outboxBytes: 256, outboxEntries: 16 },
};
