/*
 * What a run in a world prints while it goes on: how it begins, readings one by one or summed up, and what goes wrong.
 */
import { PeriodTable, periodOf } from "./period-table.ts";
import { countText, makeShow, plural } from "../show.ts";
import type { Output, Show } from "../show.ts";
import { timeText, traceText } from "../world/trace.ts";
import type { TraceLine } from "../world/trace.ts";

export interface WorldShowOptions {
  out: Output;
  /** How long the run will be; undefined for as long as nobody ends it. */
  limitMs: number | undefined;
  /** Readings are summed up: nobody could read them as fast as they come. */
  isSummed: boolean;
  /** Every line of the trace is printed. */
  isTraced: boolean;
}

/** Readings that are printed one by one before they are summed up. */
const FIRST_READINGS = 3;
/** Other lines, where --trace does not want them all. */
const MOST_LINES = 60;

export class WorldShow {
  private readonly show: Show;
  private readonly table: PeriodTable | undefined;
  private readonly beginMs = performance.now();
  private readings = 0;
  private lines = 0;
  private nowMs = 0;

  constructor(private readonly options: WorldShowOptions) {
    const { out, limitMs, isSummed } = options;
    const period = isSummed && limitMs !== undefined ? periodOf(limitMs) : undefined;
    this.show = makeShow(out, () => this.status());
    if (period !== undefined) this.table = new PeriodTable(period, (text) => this.show.line(text));
  }

  line(text: string): void {
    this.show.line(text);
  }

  /** A line of the world's trace; without --trace what happens with each reading is left out. */
  trace(line: TraceLine): void {
    this.pass(line.atMs);
    if (this.options.isTraced) return this.line(traceText(line));
    if (line.place === "broker" || this.lines > MOST_LINES) return;
    this.lines += 1;
    this.line(this.lines > MOST_LINES ? "and so on: --trace prints everything" : traceText(line));
  }

  reading(atMs: number, topic: string, payload: string): void {
    this.pass(atMs);
    this.readings += 1;
    this.table?.add(topic, payload);
    if (this.table === undefined || this.options.isTraced || this.readings <= FIRST_READINGS)
      this.message(atMs, topic, payload);
  }

  /** What a station says besides its readings. */
  other(atMs: number, topic: string, payload: string): void {
    this.pass(atMs);
    if (this.table === undefined || this.options.isTraced) this.message(atMs, topic, payload);
  }

  private message(atMs: number, topic: string, payload: string): void {
    this.line(`${timeText(atMs).padStart(15)}  ${topic}  ${payload}`);
  }

  /** Time has come to there. */
  pass(nowMs: number): void {
    this.nowMs = nowMs;
    this.table?.pass(nowMs);
  }

  end(): void {
    this.show.close();
  }

  private status(): string {
    return [timeText(this.nowMs), plural(this.readings, "reading"), ...this.left()].join("   ");
  }

  /** How far it is, and how long it will take, as long as it goes on as it did. */
  private left(): string[] {
    const { limitMs } = this.options;
    if (limitMs === undefined || this.nowMs === 0 || this.nowMs >= limitMs) return [];
    const realMs = performance.now() - this.beginMs;
    const leftS = Math.ceil((realMs * (limitMs - this.nowMs)) / this.nowMs / 1000);
    return [`${Math.floor((100 * this.nowMs) / limitMs)} %, about ${countText(leftS)} s left`];
  }
}
