/*
 * What a station is: a board deployed somewhere, as a literal that reads like a parts list.
 * Not here: site settings such as the broker's address and passwords; a station is committed, they are not.
 */
import type { Sensor } from "../sensors/sensor.ts";

/** Two pins of an I2C bus, and how fast it runs. */
export interface I2cPins {
  sda: number;
  scl: number;
  hz: number;
}

/** A board as it is sold: what is soldered on it. */
export interface Hardware {
  name: string;
  chip: string;
  /** The pins that its documentation names for I2C. */
  i2c: I2cPins;
  /** The runtimes that have firmware for it. */
  runtimes: Runtime[];
}

export type Runtime = "espruino" | "moddable" | "nodemcu";

/** A sensor whose readings are published. */
export interface Feed {
  sensor: Sensor;
  bus: "i2c";
  /** Seven-bit address on the bus. */
  address: number;
  /** `{name}` stands for the station's name, `{id}` for the board's own id, `{sensor}` for the sensor's name. */
  topic: string;
  /** Seconds from one reading to the next. */
  everyS: number;
  qos: number;
  retain?: boolean;
}

/** As client/options.ts has them, without what a station that only publishes does not need. */
export interface StationLimits {
  txBytes: number;
  rxBytes: number;
  outboxBytes: number;
  outboxEntries: number;
}

export interface Station {
  name: string;
  hardware: Hardware;
  runtime: Runtime;
  feeds: Feed[];
  limits: StationLimits;
}

/** Text with `{name}`, `{id}` and `{sensor}` filled in; other braces stay as they are. */
export function fillTopic(station: Station, feed: Feed, id: string): string {
  return fill(fill(fill(feed.topic, "{name}", station.name), "{id}", id), "{sensor}", feed.sensor.name);
}

function fill(template: string, key: string, text: string): string {
  let filled = template;
  let at = filled.indexOf(key);
  while (at >= 0) {
    filled = filled.slice(0, at) + text + filled.slice(at + key.length);
    // Behind what was filled in: a name that contains its own key must not go on for ever.
    at = filled.indexOf(key, at + text.length);
  }
  return filled;
}
