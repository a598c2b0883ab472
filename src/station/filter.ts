/*
 * What becomes of a feed's samples before they are worth a message: calibrated, gathered into one reading, and passed on
 * when it differs enough from the last one, or when that is long enough ago.
 * Not here: alarms (alarm.ts), taking samples (sampler.ts).
 */
import { elapsedMs } from "../client/clock.ts";
import { Status } from "../client/status.ts";
import { product, quotient } from "../sensors/integer.ts";

/** Lists have one entry a field, in units of the field's decimals; what is left out does nothing. */
export interface FilterOptions {
  /** Thousandths that a sample is multiplied with, 1 to 100,000: 1,000 leaves it as it is. */
  gainPermille?: number[];
  /** Added after that. */
  offset?: number[];
  /** How many samples make one reading, 1 to 15; they lie less than 1.4 * 10^8 apart. */
  samples?: number;
  /** Their mean, rather than their median, which a single wrong sample does not move. */
  isMean?: boolean;
  /** A reading in which no field has moved by as much since the last one is not passed on. */
  deadBand?: number[];
  /** Never more often than this. */
  minimumS?: number;
  /** But a reading is passed on after so long, however little it moved. */
  heartbeatS?: number;
}

export interface Filter {
  options: FilterOptions;
  /** Of each field the samples gathered so far, in the order of their size. */
  gathered: number[][];
  count: number;
  /** The reading that was passed on last, and when. */
  last: number[];
  lastMs: number;
  hasLast: boolean;
}

/** @param fields  how many a sample has */
export function makeFilter(options: FilterOptions, fields: number): Filter {
  const gathered: number[][] = [];
  const last: number[] = [];
  for (let field = 0; field < fields; field += 1) {
    gathered.push([]);
    last.push(0);
  }
  return { options, gathered, count: 0, last, lastMs: 0, hasLast: false };
}

/**
 * Take one sample.
 *
 * @param values  the sample; becomes the reading where there is one
 * @returns       Status.Ok for a reading that is to be passed on, else Status.NeedMore
 */
export function filterSample(filter: Filter, values: number[], nowMs: number): Status {
  const samples = filter.options.samples;
  for (let field = 0; field < values.length; field += 1)
    gather(filter, field, calibrated(filter, field, values));
  filter.count += 1;
  if (samples !== undefined && filter.count < samples) return Status.NeedMore;
  for (let field = 0; field < values.length; field += 1) values[field] = gatheredValue(filter, field);
  filter.count = 0;
  if (!isWorthIt(filter, values, nowMs)) return Status.NeedMore;
  for (let field = 0; field < values.length; field += 1) filter.last[field] = values[field] as number;
  filter.lastMs = nowMs;
  filter.hasLast = true;
  return Status.Ok;
}

function calibrated(filter: Filter, field: number, values: number[]): number {
  const gainPermille = filter.options.gainPermille;
  const offset = filter.options.offset;
  let value = values[field] as number;
  if (gainPermille !== undefined) value = product(value, gainPermille[field] as number, 1000);
  return offset === undefined ? value : value + (offset[field] as number);
}

/** Insert a value where it belongs. */
function gather(filter: Filter, field: number, value: number): void {
  const sorted = filter.gathered[field] as number[];
  let at = filter.count;
  while (at > 0 && (sorted[at - 1] as number) > value) {
    sorted[at] = sorted[at - 1] as number;
    at -= 1;
  }
  sorted[at] = value;
}

/** The mean, or the median, which lies between the two in the middle of an even number. */
function gatheredValue(filter: Filter, field: number): number {
  const sorted = filter.gathered[field] as number[];
  const count = filter.count;
  if (filter.options.isMean === true) return meanOf(sorted, count);
  const low = sorted[Math.floor((count - 1) / 2)] as number;
  const high = sorted[Math.floor(count / 2)] as number;
  return low === high ? low : low + quotient(high - low, 2);
}

/** Counted from the smallest, so that no sum grows beyond the samples' spread. */
function meanOf(sorted: number[], count: number): number {
  if (count === 1) return sorted[0] as number;
  const least = sorted[0] as number;
  let sum = 0;
  for (let at = 1; at < count; at += 1) sum += (sorted[at] as number) - least;
  return least + quotient(sum, count);
}

function isWorthIt(filter: Filter, values: number[], nowMs: number): boolean {
  if (!filter.hasLast) return true;
  const deadBand = filter.options.deadBand;
  const minimumS = filter.options.minimumS;
  const heartbeatS = filter.options.heartbeatS;
  const passedMs = elapsedMs(filter.lastMs, nowMs);
  if (minimumS !== undefined && passedMs < minimumS * 1000) return false;
  if (deadBand === undefined || (heartbeatS !== undefined && passedMs >= heartbeatS * 1000)) return true;
  for (let field = 0; field < values.length; field += 1) {
    const moved = (values[field] as number) - (filter.last[field] as number);
    if (moved >= (deadBand[field] as number) || 0 - moved >= (deadBand[field] as number)) return true;
  }
  return false;
}
