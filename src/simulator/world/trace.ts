/*
 * What happened, one line for each event: when, where, what. The same seed writes the same lines.
 */

/** Where something happened: a column of the trace. */
export type Place = "board" | "power" | "wifi" | "tcp" | "broker" | "chip" | "fault" | "check";

export interface TraceLine {
  atMs: number;
  place: Place;
  text: string;
}

const PLACE_WIDTH = 7;
const TIME_WIDTH = 15;

/** 93784567 becomes "1d 02:03:04.567". */
export function timeText(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const days = Math.floor(ms / 86_400_000);
  const clock = `${two((ms / 3_600_000) % 24)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`;
  return `${days === 0 ? "" : `${days}d `}${clock}.${String(Math.floor(ms % 1000)).padStart(3, "0")}`;
}

/** A line in columns. */
export function traceText({ atMs, place, text }: TraceLine): string {
  return `${timeText(atMs).padStart(TIME_WIDTH)}  ${place.padEnd(PLACE_WIDTH)}  ${text}`;
}

/** The last lines, as many as there is room for. */
export class Trace {
  private readonly lines: TraceLine[] = [];
  private next = 0;

  /** @param hear  is told every line, also those that will not be kept */
  constructor(
    readonly capacity: number,
    private readonly hear: (line: TraceLine) => void = () => {},
  ) {}

  say(line: TraceLine): void {
    if (this.capacity > 0) this.lines[this.next] = line;
    this.next = (this.next + 1) % Math.max(this.capacity, 1);
    this.hear(line);
  }

  /** The kept lines, oldest first. */
  last(): TraceLine[] {
    return [...this.lines.slice(this.next), ...this.lines.slice(0, this.next)];
  }
}
