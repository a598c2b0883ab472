/*
 * The texts of the preludes, which stand in the folder beside this file, each in its engine's own language: first what
 * all boards share, then the runtime's own API, part by part.
 */
import { readFileSync } from "node:fs";
import { remembering } from "./remember.ts";

const PARTS = {
  node: ["board.js", "node.js"],
  espruino: [
    ...["board.js", "espruino.js", "espruino-timers.js", "espruino-storage.js"],
    ...[
      "espruino-buses.js",
      "espruino-pins.js",
      "espruino-chip.js",
      "espruino-wifi.js",
      "espruino-wifi-module.js",
    ],
  ],
  moddable: ["board.js", "xs.js", "xs-buses.js", "xs-pins.js", "xs-system.js", "xs-wifi.js"],
  nodemcu: [
    ...["board.lua", "nodemcu.lua", "nodemcu-buses.lua", "nodemcu-pins.lua", "nodemcu-chip.lua"],
    ...["nodemcu-file.lua", "nodemcu-wifi.lua", "nodemcu-wifi-sta.lua"],
  ],
};

/** Such as "esp32c3" or "esp8266". Of one runtime, firmware for the ESP8266 is another than for all ESP32. */
export type Chip = string;
export const CHIP: Chip = "esp32";

export const preludePart = remembering((name) =>
  readFileSync(new URL(`./prelude/${name}`, import.meta.url), "utf8"),
);

/** @param chip  on which firmware of the runtime runs; NodeMCU's is for the ESP8266 */
export function preludeText(runtime: keyof typeof PARTS, chip: Chip = CHIP): string {
  const [board = "", ...parts] = PARTS[runtime].map(preludePart);
  const isEsp8266 = runtime === "nodemcu" ? "" : `board.isEsp8266 = ${chip === "esp8266"};`;
  return [board, isEsp8266, ...parts].join("\n");
}
