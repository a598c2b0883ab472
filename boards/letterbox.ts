/*
 * A station: D1 mini in a letterbox on a lithium cell. It sleeps until the flap opens, and says so; once a day it wakes by
 * itself to say that it lives, and how full its cell is.
 * Wiring: the flap's contact between GPIO5 (D1) and GND, which it joins while the flap is open; 100 nanofarads from GPIO5 to
 * RST, so that RST sees a short pulse when it does. For the timer GPIO16 (D0) to RST over a Schottky diode, its ring at
 * GPIO16, which holds RST high otherwise. The cell to 5V, and over 180 kilohms to A0, which then measures up to 5 V.
 */
import { supplyVoltage } from "../src/sensors/analog.ts";
import { contact } from "../src/sensors/contact.ts";
import type { Station } from "../src/station/station.ts";
import { D1_MINI } from "./hardware/d1-mini.ts";

export const letterbox: Station = {
  name: "letterbox",
  hardware: D1_MINI,
  runtime: "nodemcu",
  feeds: [
    { sensor: contact("open", false), bus: "digital", pin: 5, topic: "{name}/flap", everyS: 86400, qos: 1 },
    { sensor: supplyVoltage(5000), bus: "analog", pin: 0, topic: "{name}/{feed}", everyS: 86400, qos: 1 },
  ],
  sleep: { depth: "deep", isGpio16OnRst: true, wakePin: "rst" },
  limits: { txBytes: 192, rxBytes: 64, outboxBytes: 256, outboxEntries: 16 },
};
