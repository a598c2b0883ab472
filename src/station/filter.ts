/*
 * What becomes of a feed's samples before they are worth a message: calibrated, gathered into one reading, and passed on
 * when it differs enough from the last one, when that is long enough ago, or when it is an alarm.
 * Reached as #filter: a station whose feeds have neither filters nor alarms puts without/filter.ts in its place.
 * Not here: taking samples (sampler.ts), the arithmetic of several samples (gather.ts), keeping over a deep sleep what is
 * remembered here (filter-state.ts).
 */
import { Status } from "../client/status.ts";
import { isAlarmNews } from "./alarm.ts";
import type { Alarm } from "./alarm.ts";
import { gatheredValue, gatherSample, makeGathered } from "./gather.ts";
import type { Gathered } from "./gather.ts";
import type { Feed } from "./station.ts";
import { Verdict } from "./verdict.ts";

export { feedStateBytes, putFeedState, takeFeedState } from "./filter-state.ts";

/** Lists have one entry a field, in units of the field's decimals; what is left out does nothing. */
export interface FilterOptions {
  /** Thousandths that a sample is multiplied with, 1 to 100,000: 1,000 leaves it as it is. */
  gainPermille?: number[];
  /** Added after that. */
  offset?: number[];
  /**
   * How many samples make one reading, 1 to 15: taken one right after the other, whenever a reading is due. They lie less
   * than 1.4 * 10^8 apart.
   */
  samples?: number;
  /** Their mean, rather than their median, which a single wrong sample does not move. */
  isMean?: boolean;
  /** A reading in which no field has moved by as much since the last one is not passed on. */
  deadBand?: number[];
  /** Seconds from one reading that is passed on to the next, at least; an alarm does not wait. */
  minimumS?: number;
  /** Seconds after which a reading is passed on however little it moved, for feeds with a dead band. */
  heartbeatS?: number;
}

export interface Filter {
  options: FilterOptions;
  alarms: Alarm[];
  gathered: Gathered;
  count: number;
  /** The reading that was passed on last, and when, on the station's count of seconds; -1 before the first. */
  last: number[];
  lastS: number;
}

export function makeFilter(feed: Feed): Filter {
  const fields = feed.sensor.fields.length;
  const options = feed.alarms ?? [];
  const alarms: Alarm[] = [];
  for (let at = 0; at < options.length; at += 1)
    alarms.push({ options: options[at] as Alarm["options"], isOn: false });
  const last: number[] = [];
  for (let field = 0; field < fields; field += 1) last.push(0);
  return { options: feed.filter ?? {}, alarms, gathered: makeGathered(fields), count: 0, last, lastS: -1 };
}

/** How many samples a feed wants for one reading. */
export function samplesOf(feed: Feed): number {
  return feed.filter === undefined ? 1 : (feed.filter.samples ?? 1);
}

/**
 * Take the sampler's answer: one sample, or a failure, with which all those of this reading are dropped.
 *
 * @param status  Status.Ok for a sample
 * @param values  the sample; becomes the reading with every answer but Verdict.Hold
 * @param nowS    the station's count of seconds, 0 to 2^30 - 1, which goes on over a deep sleep
 */
export function filterSample(filter: Filter, status: Status, values: number[], nowS: number): Verdict {
  if (status !== Status.Ok) {
    if (status < 0) filter.count = 0;
    return Verdict.Hold;
  }
  const options = filter.options;
  gatherSample(filter.gathered, filter.count, values, options);
  filter.count += 1;
  if (options.samples !== undefined && filter.count < options.samples) return Verdict.Hold;
  for (let field = 0; field < values.length; field += 1)
    values[field] = gatheredValue(filter.gathered[field] as number[], filter.count, options.isMean === true);
  filter.count = 0;
  return verdictOn(filter, values, nowS);
}

function verdictOn(filter: Filter, values: number[], nowS: number): Verdict {
  // Each alarm looks at every reading: it has to know when it is over.
  let isNews = false;
  for (let at = 0; at < filter.alarms.length; at += 1)
    if (isAlarmNews(filter.alarms[at] as Alarm, values, filter.last, filter.lastS >= 0)) isNews = true;
  if (!isNews && !isWorthIt(filter, values, nowS)) return Verdict.Hold;
  for (let field = 0; field < values.length; field += 1) filter.last[field] = values[field] as number;
  filter.lastS = nowS;
  return isNews ? Verdict.Alarm : Verdict.Pass;
}

function isWorthIt(filter: Filter, values: number[], nowS: number): boolean {
  if (filter.lastS < 0) return true;
  const deadBand = filter.options.deadBand;
  const minimumS = filter.options.minimumS;
  const heartbeatS = filter.options.heartbeatS;
  // Both readings of the count may have been cut off: without the second that may lack, a reading planned on time would
  // be taken for one that comes too soon, and the next one comes a whole period later.
  const passedS = nowS - filter.lastS + 1;
  if (minimumS !== undefined && passedS < minimumS) return false;
  if (deadBand === undefined || (heartbeatS !== undefined && passedS >= heartbeatS)) return true;
  for (let field = 0; field < values.length; field += 1) {
    const moved = (values[field] as number) - (filter.last[field] as number);
    const band = deadBand[field] as number;
    if (moved >= band || 0 - moved >= band) return true;
  }
  return false;
}
