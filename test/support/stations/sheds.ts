/*
 * Stations with a sensor on every bus that is one pin, as far as the runtime has it.
 */
import { ESP32_DEVKITC } from "../../../boards/hardware/esp32-devkitc.ts";
import { NODEMCU_DEVKIT } from "../../../boards/hardware/nodemcu-devkit.ts";
import { supplyVoltage } from "../../../src/sensors/analog.ts";
import { contact } from "../../../src/sensors/contact.ts";
import { DHT22 } from "../../../src/sensors/dht22.ts";
import { DS18B20 } from "../../../src/sensors/ds18b20.ts";
import { pulses } from "../../../src/sensors/pulses.ts";
import type { Feed, Station } from "../../../src/station/station.ts";

const RAIN = pulses({ name: "rain", field: "rainMm", decimals: 2, amount: 2794, pulses: 100 });

const WATER: Feed = {
  sensor: DS18B20,
  bus: "onewire",
  pin: 4,
  topic: "{name}/{sensor}",
  everyS: 300,
  qos: 1,
};
const AIR: Feed = { sensor: DHT22, bus: "dht", pin: 5, topic: "{name}/{sensor}", everyS: 300, qos: 1 };
const DOOR: Feed = {
  sensor: contact("open", true),
  bus: "digital",
  pin: 14,
  topic: "{name}/{sensor}",
  everyS: 300,
  qos: 1,
};
const GUTTER: Feed = { sensor: RAIN, bus: "pulse", pin: 12, topic: "{name}/{sensor}", everyS: 300, qos: 1 };
const ESP32_SUPPLY: Feed = {
  sensor: supplyVoltage(4200),
  bus: "analog",
  pin: 34,
  topic: "{name}/{sensor}",
  everyS: 300,
  qos: 1,
};
const ESP8266_SUPPLY: Feed = {
  sensor: supplyVoltage(4200),
  bus: "analog",
  pin: 0,
  topic: "{name}/{sensor}",
  everyS: 300,
  qos: 1,
};

const LIMITS = { txBytes: 256, rxBytes: 64, outboxBytes: 512, outboxEntries: 32 };

export const espruinoShed: Station = {
  name: "shed",
  hardware: ESP32_DEVKITC,
  runtime: "espruino",
  feeds: [WATER, AIR, DOOR, GUTTER, ESP32_SUPPLY],
  limits: LIMITS,
};

export const moddableShed: Station = {
  name: "shed",
  hardware: ESP32_DEVKITC,
  runtime: "moddable",
  feeds: [WATER, DOOR, GUTTER, ESP32_SUPPLY],
  limits: LIMITS,
};

export const nodemcuShed: Station = {
  name: "shed",
  hardware: NODEMCU_DEVKIT,
  runtime: "nodemcu",
  feeds: [WATER, AIR, DOOR, GUTTER, ESP8266_SUPPLY],
  limits: LIMITS,
};
