/*
 * Whether what was given as a station has the shape of one: types are not there for all who write one, and what comes
 * after this relies on them. Not here: whether the values make sense together.
 */
import type { Station } from "./station.ts";

interface Part {
  is: (value: unknown) => boolean;
  /** What to give. */
  give: string;
  isOptional?: boolean;
}
type Parts = Record<string, Part>;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => typeof value === "number";
const isFlag = (value: unknown) => typeof value === "boolean";
const isListOf = (is: Part["is"]) => (value: unknown) => Array.isArray(value) && value.every(is);
const isOneOf =
  (...values: unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const optional = (is: Part["is"], give: string): Part => ({ is, give, isOptional: true });

const NUMBER = "a number";
const NUMBERS = "a list of numbers, one for each field";
const FLAG = "true, or leave it out";
const COUNT = optional(isNumber, NUMBER);
const MARK = optional(isFlag, FLAG);
const LIST = optional(isListOf(isNumber), NUMBERS);

const isSensor = (value: unknown) =>
  isRecord(value) &&
  isText(value["name"]) &&
  isListOf(isText)(value["fields"]) &&
  Array.isArray(value["sample"]);
const isForm = (value: unknown) =>
  isOneOf("json", "fields")(value) || (isRecord(value) && isText(value["template"]));

const FEED: Parts = {
  sensor: { is: isSensor, give: "a sensor, such as BME280" },
  bus: {
    is: isOneOf("i2c", "onewire", "dht", "analog", "digital", "pulse"),
    give: '"i2c", "onewire", "dht", "analog", "digital" or "pulse"',
  },
  address: COUNT,
  pin: COUNT,
  name: optional(isText, "a text"),
  topic: { is: isText, give: 'a text, such as "{name}/{feed}"' },
  everyS: { is: isNumber, give: "seconds" },
  qos: { is: isNumber, give: "0 or 1" },
  retain: MARK,
  payload: optional(isForm, '"json", "fields" or { template: "..." }'),
  batch: COUNT,
  filter: optional(isRecord, "a record, such as { samples: 3 }"),
  alarms: optional(isListOf(isRecord), "a list of records, such as { field: 0, above: 2500 }"),
};

const FILTER: Parts = {
  gainPermille: LIST,
  offset: LIST,
  samples: COUNT,
  isMean: MARK,
  deadBand: LIST,
  minimumS: COUNT,
  heartbeatS: COUNT,
};

const ALARM: Parts = {
  field: { is: isNumber, give: "the number of a field, from 0" },
  above: COUNT,
  below: COUNT,
  hysteresis: COUNT,
};

const SLEEP: Parts = {
  depth: { is: isOneOf("none", "modem", "light", "deep"), give: '"none", "modem", "light" or "deep"' },
  isGpio16OnRst: MARK,
  wakePin: optional((value) => isNumber(value) || value === "rst", 'a GPIO, or "rst"'),
  budgetMs: COUNT,
};

const LIMITS: Parts = Object.fromEntries(
  ["txBytes", "rxBytes", "outboxBytes", "outboxEntries"].map((name) => [
    name,
    { is: isNumber, give: NUMBER },
  ]),
);

const isBus = (value: unknown) =>
  isRecord(value) && ["sda", "scl", "hz"].every((name) => isNumber(value[name]));
const HARDWARE: Parts = {
  name: { is: isText, give: "a text" },
  chip: { is: isText, give: 'a text, such as "esp32"' },
  flashBytes: { is: isNumber, give: NUMBER },
  gpios: { is: isListOf(isNumber), give: "a list of GPIOs" },
  taken: optional(isRecord, 'a record, such as { 0: "the BOOT button" }'),
  i2c: { is: isBus, give: "a record, such as { sda: 21, scl: 22, hz: 100000 }" },
  led: optional(
    (value) => isRecord(value) && isNumber(value["pin"]) && isFlag(value["isLitByHigh"]),
    "a record, such as { pin: 2, isLitByHigh: true }",
  ),
  divider: optional(
    (value) => isRecord(value) && isNumber(value["pin"]) && isNumber(value["factor"]),
    "a record, such as { pin: 35, factor: 2 }",
  ),
  runtimes: { is: isListOf(isText), give: "a list of runtimes" },
  sleepFloor: {
    is: (value) => isRecord(value) && isNumber(value["currentUa"]) && isText(value["source"]),
    give: 'a record, such as { currentUa: 10, kind: "measured", source: "..." }',
  },
};

/** Whatever a station may have; what it must have is in checkStation's own first sentence. */
const STATION: Parts = {
  name: { is: isText, give: "a text" },
  hardware: { is: isRecord, give: "a board of boards/hardware" },
  runtime: { is: isText, give: "a text" },
  feeds: { is: Array.isArray, give: "a list of feeds" },
  send: optional(isRecord, "a record, such as { everyS: 1800 }"),
  sleep: optional(isRecord, 'a record, such as { depth: "deep" }'),
  hasCommands: MARK,
  reportS: COUNT,
  hasDiscovery: MARK,
  restartS: COUNT,
  keepAliveS: COUNT,
  limits: { is: isRecord, give: "a record" },
};

function shown(value: unknown): string {
  return value === undefined ? "missing" : (JSON.stringify(value) ?? typeof value);
}

function checkParts(value: unknown, parts: Parts, where: string): string[] {
  if (!isRecord(value)) return [`${where} is ${shown(value)}: give a record`];
  const names = Object.keys(parts);
  const wrong = names.filter((name) => {
    const { is, isOptional } = parts[name] as Part;
    return value[name] === undefined ? isOptional !== true : !is(value[name]);
  });
  const unknown = Object.keys(value).filter((name) => parts[name] === undefined);
  return [
    ...wrong.map((name) => `${where}.${name} is ${shown(value[name])}: give ${(parts[name] as Part).give}`),
    ...unknown.map((name) => `nothing is known as "${name}" in ${where}; there is ${names.join(", ")}`),
  ];
}

/** A part that may be missing; that it is the wrong kind of thing was said before. */
function checkPart(value: unknown, parts: Parts, where: string): string[] {
  return isRecord(value) ? checkParts(value, parts, where) : [];
}

function checkFeedShape(feed: unknown, where: string): string[] {
  const problems = checkParts(feed, FEED, where);
  if (!isRecord(feed)) return problems;
  problems.push(...checkPart(feed["filter"], FILTER, `${where}.filter`));
  const alarms: unknown[] = Array.isArray(feed["alarms"]) ? feed["alarms"] : [];
  alarms.forEach((alarm, at) => problems.push(...checkPart(alarm, ALARM, `${where}.alarms[${at}]`)));
  return problems;
}

/** @returns  one sentence for each part that is none; what is not there at all is said first, and alone */
export function checkShape(station: Station): string[] {
  const whole: unknown = station;
  if (!isRecord(whole)) return [`this is no station but ${shown(whole)}; see boards/greenhouse.ts for one`];
  const parts = Object.keys(STATION).filter((name) => STATION[name]?.isOptional !== true);
  const missing = parts.filter((name) => STATION[name]?.is(whole[name]) !== true);
  if (missing.length > 0)
    return [`not whole, or not there: ${missing.join(", ")}; see boards/greenhouse.ts for a whole station`];
  const problems = checkParts(whole, STATION, "the station");
  problems.push(...checkParts(whole["hardware"], HARDWARE, "hardware"));
  (whole["feeds"] as unknown[]).forEach((feed, at) => problems.push(...checkFeedShape(feed, `feeds[${at}]`)));
  problems.push(...checkPart(whole["send"], { everyS: COUNT }, "send"));
  problems.push(...checkPart(whole["sleep"], SLEEP, "sleep"));
  return [...problems, ...checkParts(whole["limits"], LIMITS, "limits")];
}
