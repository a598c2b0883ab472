/*
 * What a station is: a board deployed somewhere, as a literal that reads like a parts list.
 * Not here: site settings such as the broker's address and passwords; a station is committed, they are not.
 */
import type { Bus } from "../runtimes/port.ts";
import type { Sensor } from "../sensors/sensor.ts";
import type { AlarmOptions } from "./alarm.ts";
import type { FilterOptions } from "./filter.ts";
import type { Hardware, Runtime } from "./hardware.ts";

export type { Bus } from "../runtimes/port.ts";
export type { Divider, Hardware, I2cPins, Led, Runtime, SleepFloor } from "./hardware.ts";

/**
 * What a reading becomes: one JSON object with its time, a bare number for each field on a topic of its own, or a text
 * with keys: `{temperatureC}` and the like for values, what a topic knows but `{field}`, and for the time `{t}` (seconds
 * since 1970, nothing while not known), `{age}` (seconds of the station's own count, nothing when `{t}` is known),
 * `{boot}`, and `{time}`, which is `"t":1767225600` or `"age":86400,"boot":3` as JSON has it.
 */
export type PayloadForm = "json" | "fields" | { template: string };

/** A sensor whose readings are published. */
export interface Feed {
  sensor: Sensor;
  bus: Bus;
  /** Seven-bit address of a chip on I2C. */
  address?: number;
  /** The GPIO of any other bus, as the chip counts them, on every runtime; 0 for the analog input of an ESP8266. */
  pin?: number;
  /** `{feed}` in a topic; the sensor's name unless given. */
  name?: string;
  /**
   * `{name}` stands for the station's name, `{id}` for the board's own id, `{feed}` for the feed's name, `{sensor}` for
   * the sensor's, `{field}` for the field's, which a feed of "fields" must have.
   */
  topic: string;
  /** Seconds from one reading to the next. */
  everyS: number;
  qos: number;
  retain?: boolean;
  /** "json" unless given. */
  payload?: PayloadForm;
  /** Up to so many readings go out as one JSON array, for a payload of JSON; 1, and no array, unless given. */
  batch?: number;
  filter?: FilterOptions;
  /** A reading that passes one of these is sent at once, before others. */
  alarms?: AlarmOptions[];
}

/** When what was read is sent. */
export interface Send {
  /** Seconds from one sending to the next, on a grid; without, each reading is sent at once. */
  everyS?: number;
}

/** What the board does between two deadlines. */
export type SleepDepth = "none" | "modem" | "light" | "deep";

export interface Sleep {
  depth: SleepDepth;
  /** Deep sleep of an ESP8266: GPIO16 is wired to RST, without which its timer wakes nobody. */
  isGpio16OnRst?: boolean;
  /** The GPIO that wakes the board when it goes low, or "rst" when a contact pulls RST. */
  wakePin?: number | "rst";
  /** 20 s: milliseconds after which it sleeps again, whatever has happened. */
  budgetMs?: number;
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
  send?: Send;
  sleep?: Sleep;
  /** It takes commands on `<name>/cmd/...` and answers on `<name>/log`. */
  hasCommands?: boolean;
  /** Seconds from one report on `<name>/status` to the next; without, there is none unless a command asks. */
  reportS?: number;
  /** It tells Home Assistant what it is. */
  hasDiscovery?: boolean;
  /** Seconds without a broker after which it restarts; without, never. */
  restartS?: number;
  /** Overrides the keep alive that follows from the period, in seconds. */
  keepAliveS?: number;
  limits: StationLimits;
}

/** A feed's I2C address, or its GPIO: what a port calls its address. */
export function addressOf(feed: Feed): number {
  return (feed.bus === "i2c" ? feed.address : feed.pin) ?? 0;
}

export function feedName(feed: Feed): string {
  return feed.name ?? feed.sensor.name;
}

export function fillTopic(station: Station, feed: Feed, id: string): string {
  return fillText(feed.topic, station, feed, id);
}

/** Text with `{name}`, `{id}`, `{feed}` and `{sensor}` filled in; other braces stay as they are. */
export function fillText(text: string, station: Station, feed: Feed, id: string): string {
  const named = fill(fill(text, "{name}", station.name), "{id}", id);
  return fill(fill(named, "{feed}", feedName(feed)), "{sensor}", feed.sensor.name);
}

/** A template with a text for every place of a key. */
export function fill(template: string, key: string, text: string): string {
  let filled = template;
  let at = filled.indexOf(key);
  while (at >= 0) {
    filled = filled.slice(0, at) + text + filled.slice(at + key.length);
    // Behind what was filled in: a name that contains its own key must not go on for ever.
    at = filled.indexOf(key, at + text.length);
  }
  return filled;
}
