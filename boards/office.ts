/*
 * A station: ESP32-DevKitC in an office with an SCD41, on mains. Whether a window should be opened: carbon dioxide every half
 * minute, where it has changed, and at once above 1400 ppm. It takes commands, reports, and shows itself in Home Assistant.
 * Wiring: SCD41 to 3V3 and GND, SDA to GPIO21, SCL to GPIO22; its address is always 0x62.
 */
import { SCD4X } from "../src/sensors/scd4x.ts";
import type { Station } from "../src/station/station.ts";
import { ESP32_DEVKITC } from "./hardware/esp32-devkitc.ts";

export const office: Station = {
  name: "office",
  hardware: ESP32_DEVKITC,
  runtime: "espruino",
  feeds: [
    {
      sensor: SCD4X,
      bus: "i2c",
      address: 0x62,
      topic: "{name}/air",
      everyS: 30,
      qos: 1,
      // In ppm, and hundredths of a degree and of a per cent.
      filter: { deadBand: [20, 20, 100], heartbeatS: 600 },
      alarms: [{ field: 0, above: 1400, hysteresis: 100 }],
    },
  ],
  hasCommands: true,
  hasDiscovery: true,
  reportS: 3600,
  restartS: 3600,
  limits: { txBytes: 384, rxBytes: 256, outboxBytes: 1024, outboxEntries: 24 },
};
