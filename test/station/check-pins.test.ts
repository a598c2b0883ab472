import { ESP32_C3_DEVKITM } from "../../boards/hardware/esp32-c3-devkitm.ts";
import { NODEMCU_DEVKIT } from "../../boards/hardware/nodemcu-devkit.ts";
import type { Feed, Station } from "../../src/station/station.ts";
import { atPin, BED, fed, NAPPER, testMistakes } from "../support/check-table.ts";
import type { MistakeRow } from "../support/check-table.ts";

const ON_C3: Station = { ...BED, hardware: ESP32_C3_DEVKITM };
const ON_8266: Station = { ...BED, hardware: NODEMCU_DEVKIT, runtime: "nodemcu" };

const at = (station: Station, bus: Feed["bus"], pin: number): Station => ({
  ...station,
  feeds: [atPin(bus, pin)],
});

const STRAPPED = (level: string, culprit: string, opposite: string) =>
  `it must be ${level} at reset, or the chip starts wrongly or cannot be flashed, and ${culprit} may hold it ${opposite}: choose another`;
const PULL_UP = "the pull-up resistor of such a bus";

// Where, on which bus and pin; what is said behind "bme280 cannot be at GPIO6"; a pin that is right.
const PINS: [Station, Feed["bus"], number, string, number][] = [
  [BED, "onewire", 24, "an esp32 has none of that number", 25],
  [
    BED,
    "onewire",
    37,
    "ESP32-DevKitC V4 does not bring it out: choose one of GPIO 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 34, 35, 36 or 39",
    33,
  ],
  [BED, "onewire", 1.5, "an esp32 has none of that number", 4],
  [BED, "onewire", 6, "the chip's flash memory is wired to it: choose another", 5],
  [BED, "digital", 3, "it is the serial line that programs the chip and prints: choose another", 4],
  [BED, "onewire", 34, "it is an input only, and such a bus also writes: choose another", 33],
  [BED, "dht", 39, "it is an input only, and such a bus also writes: choose another", 32],
  [BED, "pulse", 36, "it tells no edges that can be relied on: choose another", 34],
  [BED, "onewire", 12, STRAPPED("low", PULL_UP, "high"), 13],
  [BED, "digital", 2, STRAPPED("low", "what is wired to it", "high"), 4],
  [BED, "digital", 0, "ESP32-DevKitC V4 has the BOOT button on it: choose another", 4],
  [
    BED,
    "analog",
    26,
    "it measures with ADC2, which does not work while Wi-Fi is on: choose GPIO 32, 33, 34, 35, 36 or 39",
    32,
  ],
  [BED, "analog", 18, "it measures no voltage: choose GPIO 32, 33, 34, 35, 36 or 39", 36],
  [ON_C3, "digital", 2, STRAPPED("high", "what is wired to it", "low"), 4],
  [ON_C3, "onewire", 8, "ESP32-C3-DevKitM-1 has the RGB LED on it: choose another", 2],
  [
    ON_C3,
    "analog",
    5,
    "it measures with ADC2, which does not work while Wi-Fi is on: choose GPIO 0, 1, 2, 3 or 4",
    4,
  ],
  [ON_8266, "onewire", 9, "the chip's flash memory is wired to it: choose another", 2],
  [ON_8266, "onewire", 16, "it can be no part of such a bus: choose another", 4],
  [ON_8266, "pulse", 16, "it tells no edges that can be relied on: choose another", 14],
  [ON_8266, "onewire", 15, STRAPPED("low", PULL_UP, "high"), 13],
];

const rows = PINS.map(([station, bus, pin, why, right]): MistakeRow => [
  `${bus} at GPIO${pin} of ${station.hardware.name}`,
  at(station, bus, pin),
  [`bme280 cannot be at GPIO${pin}: ${why}`],
  at(station, bus, right),
]);

const onI2c = (sda: number): Station => ({
  ...BED,
  hardware: { ...BED.hardware, i2c: { ...BED.hardware.i2c, sda } },
});
const with1Wire = (pin: number): Station => ({
  ...BED,
  feeds: [...BED.feeds, atPin("onewire", pin)],
});

testMistakes([
  ...rows,
  [
    "an analog pin of an ESP8266",
    at(ON_8266, "analog", 17),
    ["bme280 cannot be at A0: its chip has one analog input, A0: write pin: 0"],
    at(ON_8266, "analog", 0),
  ],
  [
    "an input as a line of I2C",
    onI2c(35),
    ["SDA of I2C cannot be at GPIO35: it is an input only, and such a bus also writes: choose another"],
    onI2c(33),
  ],
  [
    "a pin of I2C used for a sensor as well",
    with1Wire(21),
    ["GPIO21 is used twice, by SDA of I2C and by bme280: wire one of them to another"],
    with1Wire(23),
  ],
  [
    "two sensors at a pin",
    { ...BED, feeds: [atPin("onewire", 4), atPin("dht", 4)] },
    ["GPIO4 is used twice, by bme280 and by bme280: wire one of them to another"],
    { ...BED, feeds: [atPin("onewire", 4), atPin("dht", 5)] },
  ],
  [
    "a sensor at the pin that wakes an ESP8266",
    { ...NAPPER, feeds: [atPin("digital", 16)] },
    ["GPIO16 is used twice, by bme280 and by the wire to RST: wire one of them to another"],
    // A0 has the number 0, and is not GPIO0.
    { ...NAPPER, feeds: [atPin("digital", 14), atPin("analog", 0)] },
  ],
]);

testMistakes([
  [
    "pins of I2C that nobody uses",
    { ...onI2c(35), feeds: fed(BED, {}).feeds },
    ["SDA of I2C cannot be at GPIO35: it is an input only, and such a bus also writes: choose another"],
    { ...onI2c(35), feeds: [atPin("onewire", 4)] },
  ],
]);
