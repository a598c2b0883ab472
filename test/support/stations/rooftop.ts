/*
 * A station: ESP32-C3-DevKitM-1 on a roof with a BME280 on I2C. The weather every ten seconds, where a lost reading is no
 * loss: the next one is near.
 */
import { BME280 } from "../../../src/sensors/bme280.ts";
import type { Station } from "../../../src/station/station.ts";
import { ESP32_C3_DEVKITM } from "../../../boards/hardware/esp32-c3-devkitm.ts";

export const rooftop: Station = {
  name: "rooftop",
  hardware: ESP32_C3_DEVKITM,
  runtime: "moddable",
  feeds: [{ sensor: BME280, bus: "i2c", address: 0x77, topic: "{name}/weather", everyS: 10, qos: 0 }],
  limits: { txBytes: 256, rxBytes: 128, outboxBytes: 512, outboxEntries: 32 },
};
