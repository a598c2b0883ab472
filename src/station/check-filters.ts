/*
 * What is wrong with filters and alarms: lists that do not fit the sensor, numbers that filter.ts and alarm.ts cannot
 * work with.
 */
import { feedText } from "./check-words.ts";
import type { AlarmOptions } from "./alarm.ts";
import type { FilterOptions } from "./filter.ts";
import { MOST_EVERY_S } from "./check-feeds.ts";
import type { Feed, Station } from "./station.ts";

/** What a reading may be (format.ts). */
const MOST_VALUE = 2 ** 30;
const MOST_SAMPLES = 15;
const MOST_GAIN = 100000;

const isWhole = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

/** Lists of one entry a field, and between what each entry may lie. */
const LISTS: ["gainPermille" | "offset" | "deadBand", number, number][] = [
  ["gainPermille", 1, MOST_GAIN],
  ["offset", -MOST_VALUE, MOST_VALUE - 1],
  ["deadBand", 0, MOST_VALUE],
];

function checkLists(filter: FilterOptions, fields: string[], where: string): string[] {
  return LISTS.flatMap(([name, least, most]) => {
    const list = filter[name];
    if (list === undefined) return [];
    if (list.length !== fields.length)
      return [
        `${where}: filter.${name} has ${list.length} numbers, give ${fields.length}, for ${fields.join(", ")}`,
      ];
    const wrong = list.filter((value) => !isWhole(value, least, most));
    return wrong.map(
      (value) => `${where}: filter.${name} has ${value} in it, give whole numbers from ${least} to ${most}`,
    );
  });
}

function checkFilter(filter: FilterOptions, { sensor }: Feed, where: string): string[] {
  const problems = checkLists(filter, sensor.fields, where);
  const { samples, isMean, deadBand, minimumS, heartbeatS } = filter;
  if (samples !== undefined && !isWhole(samples, 1, MOST_SAMPLES))
    problems.push(`${where}: filter.samples is ${samples}, give 1 to ${MOST_SAMPLES}`);
  if (isMean === true && (samples === undefined || samples === 1))
    problems.push(`${where}: filter.isMean needs samples to take the mean of: give samples`);
  for (const [name, value] of Object.entries({ minimumS, heartbeatS }))
    if (value !== undefined && !isWhole(value, 1, MOST_EVERY_S))
      problems.push(`${where}: filter.${name} is ${value}, give whole seconds from 1 to ${MOST_EVERY_S}`);
  if (heartbeatS !== undefined && deadBand === undefined)
    problems.push(
      `${where}: filter.heartbeatS does nothing without a dead band: give deadBand, or leave it out`,
    );
  if (minimumS !== undefined && heartbeatS !== undefined && heartbeatS < minimumS)
    problems.push(`${where}: filter.heartbeatS is shorter than minimumS, which holds it back: swap them`);
  return problems;
}

function checkAlarm(alarm: AlarmOptions, { fields }: Feed["sensor"], where: string): string[] {
  const problems: string[] = [];
  const { field, above, below, hysteresis, moved } = alarm;
  if (!isWhole(field, 0, fields.length - 1))
    problems.push(
      `${where}: an alarm is for field ${field}, give ${fields.map((name, at) => `${at} (${name})`).join(" or ")}`,
    );
  if (above === undefined && below === undefined && moved === undefined)
    problems.push(`${where}: an alarm has no limit: give above, below or moved`);
  if (moved !== undefined && !isWhole(moved, 1, MOST_VALUE - 1))
    problems.push(
      `${where}: an alarm's moved is ${moved}, give a whole number from 1 on in units of the field's decimals`,
    );
  for (const [name, value] of Object.entries({ above, below, hysteresis }))
    if (value !== undefined && !isWhole(value, name === "hysteresis" ? 0 : -MOST_VALUE, MOST_VALUE - 1))
      problems.push(
        `${where}: an alarm's ${name} is ${value}, give a whole number in units of the field's decimals, as 2150 for 21.50`,
      );
  if (above !== undefined && below !== undefined && above <= below)
    problems.push(`${where}: an alarm above ${above} and below ${below} never ends: swap the two`);
  return problems;
}

export function checkFilters(station: Station): string[] {
  return station.feeds.flatMap((feed) => {
    const where = feedText(station, feed);
    const { filter, alarms = [], sensor } = feed;
    const problems = filter === undefined ? [] : checkFilter(filter, feed, where);
    return [...problems, ...alarms.flatMap((alarm) => checkAlarm(alarm, sensor, where))];
  });
}
