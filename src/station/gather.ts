/*
 * Makes one reading of several samples: their median or their mean, field by field.
 * Not here: how often a chip is asked for them (sampler.ts), whether the reading is worth a message (filter.ts).
 */
import { product, quotient } from "../sensors/integer.ts";
import type { FilterOptions } from "./filter.ts";

/** Of each field the samples of one reading so far, in the order of their size. */
export type Gathered = number[][];

/** @param fields  how many a sample has */
export function makeGathered(fields: number): Gathered {
  const gathered: Gathered = [];
  for (let field = 0; field < fields; field += 1) gathered.push([]);
  return gathered;
}

/**
 * Take one sample, calibrated: gain first, then offset.
 *
 * @param count  how many were taken before it for this reading
 */
export function gatherSample(
  gathered: Gathered,
  count: number,
  values: number[],
  options: FilterOptions,
): void {
  const gainPermille = options.gainPermille;
  const offset = options.offset;
  for (let field = 0; field < values.length; field += 1) {
    let value = values[field] as number;
    if (gainPermille !== undefined) value = product(value, gainPermille[field] as number, 1000);
    if (offset !== undefined) value += offset[field] as number;
    insert(gathered[field] as number[], count, value);
  }
}

/** Put a value where it belongs among `count` others. */
function insert(sorted: number[], count: number, value: number): void {
  let at = count;
  while (at > 0 && (sorted[at - 1] as number) > value) {
    sorted[at] = sorted[at - 1] as number;
    at -= 1;
  }
  sorted[at] = value;
}

/** The mean, or the median, which lies between the two in the middle of an even number. */
export function gatheredValue(sorted: number[], count: number, isMean: boolean): number {
  if (isMean) return meanOf(sorted, count);
  const low = sorted[Math.floor((count - 1) / 2)] as number;
  const high = sorted[Math.floor(count / 2)] as number;
  return low === high ? low : low + quotient(high - low, 2);
}

/** Counted from the smallest, so that no sum grows beyond the samples' spread. */
function meanOf(sorted: number[], count: number): number {
  const least = sorted[0] as number;
  let sum = 0;
  for (let at = 1; at < count; at += 1) sum += (sorted[at] as number) - least;
  // What is divided by 1 would be rounded to a half of nothing: quotient wants 2 or more.
  return count === 1 ? least : least + quotient(sum, count);
}
