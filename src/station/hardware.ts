/*
 * What a board is as it is sold: its chip, what its headers bring out, what is soldered to it.
 * Not here: what each pin of a chip can do, which is the same on every board (check-chips.ts). Nothing of this goes to a board:
 * a build leaves a station's hardware out (toolchain/device-view.ts).
 */

/** Two pins of an I2C bus, and how fast it runs. */
export interface I2cPins {
  sda: number;
  scl: number;
  hz: number;
}

export interface Led {
  pin: number;
  isLitByHigh: boolean;
}

/** Resistors between a header, or the battery, and an analog pin. */
export interface Divider {
  pin: number;
  /** How many times lower the pin sees the voltage. */
  factor: number;
}

/** What the whole board draws in deep sleep, its chip included. */
export interface SleepFloor {
  currentUa: number;
  /** "estimate" where nobody has measured it. */
  kind: "datasheet" | "measured" | "estimate";
  source: string;
}

export type Runtime = "espruino" | "moddable" | "nodemcu";

export interface Hardware {
  name: string;
  /** As check-chips.ts calls it, such as "esp32". */
  chip: string;
  flashBytes: number;
  /** The GPIOs that its headers bring out; an ESP8266 has its analog input besides. */
  gpios: number[];
  /** What the board itself has on a GPIO, such as "the BOOT button". */
  taken?: Record<number, string>;
  /** The pins that its documentation names for I2C. */
  i2c: I2cPins;
  led?: Led;
  divider?: Divider;
  /** The runtimes that have firmware for it. */
  runtimes: Runtime[];
  sleepFloor: SleepFloor;
}
