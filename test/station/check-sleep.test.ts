import { ESP32_C3_DEVKITM } from "../../boards/hardware/esp32-c3-devkitm.ts";
import type { Sleep, Station } from "../../src/station/station.ts";
import { atPin, BED, fed, NAPPER, testMistakes } from "../support/check-table.ts";
import type { MistakeRow } from "../support/check-table.ts";

const asleep = (station: Station, sleep: Sleep): Station => ({ ...station, sleep });
const DEEP: Sleep = { depth: "deep", isGpio16OnRst: true };
const ON_MODDABLE: Station = { ...BED, runtime: "moddable" };
const MODDABLE_8266: Station = { ...NAPPER, runtime: "moddable" };
const TWO_SENSORS = { ...NAPPER, feeds: [atPin("onewire", 4), atPin("digital", 14)] };

// What a runtime has no call for, what it has there, and how it is told.
const DEPTHS: [Station, Sleep["depth"], string, Sleep][] = [
  [
    ON_MODDABLE,
    "deep",
    'moddable has no call for that on an esp32: choose "none", or another runtime',
    { depth: "none" },
  ],
  [
    { ...ON_MODDABLE, hardware: ESP32_C3_DEVKITM },
    "deep",
    'moddable has no call for that on an esp32c3: choose "none", or another runtime',
    { depth: "none" },
  ],
  [
    MODDABLE_8266,
    "modem",
    'moddable has no call for that on an esp8266: choose "none" or "deep", or another runtime',
    DEEP,
  ],
  [
    BED,
    "light",
    'espruino has no call for that on an esp32: choose "none", "modem" or "deep", or another runtime',
    { depth: "modem" },
  ],
];

const depths = DEPTHS.map(([station, depth, sentence, right]): MistakeRow => [
  `${depth} with ${station.runtime} on ${station.hardware.chip}`,
  asleep(station, { depth }),
  [`sleep.depth is "${depth}": ${sentence}`],
  asleep(station, right),
]);

testMistakes([
  ...depths,
  [
    "an ESP8266 that nothing wakes",
    asleep(NAPPER, { depth: "deep" }),
    [
      "sleep: the timer of an ESP8266 wakes it through GPIO16 on its RST: wire the two, and say isGpio16OnRst: true",
    ],
    asleep(NAPPER, DEEP),
  ],
  [
    "a wire of the ESP8266 on an ESP32",
    asleep(BED, DEEP),
    ["sleep.isGpio16OnRst is for an ESP8266: an esp32 wakes by itself, leave it out"],
    asleep(BED, { depth: "deep" }),
  ],
  [
    "a pin that is to wake an ESP8266",
    asleep(NAPPER, { ...DEEP, wakePin: 14 }),
    [
      "wakePin cannot be at GPIO14: it ends no deep sleep: only RST does",
      'sleep.wakePin: only its RST wakes an ESP8266: wire the contact to it, and say wakePin: "rst"',
    ],
    asleep(NAPPER, { ...DEEP, wakePin: "rst" }),
  ],
  [
    "a reset that is to wake an ESP32",
    asleep(BED, { depth: "deep", wakePin: "rst" }),
    ['sleep.wakePin is "rst": a reset of an esp32 is no waking, for it forgets all: leave it out'],
    asleep(BED, { depth: "deep" }),
  ],
  [
    "timer and pin together on Espruino",
    asleep(BED, { depth: "deep", wakePin: 33 }),
    [
      "sleep.wakePin: Espruino sleeps until its timer or until a pin, not both, and every feed needs the timer: leave it out",
    ],
    asleep(BED, { depth: "deep" }),
  ],
  [
    "pulses in deep sleep",
    { ...NAPPER, feeds: [atPin("pulse", 14)] },
    ["bme280 at GPIO14: nobody counts pulses in deep sleep: choose another sleep.depth, or leave it out"],
    { ...asleep(NAPPER, { depth: "light" }), feeds: [atPin("pulse", 14)] },
  ],
  [
    "a keep alive of a station that disconnects",
    { ...TWO_SENSORS, keepAliveS: 60 },
    ["keepAliveS is for stations that stay connected, and this one disconnects: leave it out"],
    TWO_SENSORS,
  ],
  [
    "retain where Home Assistant waits for readings",
    { ...fed(NAPPER, { retain: true }), hasDiscovery: true },
    [
      "bme280 at 0x76: Home Assistant takes a retained reading for a new one, so that expire_after never shows the board as gone: leave retain out",
    ],
    { ...fed(NAPPER, {}), hasDiscovery: true },
  ],
  [
    "a pin that is to wake who does not sleep",
    asleep(BED, { depth: "modem", wakePin: 33 }),
    ['sleep.wakePin is for a deep sleep: leave it out, or choose depth: "deep"'],
    asleep(BED, { depth: "modem" }),
  ],
  [
    "a budget of who does not sleep",
    asleep(BED, { depth: "none", budgetMs: 5000 }),
    ['sleep.budgetMs is for a deep sleep: leave it out, or choose depth: "deep"'],
    asleep(BED, { depth: "none" }),
  ],
]);

// A number, and one that is right.
const NUMBERS: [string, (value: number) => Station, number, string, number][] = [
  [
    "budgetMs",
    (budgetMs) => asleep(BED, { depth: "deep", budgetMs }),
    999,
    "sleep.budgetMs is 999, give whole milliseconds from 1000 to 300000",
    1000,
  ],
  [
    "send.everyS",
    (everyS) => ({ ...BED, send: { everyS } }),
    0,
    "send.everyS is 0, give whole seconds from 1 to 536870, or leave it out",
    1,
  ],
  [
    "reportS",
    (reportS) => ({ ...BED, reportS }),
    1.5,
    "reportS is 1.5, give whole seconds from 1 to 536870, or leave it out",
    1,
  ],
  [
    "restartS",
    (restartS) => ({ ...BED, restartS }),
    536871,
    "restartS is 536871, give whole seconds from 1 to 536870, or leave it out",
    536870,
  ],
  [
    "keepAliveS",
    (keepAliveS) => ({ ...BED, keepAliveS }),
    65536,
    "keepAliveS is 65536, give whole seconds up to 65535, or leave it out",
    65535,
  ],
  [
    "keepAliveS",
    (keepAliveS) => ({ ...BED, keepAliveS }),
    -1,
    "keepAliveS is -1, give whole seconds up to 65535, or leave it out",
    0,
  ],
];

testMistakes(
  NUMBERS.map(([name, station, wrong, sentence, right]): MistakeRow => [
    `${name} of ${wrong}`,
    station(wrong),
    [sentence],
    station(right),
  ]),
);
