/*
 * Readings of a long time as a line for each hour, day, week or month: how many, and between what and what.
 */
import { plural } from "../show.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So many lines at most, where a longer period helps. */
const MOST_LINES = 31;

const PERIODS = [
  { word: "hour", ms: HOUR_MS },
  { word: "day", ms: DAY_MS },
  { word: "week", ms: 7 * DAY_MS },
  { word: "month", ms: 30 * DAY_MS },
] as const;

export type Period = (typeof PERIODS)[number];

/** The shortest period that makes not too many lines of so much time; undefined for less than one. */
export function periodOf(ms: number): Period | undefined {
  if (ms < HOUR_MS) return undefined;
  return PERIODS.find((period) => ms / period.ms <= MOST_LINES) ?? PERIODS.at(-1);
}

/** Fields of a record that say when it was made. */
const TIMES = ["t", "age", "boot"];

/** The least and the most of a field, as they were written. */
interface Range {
  least: string;
  most: string;
}

interface Row {
  count: number;
  ranges: Map<string, Range>;
}

export class PeriodTable {
  private number = 1;
  private readonly rows = new Map<string, Row>();

  /** @param line  is told each line, when its period is over */
  constructor(
    private readonly period: Period,
    private readonly line: (text: string) => void,
  ) {}

  /** Time has come to there: say the periods that are over. */
  pass(nowMs: number): void {
    for (; nowMs >= this.number * this.period.ms; this.number += 1) this.say();
  }

  /** @param payload  of which fields with a number are told, such as {"temperatureC":21.50} */
  add(topic: string, payload: string): void {
    const row = this.rows.get(topic) ?? { count: 0, ranges: new Map<string, Range>() };
    this.rows.set(topic, row);
    row.count += 1;
    for (const [, field = "", value = ""] of payload.matchAll(/"(\w+)":(-?[\d.]+)/g)) {
      if (TIMES.includes(field)) continue;
      const range = row.ranges.get(field);
      if (range === undefined) row.ranges.set(field, { least: value, most: value });
      else if (Number(value) < Number(range.least)) range.least = value;
      else if (Number(value) > Number(range.most)) range.most = value;
    }
  }

  private say(): void {
    const head = `${this.period.word} ${String(this.number).padStart(2)}`;
    if (this.rows.size === 0) this.line(`${head}  no readings`);
    for (const [topic, { count, ranges }] of this.rows) {
      const name = this.rows.size > 1 ? `  ${topic}` : "";
      const fields = [...ranges].map(([field, { least, most }]) => `   ${field} ${least} to ${most}`);
      this.line(`${head}${name}  ${plural(count, "reading").padStart(15)}${fields.join("")}`);
      // A topic on which nothing comes any more is still told.
      this.rows.set(topic, { count: 0, ranges: new Map() });
    }
  }
}
