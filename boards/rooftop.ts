/*
 * A station: ESP32-C3-DevKitM-1 on a roof with a BME280, a BH1750 and a tipping bucket, on mains. The weather every ten
 * seconds, where a lost reading is no loss: the next one is near. Rain is what has fallen since the board was switched on,
 * which must not get lost.
 * Wiring: BME280 and BH1750 to 3V3 and GND, SDA to GPIO2, SCL to GPIO3; the BME280's SDO to 3V3 (address 0x77), the BH1750's
 * ADDR to GND (0x23). The bucket's reed contact between GPIO10 and GND; each tip is 0.2794 mm of rain.
 */
import { BH1750 } from "../src/sensors/bh1750.ts";
import { BME280 } from "../src/sensors/bme280.ts";
import { pulses } from "../src/sensors/pulses.ts";
import type { Station } from "../src/station/station.ts";
import { ESP32_C3_DEVKITM } from "./hardware/esp32-c3-devkitm.ts";

const BUCKET = { name: "rain", field: "rainMm", decimals: 2, amount: 2794, pulses: 100 };

export const rooftop: Station = {
  name: "rooftop",
  hardware: ESP32_C3_DEVKITM,
  runtime: "moddable",
  feeds: [
    { sensor: BME280, bus: "i2c", address: 0x77, topic: "{name}/weather", everyS: 10, qos: 0 },
    { sensor: BH1750, bus: "i2c", address: 0x23, topic: "{name}/light", everyS: 10, qos: 0 },
    { sensor: pulses(BUCKET), bus: "pulse", pin: 10, topic: "{name}/rain", everyS: 300, qos: 1 },
  ],
  limits: { txBytes: 256, rxBytes: 128, outboxBytes: 512, outboxEntries: 32 },
};
