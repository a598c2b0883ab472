import { describe, expect, test } from "vitest";
import { parseDuration, parseSeconds, parseSpeed, parseText, parseWhole } from "../../src/cli/duration.ts";

const DURATIONS: [string, number][] = [
  ["500ms", 500],
  ["1.5s", 1500],
  ["20s", 20_000],
  ["5m", 300_000],
  ["2h", 7_200_000],
  ["30d", 2_592_000_000],
  ["36525d", 3_155_760_000_000],
];

describe("a duration", () => {
  for (const [text, ms] of DURATIONS)
    test(`${text} is ${ms} ms`, () => {
      expect(parseDuration(text)).toBe(ms);
    });

  for (const text of ["20", "0s", "-1s", "1w", "1 h", "s", "", "36526d"])
    test(`"${text}" is refused`, () => {
      expect(() => parseDuration(text)).toThrow("give a number with its unit");
    });

  test("of whole seconds has no fractions", () => {
    expect(parseSeconds("5m")).toBe(300);
    expect(() => parseSeconds("1.5s")).toThrow("give whole seconds");
  });
});

describe("a speed", () => {
  for (const text of ["1", "60", "0.5", "1000000"])
    test(`of ${text} is taken`, () => {
      expect(parseSpeed(text)).toBe(Number(text));
    });

  for (const text of ["0", "-1", "fast", "1e3", "1000001", "Infinity"])
    test(`of ${text} is refused`, () => {
      expect(() => parseSpeed(text)).toThrow("how many times as fast as real time");
    });
});

test("a text to wait for is not empty", () => {
  expect(parseText(" ")).toBe(" ");
  expect(() => parseText("")).toThrow("give a text that is not empty");
});

test("a whole number stays within its limits", () => {
  const parse = parseWhole(0, 255);
  expect([parse("0"), parse("255")]).toEqual([0, 255]);
  for (const text of ["256", "-1", "1.5", "0x10", ""]) expect(() => parse(text)).toThrow("from 0 to 255");
});
