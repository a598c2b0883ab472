/*
 * A station: FireBeetle ESP32 under glass with a BME280, on a lithium cell. It sleeps deeply, measures temperature, humidity
 * and pressure once a minute and the voltage of its cell once an hour, and sends every half hour what it has measured.
 * Wiring: BME280 to 3V3 and GND, its SDA to GPIO21, its SCL to GPIO22, its SDO to GND (address 0x76). The pads R10 and R11
 * of the board are bridged, so that GPIO36 sees half of the cell's voltage; Espruino measures up to 3.6 V there.
 */
import { supplyVoltage } from "../src/sensors/analog.ts";
import { BME280 } from "../src/sensors/bme280.ts";
import type { Station } from "../src/station/station.ts";
import { FIREBEETLE_ESP32 } from "./hardware/firebeetle-esp32.ts";

export const greenhouse: Station = {
  name: "greenhouse",
  hardware: FIREBEETLE_ESP32,
  runtime: "espruino",
  feeds: [
    { sensor: BME280, bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 60, qos: 1 },
    { sensor: supplyVoltage(7200), bus: "analog", pin: 36, topic: "{name}/{feed}", everyS: 3600, qos: 1 },
  ],
  send: { everyS: 1800 },
  sleep: { depth: "deep" },
  limits: { txBytes: 512, rxBytes: 128, outboxBytes: 1024, outboxEntries: 40 },
};
