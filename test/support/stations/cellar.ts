/*
 * A station: NodeMCU DevKit in a cellar with a BME280 on I2C. Whether it stays dry, every five minutes.
 */
import { BME280 } from "../../../src/sensors/bme280.ts";
import type { Station } from "../../../src/station/station.ts";
import { NODEMCU_DEVKIT } from "../../../boards/hardware/nodemcu-devkit.ts";

export const cellar: Station = {
  name: "cellar",
  hardware: NODEMCU_DEVKIT,
  runtime: "nodemcu",
  feeds: [
    { sensor: BME280, bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 300, qos: 1, retain: true },
  ],
  limits: { txBytes: 192, rxBytes: 64, outboxBytes: 256, outboxEntries: 16 },
};
