import { expect, test } from "vitest";
import { PeriodTable, periodOf } from "../../../src/simulator/virtual/period-table.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

// How long a run is, and what its lines are about.
const PERIODS: [number, string | undefined][] = [
  [HOUR_MS - 1, undefined],
  [HOUR_MS, "hour"],
  [31 * HOUR_MS, "hour"],
  [32 * HOUR_MS, "day"],
  [31 * DAY_MS, "day"],
  [32 * DAY_MS, "week"],
  [365 * DAY_MS, "month"],
  [36_525 * DAY_MS, "month"],
];

for (const [ms, word] of PERIODS)
  test(`${ms / HOUR_MS} hours are summed up by the ${word}`, () => {
    expect(periodOf(ms)?.word).toBe(word);
  });

function table() {
  const lines: string[] = [];
  return { lines, table: new PeriodTable({ word: "hour", ms: HOUR_MS }, (line) => lines.push(line)) };
}

test("a line says how many came and between what, as it was written but for times, and begins anew", () => {
  const { lines, table: hours } = table();
  for (const value of ["9.50", "-1.25", "10.00"]) hours.add("a", `{"n":${value},"t":1767225601}`);
  hours.pass(HOUR_MS - 1);
  expect(lines).toEqual([]);
  hours.pass(HOUR_MS);
  hours.add("a", '{"n":3,"age":5,"boot":1}');
  hours.pass(3 * HOUR_MS);
  expect(lines.map((line) => line.replace(/ +/g, " "))).toEqual([
    "hour 1 3 readings n -1.25 to 10.00",
    "hour 2 1 reading n 3 to 3",
    "hour 3 0 readings",
  ]);
});

test("topics have a line each where there are several, and silence is told", () => {
  const { lines, table: hours } = table();
  hours.pass(HOUR_MS);
  hours.add("a", "1");
  hours.add("b", "not json");
  hours.pass(2 * HOUR_MS);
  expect(lines.map((line) => line.replace(/ +/g, " "))).toEqual([
    "hour 1 no readings",
    "hour 2 a 1 reading",
    "hour 2 b 1 reading",
  ]);
});
