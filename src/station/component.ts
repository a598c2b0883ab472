/*
 * One entity of Home Assistant: a field of a feed, or the strength of the station's Wi-Fi, as its part of a device's
 * discovery. What a field is follows from its name, which ends in its unit: "temperatureC" is a temperature in degrees.
 * Not here: the device around it (discovery.ts).
 * Source: Home Assistant's documentation of MQTT sensors, of binary sensors and of their device classes.
 */
import { isDeepSleeper } from "./availability.ts";
import { feedName, fill, fillTopic } from "./station.ts";
import type { Feed, Station } from "./station.ts";
import { numberText } from "./text.ts";

/** Whether Home Assistant can find the fields in what a feed publishes. */
export function isReadable(feed: Feed): boolean {
  return feed.payload === undefined || feed.payload === "json" || feed.payload === "fields";
}

/** @param at  the field's place in the sensor */
export function fieldText(station: Station, board: string, feed: Feed, at: number): string {
  const field = feed.sensor.fields[at] as string;
  const unit = unitOf(field);
  const stem = field.slice(0, field.length - unit.length);
  const isContact = feed.bus === "digital";
  const isTotal = feed.bus === "pulse";
  const platform = isContact ? "binary_sensor" : "sensor";
  return (
    nameText(station, board, platform, feedName(feed), field, stem) +
    (isContact ? contactText(field) : measureText(unit, stem, isTotal)) +
    (isContact ? "" : ',"stat_cla":"' + (isTotal ? "total_increasing" : "measurement") + '"') +
    placeText(fillTopic(station, feed, board), feed, field) +
    expiryText(station, periodS(station, feed)) +
    "}"
  );
}

/** The entity of a station that reports. */
export function signalText(station: Station, board: string, reportS: number): string {
  return (
    nameText(station, board, "sensor", "status", "rssiDbm", "signal") +
    classText("signal_strength", "dBm") +
    ',"stat_cla":"measurement","ent_cat":"diagnostic","stat_t":"' +
    station.name +
    '/status","val_tpl":"{{value_json.rssiDbm}}"' +
    expiryText(station, reportS) +
    "}"
  );
}

/** The key of an entity, and all that says which one it is. */
function nameText(
  station: Station,
  board: string,
  platform: string,
  feed: string,
  field: string,
  stem: string,
): string {
  const key = feed + "_" + field;
  const entity = platform + "." + station.name + "_" + feed + "_" + stem;
  return (
    '"' +
    key +
    '":{"p":"' +
    platform +
    '","name":"' +
    feed +
    " " +
    stem +
    ('","uniq_id":"' + station.name + "-" + board + "_" + key) +
    ('","def_ent_id":"' + entity.toLowerCase() + '"')
  );
}

/** The unit at the end of a name: "HPa" of "pressureHPa", "Ppm" of "co2Ppm", nothing of "open". */
function unitOf(field: string): string {
  let from = field.length - 1;
  while (from > 0 && !isCapital(field, from)) from -= 1;
  if (from < 1) return "";
  return field.slice(from > 1 && isCapital(field, from - 1) ? from - 1 : from);
}

function isCapital(text: string, at: number): boolean {
  return text.charCodeAt(at) >= 65 && text.charCodeAt(at) <= 90;
}

/**
 * What a field with this unit measures. One whose unit is no word of Home Assistant's for any class has that unit and no
 * class: an entity with a class and a unit that do not go together is not shown at all.
 */
function measureText(unit: string, stem: string, isTotal: boolean): string {
  if (unit === "C") return classText("temperature", "\\u00b0C");
  if (unit === "Percent") return classText(isShare(stem) ? stem : "", "%");
  if (unit === "HPa") return classText("atmospheric_pressure", "hPa");
  if (unit === "Lx") return classText("illuminance", "lx");
  if (unit === "Ppm") return classText(stem === "co2" ? "carbon_dioxide" : "", "ppm");
  if (unit === "V") return classText("voltage", "V") + (stem === "supply" ? ',"ent_cat":"diagnostic"' : "");
  if (unit === "Wh") return classText(isTotal ? "energy" : "", "Wh");
  if (unit === "Mm") return classText(isTotal ? "precipitation" : "distance", "mm");
  return unit === "" ? "" : classText("", unit);
}

/** Shares that are a class of their own. */
function isShare(stem: string): boolean {
  return stem === "humidity" || stem === "moisture" || stem === "battery";
}

function classText(deviceClass: string, unit: string): string {
  const text = ',"unit_of_meas":"' + unit + '"';
  return deviceClass === "" ? text : ',"dev_cla":"' + deviceClass + '"' + text;
}

/** A contact is 1 or 0, and named by what 1 means. */
function contactText(field: string): string {
  const text = ',"pl_on":"1","pl_off":"0"';
  if (field === "open") return text + ',"dev_cla":"opening"';
  const isClass = field === "door" || field === "window" || field === "motion" || field === "occupancy";
  return isClass ? text + ',"dev_cla":"' + field + '"' : text;
}

/** Where the values come from: a topic of their own, or a key of an object, of the newest when there are several. */
function placeText(topic: string, feed: Feed, field: string): string {
  if (feed.payload === "fields") return stateText(fill(topic, "{field}", field), "value");
  const isBatch = feed.batch !== undefined && feed.batch > 1;
  return stateText(topic, (isBatch ? "value_json[-1]." : "value_json.") + field);
}

function stateText(topic: string, value: string): string {
  return ',"stat_t":"' + topic + '","val_tpl":"{{' + value + '}}"';
}

/** The longest time between two messages of a feed that is well; 0 for one that may be silent for ever. */
function periodS(station: Station, feed: Feed): number {
  const filter = feed.filter;
  let longestS = feed.everyS;
  if (filter !== undefined) {
    if (filter.deadBand !== undefined && filter.heartbeatS === undefined) return 0;
    if (filter.deadBand !== undefined) longestS = laterS(longestS, filter.heartbeatS);
    longestS = laterS(longestS, filter.minimumS);
  }
  return station.send === undefined ? longestS : laterS(longestS, station.send.everyS);
}

function laterS(firstS: number, secondS: number | undefined): number {
  return secondS !== undefined && secondS > firstS ? secondS : firstS;
}

/** One that sleeps deeply is taken for lost after three periods without a word: two may get lost on the way. */
function expiryText(station: Station, everyS: number): string {
  return isDeepSleeper(station) && everyS > 0 ? ',"exp_aft":' + numberText(everyS * 3) : "";
}
