/*
 * What Home Assistant documents of MQTT discovery, as far as a station may use it; what is not in here it would ignore or
 * refuse.
 * Source: its documentation of MQTT (device discovery payload, supported abbreviations), of sensors and binary sensors.
 */
import { expect } from "vitest";
import { makeDiscovery } from "#discovery";
import type { Discovery } from "#discovery";
import { analog } from "../../src/sensors/analog.ts";
import { BME280 } from "../../src/sensors/bme280.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import type { Feed, Station } from "../../src/station/station.ts";
import { greenhouse } from "./stations/greenhouse.ts";

export const ROOT_KEYS = ["dev", "o", "cmps", "avty_t", "stat_t", "qos", "encoding"];
export const DEVICE_KEYS = ["ids", "name", "mf", "mdl", "sw", "hw", "sn", "cu", "sa", "cns"];
export const ORIGIN_KEYS = ["name", "sw", "url"];
export const COMPONENT_KEYS = [
  ...["p", "name", "uniq_id", "def_ent_id", "dev_cla", "unit_of_meas", "stat_cla", "val_tpl", "stat_t"],
  ...["exp_aft", "frc_upd", "ent_cat", "ic", "sug_dsp_prc", "pl_on", "pl_off"],
];

/** Units of each device class of a sensor. */
export const UNITS: Record<string, string[]> = {
  temperature: ["°C"],
  humidity: ["%"],
  moisture: ["%"],
  battery: ["%"],
  atmospheric_pressure: ["hPa"],
  illuminance: ["lx"],
  carbon_dioxide: ["ppm"],
  voltage: ["V"],
  energy: ["Wh"],
  precipitation: ["mm"],
  distance: ["mm"],
  signal_strength: ["dBm"],
};
export const BINARY_CLASSES = ["opening", "door", "window", "motion", "occupancy"];
/** A class that only counts up. */
export const TOTALS = ["energy"];

export type Component = Record<string, string | number>;

export interface Config {
  dev: Record<string, string>;
  o: Record<string, string>;
  avty_t?: string;
  cmps: Record<string, Component>;
}

/** The payload, asked for so many bytes at a time. */
export function streamed(discovery: Discovery, limitBytes: number): string {
  let text = "";
  while (text.length < discovery.totalBytes) {
    const piece = discovery.source(text.length, limitBytes) as string;
    expect(piece.length).toBeGreaterThan(0);
    expect(piece.length).toBeLessThanOrEqual(limitBytes);
    text += piece;
  }
  expect(text).toHaveLength(discovery.totalBytes);
  return text;
}

export const configOf = (discovery: Discovery): Config => JSON.parse(streamed(discovery, 64)) as Config;

const keysBeyond = (record: object, known: string[]): string[] =>
  Object.keys(record).filter((key) => !known.includes(key));

function componentProblems(component: Component): string[] {
  const { p, dev_cla: deviceClass, unit_of_meas: unit, stat_cla: stateClass, val_tpl: template } = component;
  const problems = keysBeyond(component, COMPONENT_KEYS);
  if (!/^\{\{value(?:_json(?:\[-1\])?(?:\.\w+)?)?\}\}$/.test(String(template)))
    problems.push(`template ${template}`);
  if (!/^(?:binary_)?sensor\.[a-z0-9_ -]+$/.test(String(component["def_ent_id"])))
    problems.push(`entity ${component["def_ent_id"]}`);
  if (p === "binary_sensor") {
    if (deviceClass !== undefined && !BINARY_CLASSES.includes(String(deviceClass)))
      problems.push(`class ${deviceClass}`);
    return problems;
  }
  if (deviceClass !== undefined && UNITS[deviceClass]?.includes(String(unit)) !== true)
    problems.push(`class ${deviceClass} in ${unit}`);
  if (TOTALS.includes(String(deviceClass)) && stateClass !== "total_increasing")
    problems.push(`${deviceClass} that is ${stateClass}`);
  return problems;
}

/** What Home Assistant would not take, or not understand. */
export function configProblems({ cmps, dev, o, ...root }: Config): string[] {
  const components = Object.values(cmps);
  const ids = components.map((component) => component["uniq_id"]);
  return [
    ...keysBeyond({ cmps, dev, o, ...root }, ROOT_KEYS),
    ...keysBeyond(dev, DEVICE_KEYS),
    ...keysBeyond(o, ORIGIN_KEYS),
    ...components.flatMap(componentProblems),
    ...(new Set(ids).size < ids.length ? ["two entities of one id"] : []),
  ];
}

const AIR: Feed = { sensor: BME280, bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 60, qos: 1 };
export const DEEP = { depth: "deep" as const };

/** The greenhouse with these feeds, each of which is a BME280 in what it does not say. */
export const stationOf = (changes: Partial<Station>, ...feeds: Partial<Feed>[]): Station => ({
  ...greenhouse,
  ...changes,
  feeds: feeds.map((feed) => ({ ...AIR, ...feed })),
});

/** The entities of a station, by their keys. */
export const entities = (station: Station): Record<string, Component> =>
  configOf(makeDiscovery(station, "a1b2", "0.1.0")).cmps;

/** A sensor of one field. */
export const field = (name: string): Sensor =>
  analog({ name: "probe", field: name, decimals: 1, atZero: 0, atFull: 1000 });
