import { expect, test } from "vitest";
import { NODEMCU_DEVKIT } from "../../boards/hardware/nodemcu-devkit.ts";
import { adviseStation } from "../../src/station/check-advice.ts";
import { checkStation } from "../../src/station/check.ts";
import type { Station } from "../../src/station/station.ts";
import { atPin, BED, NAPPER } from "../support/check-table.ts";

const onNodemcu: Station = { ...NAPPER, hardware: NODEMCU_DEVKIT };
const at = (station: Station, pin: number): Station => ({ ...station, feeds: [atPin("digital", pin)] });

// A station, what is said about it, and one about which nothing is said.
const ADVICE: [Station, string[], Station][] = [
  [
    { ...BED, keepAliveS: 71 },
    [
      "keepAliveS is 71, and the station sends every 60 s: the board will wake to ping; 72 or more would spare that",
    ],
    { ...BED, keepAliveS: 72 },
  ],
  [
    { ...BED, keepAliveS: 240, send: { everyS: 1800 } },
    [
      "keepAliveS is 240, and the station sends every 1800 s: the board will wake to ping; 2160 or more would spare that",
    ],
    { ...BED, keepAliveS: 0, send: { everyS: 1800 } },
  ],
  [
    onNodemcu,
    [
      "NodeMCU DevKit v3 itself draws 4220 uA in deep sleep, which empties a cell of 2500 mAh in 24 days whatever the station does: use mains, or another board",
    ],
    { ...onNodemcu, sleep: { depth: "modem" } },
  ],
  [
    at(BED, 34),
    ["bme280: GPIO34 has no pull-up resistor inside: wire one of 10 kilohms to 3.3 V"],
    at(BED, 33),
  ],
  [
    at(BED, 14),
    [
      "bme280: GPIO14 is driven high while the chip starts: put 1 kilohm into its wire, for a closed contact would short it",
    ],
    at(BED, 13),
  ],
];

for (const [station, sentences, quiet] of ADVICE)
  test(sentences.join("; "), () => {
    expect(checkStation(station)).toEqual([]);
    expect(adviseStation(station)).toEqual(sentences);
    expect(adviseStation(quiet)).toEqual([]);
  });
