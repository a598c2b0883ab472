/*
 * What the simulator prints, on a terminal and into a file.
 */
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { countText, makeShow, secondsText } from "../../src/simulator/show.ts";

const COUNTS: [number, string][] = [
  [0, "0"],
  [7, "7"],
  [999, "999"],
  [1000, "1,000"],
  [12345, "12,345"],
  [999999, "999,999"],
  [1000000, "1,000,000"],
  [1234567890, "1,234,567,890"],
];

for (const [count, text] of COUNTS) {
  test(`${count} is printed as ${text}`, () => {
    expect(countText(count)).toBe(text);
  });
}

const SECONDS: [number, string][] = [
  [0, "0.0 s"],
  [49, "0.0 s"],
  [51, "0.1 s"],
  [1000, "1.0 s"],
  [65432, "65.4 s"],
  [3600000, "3600.0 s"],
];

for (const [ms, text] of SECONDS) {
  test(`${ms} ms are printed as ${text}`, () => {
    expect(secondsText(ms)).toBe(text);
  });
}

/** Keeps what is written to it. */
class Paper extends Writable {
  text = "";

  constructor(readonly isTTY: boolean) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  /** What a terminal of endless width shows: a line's last state. */
  screen(): string[] {
    return this.text.split("\n").map((line) => line.split("\r\x1b[K").at(-1) as string);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  const timers = vi.getTimerCount();
  vi.useRealTimers();
  // A timer that is left keeps the command from ending.
  expect(timers).toBe(0);
});

describe("into a file", () => {
  test("lines stand as they came, and the status once at the end", () => {
    const paper = new Paper(false);
    let count = 0;
    const show = makeShow(paper, () => `status ${(count += 1)}`);
    show.line("one");
    vi.advanceTimersByTime(60_000);
    show.line("two");
    show.end();
    expect(paper.text).toBe("one\ntwo\nstatus 1\n");
  });
});

describe("on a terminal", () => {
  test("the status stands below the lines and is rewritten in place", () => {
    const paper = new Paper(true);
    let status = "first";
    const show = makeShow(paper, () => status);
    show.line("one");
    expect(paper.screen()).toEqual(["one", "first"]);
    status = "2nd";
    vi.advanceTimersByTime(1000);
    expect(paper.screen()).toEqual(["one", "2nd"]);
    show.line("two");
    expect(paper.screen()).toEqual(["one", "two", "2nd"]);
    show.end();
    expect(paper.screen()).toEqual(["one", "two", "2nd", ""]);
  });

  test("after the end nothing is written any more", () => {
    const paper = new Paper(true);
    const show = makeShow(paper, () => "status");
    show.end();
    const { text } = paper;
    vi.advanceTimersByTime(60_000);
    expect(paper.text).toBe(text);
  });
});
