/*
 * A station: D1 mini in a cellar with a DS18B20, on a battery. It sleeps deeply, measures every five minutes, and sends
 * every half hour what it has measured.
 * Wiring: DS18B20 to 3V3 and GND, its data line to GPIO4 (D2) with 4.7 kilohms to 3V3. GPIO16 (D0) to RST, which is how its
 * timer wakes the chip; take that wire off while a program is loaded.
 */
import { DS18B20 } from "../src/sensors/ds18b20.ts";
import type { Station } from "../src/station/station.ts";
import { D1_MINI } from "./hardware/d1-mini.ts";

export const cellar: Station = {
  name: "cellar",
  hardware: D1_MINI,
  runtime: "nodemcu",
  feeds: [{ sensor: DS18B20, bus: "onewire", pin: 4, topic: "{name}/air", everyS: 300, qos: 1 }],
  send: { everyS: 1800 },
  sleep: { depth: "deep", isGpio16OnRst: true },
  limits: { txBytes: 192, rxBytes: 64, outboxBytes: 256, outboxEntries: 16 },
};
