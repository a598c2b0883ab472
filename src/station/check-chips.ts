/*
 * What the pins of each chip can do. Host code, for checkStation: what a board brings out is the hardware's.
 * Source: ESP32: ESP-IDF programming guide, "GPIO & RTC GPIO" (v5.0) for ESP32 and ESP32-C3, and its notes; ESP32 and
 * ESP32-C3 series datasheets, "Strapping Pins". ESP8266: ESP8266 Arduino core reference, "Digital IO" and "Analog input";
 * ESP8266 hardware design guidelines, "Strapping Pins"; NodeMCU documentation, modules gpio and node.dsleep.
 */

export interface ChipPins {
  /** GPIOs that are there. */
  gpios: number[];
  /** Wired to the flash memory that the program is in. */
  flash: number[];
  /** The serial line that programs it and prints. */
  serial: number[];
  inputOnly: number[];
  /** Read at reset: the level that it must have then, for the chip to start its program or to be flashed. */
  strapping: Record<number, "high" | "low">;
  /** Pins that measure voltages while Wi-Fi is on. */
  analog: number[];
  /** Pins that measure voltages, but not while Wi-Fi is on. */
  analogWithoutWifi: number[];
  /** The analog pins are inputs of their own, with numbers of their own. */
  hasOwnAnalog: boolean;
  /** Have no pull-up resistor inside. */
  noPullUp: number[];
  /** Tell no edge, or false ones while Wi-Fi naps. */
  noInterrupt: number[];
  /** Can be no part of I2C, 1-Wire or a DHT22. */
  noBus: number[];
  /** Driven high for a while when the chip starts. */
  highAtBoot: number[];
  /** End a deep sleep when they go low. */
  wake: number[];
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

const ESP32: ChipPins = {
  gpios: [...range(0, 19), ...range(21, 23), ...range(25, 27), ...range(32, 39)],
  flash: range(6, 11),
  serial: [1, 3],
  inputOnly: range(34, 39),
  // GPIO5 and GPIO15 are strapping pins as well, but decide only what is printed and how an SDIO slave is timed.
  strapping: { 0: "high", 2: "low", 12: "low" },
  analog: range(32, 39),
  analogWithoutWifi: [0, 2, 4, ...range(12, 15), ...range(25, 27)],
  hasOwnAnalog: false,
  noPullUp: range(34, 39),
  // The guide's note: no interrupts of these with ADC, or Wi-Fi with sleep.
  noInterrupt: [36, 39],
  noBus: [],
  highAtBoot: [1, 3, 5, 14, 15],
  wake: [0, 2, 4, ...range(12, 15), ...range(25, 27), ...range(32, 39)],
};

const ESP32_C3: ChipPins = {
  gpios: range(0, 21),
  flash: range(11, 17),
  serial: [20, 21],
  inputOnly: [],
  strapping: { 2: "high", 8: "high", 9: "high" },
  analog: range(0, 4),
  analogWithoutWifi: [5],
  hasOwnAnalog: false,
  noPullUp: [],
  noInterrupt: [],
  noBus: [],
  highAtBoot: [21],
  wake: range(0, 5),
};

const ESP8266: ChipPins = {
  gpios: range(0, 16),
  flash: range(6, 11),
  serial: [1, 3],
  inputOnly: [],
  strapping: { 0: "high", 2: "high", 15: "low" },
  analog: [0],
  analogWithoutWifi: [],
  hasOwnAnalog: true,
  noPullUp: [16],
  noInterrupt: [16],
  noBus: [16],
  highAtBoot: [1, 3, 16],
  // Only its RST ends a sleep.
  wake: [],
};

export const CHIPS: Record<string, ChipPins> = { esp32: ESP32, esp32c3: ESP32_C3, esp8266: ESP8266 };
