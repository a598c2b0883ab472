/*
 * A station: NodeMCU DevKit at a freezer with a DS18B20, on mains. What it measured every minute goes out every quarter of an
 * hour; above -15 degrees it calls at once, and again when all is well.
 * Wiring: DS18B20 in the freezer to 3V3 and GND, its data line to GPIO4 (D2) with 4.7 kilohms to 3V3.
 */
import { DS18B20 } from "../src/sensors/ds18b20.ts";
import type { Station } from "../src/station/station.ts";
import { NODEMCU_DEVKIT } from "./hardware/nodemcu-devkit.ts";

export const freezer: Station = {
  name: "freezer",
  hardware: NODEMCU_DEVKIT,
  runtime: "nodemcu",
  feeds: [
    {
      sensor: DS18B20,
      bus: "onewire",
      pin: 4,
      topic: "{name}/inside",
      everyS: 60,
      qos: 1,
      alarms: [{ field: 0, above: -1500, hysteresis: 200 }],
    },
  ],
  send: { everyS: 900 },
  sleep: { depth: "modem" },
  limits: { txBytes: 192, rxBytes: 64, outboxBytes: 512, outboxEntries: 24 },
};
