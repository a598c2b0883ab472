/*
 * What the simulator prints: lines that stay, and on a terminal a status line that is rewritten below them.
 */
import type { Writable } from "node:stream";

/** How often the status line is rewritten. */
const REFRESH_MS = 250;

/** Standard output, or what a test puts in its place. */
export type Output = Writable & { isTTY?: boolean; columns?: number };

export interface Show {
  line(text: string): void;
  /** Stop the status line, and leave its last state behind. */
  end(): void;
  /** Stop it, and leave nothing behind. */
  close(): void;
}

/** 1234567 becomes "1,234,567". */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** 65432 ms become "65.4 s". */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** (1, "reading") becomes "1 reading", (2000, "reading") "2,000 readings". */
export function plural(count: number, word: string): string {
  return `${countText(count)} ${word}${count === 1 ? "" : "s"}`;
}

/**
 * @param status  the status line as it is now; asked again and again on a terminal, once at the end elsewhere
 * @param hear    is told every other line
 */
export function makeShow(out: Output, status: () => string, hear: (line: string) => void = () => {}): Show {
  const wipe = out.isTTY === true ? "\r\x1b[K" : "";
  // A line that wraps could not be wiped.
  const refresh = () => out.write(`${wipe}${status().slice(0, out.columns || undefined)}`);
  const timer = out.isTTY === true ? setInterval(refresh, REFRESH_MS) : undefined;
  return {
    line(text) {
      out.write(`${wipe}${text}\n`);
      if (timer !== undefined) refresh();
      hear(text);
    },
    end() {
      clearInterval(timer);
      out.write(`${wipe}${status()}\n`);
    },
    close() {
      clearInterval(timer);
      out.write(wipe);
    },
  };
}
