/*
 * The firmwares by chip: how they boot and join, and what they lack.
 * Source: figures and code that model.json names, by the same names.
 */
import type { ChipState } from "./meter.ts";

export interface Recipe {
  /** State and name of a time; names that end with _ms are the firmware's own, the others its chip's. */
  boot: [ChipState, string][];
  join: string;
  /** What the chip does between two events while it is awake and joined. */
  idle: ChipState;
  hasDeepSleep: boolean;
  /** It sleeps automatically while joined, where a station wants that. */
  hasLightSleep: boolean;
  /** It keeps key and channel from one wake to the next. */
  keepsJoin: boolean;
  lacks: string[];
}

const NO_HINT = "joins without channel and BSSID";
const NO_KEY = "derives the Wi-Fi key at every wake, unless its 64 hexadecimal digits are given";
const NO_LIGHT_SLEEP = "no automatic light sleep while joined";
const NO_DEEP_SLEEP = "no call for deep sleep: it stays awake and joined";
const CHECKS_IMAGE = "checks its whole image at every boot";
const SHORT_SLEEP = "one sleep lasts 2147 s at most";

const ESPRUINO_ESP32: Recipe = {
  boot: [
    ["boot", "boot"],
    ["validate", "validate"],
    ["cpu", "js_start_ms"],
  ],
  join: "join_no_hint",
  idle: "idle_modem",
  hasDeepSleep: true,
  hasLightSleep: false,
  keepsJoin: false,
  lacks: [CHECKS_IMAGE, NO_HINT, NO_KEY, SHORT_SLEEP, NO_LIGHT_SLEEP],
};

const MODDABLE_ESP32: Recipe = {
  boot: [
    ["boot", "boot"],
    ["cpu", "js_start_ms"],
  ],
  join: "join_no_hint",
  idle: "idle_modem",
  hasDeepSleep: false,
  hasLightSleep: false,
  keepsJoin: false,
  lacks: [NO_DEEP_SLEEP, NO_HINT, NO_KEY, NO_LIGHT_SLEEP],
};

const MODDABLE_ESP32_CHECKED: Recipe = {
  ...MODDABLE_ESP32,
  boot: [...ESPRUINO_ESP32.boot],
  lacks: [CHECKS_IMAGE, ...MODDABLE_ESP32.lacks],
};

/** With the radio calibrated, the image trusted, channel, BSSID, key and address known: no firmware today does all. */
export const IDEAL: Recipe = {
  boot: [["boot", "boot"]],
  join: "join_fast",
  idle: "idle_modem",
  hasDeepSleep: true,
  hasLightSleep: true,
  keepsJoin: true,
  lacks: [],
};

/** By firmware and chip. */
export const RECIPES: Record<string, Recipe> = {
  espruino_esp32: ESPRUINO_ESP32,
  espruino_esp32c3: ESPRUINO_ESP32,
  espruino_esp8266: {
    boot: [
      ["boot", "boot"],
      ["boot", "rf_cal_ms"],
      ["boot", "js_start_ms"],
    ],
    join: "join_no_pmk",
    idle: "idle_modem",
    hasDeepSleep: true,
    hasLightSleep: false,
    keepsJoin: false,
    lacks: [
      "calibrates its radio at every boot",
      NO_KEY,
      SHORT_SLEEP,
      "its CPU never sleeps between two events",
    ],
  },
  moddable_esp32: MODDABLE_ESP32,
  moddable_esp32c3: MODDABLE_ESP32_CHECKED,
  moddable_esp32s3: MODDABLE_ESP32_CHECKED,
  moddable_esp8266: {
    boot: [
      ["boot", "boot"],
      ["boot", "js_start_ms"],
    ],
    join: "join_no_pmk",
    // It sets NONE_SLEEP_T when it connects.
    idle: "rx",
    hasDeepSleep: true,
    hasLightSleep: false,
    keepsJoin: false,
    lacks: [NO_KEY, "its radio never naps while joined", "deep sleep is there for development only"],
  },
  // It boots faster with NodeMCU than with what its figure of "boot" was measured with.
  ideal_esp8266: { ...IDEAL, boot: [["boot", "boot_nodemcu"]] },
  nodemcu_esp8266: {
    boot: [["boot", "boot_ms"]],
    join: "join_fast",
    idle: "idle_modem",
    hasDeepSleep: true,
    hasLightSleep: false,
    keepsJoin: true,
    lacks: [
      "boots in 98 ms only where it was tuned for that, else in 166 ms",
      "one sleep lasts 12600 s at most",
      "no light sleep that a timer ends",
    ],
  },
};
