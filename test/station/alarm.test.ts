import { expect, test } from "vitest";
import { isAlarmNews } from "../../src/station/alarm.ts";
import type { AlarmOptions } from "../../src/station/alarm.ts";

// The limits, values in turn, and which of them are news.
const CASES: [AlarmOptions, number[], string][] = [
  [{ field: 0, above: 800 }, [799, 800, 900, 799, 800], ". on . off on"],
  [{ field: 0, below: -1500 }, [-1499, -1500, -2000, -1499], ". on . off"],
  [{ field: 0, above: 10, below: -10 }, [0, 10, -10, 0], ". on . off"],
  [{ field: 0, above: 800, hysteresis: 20 }, [800, 790, 780, 779, 790, 800], "on . . off . on"],
  [{ field: 0, below: 0, hysteresis: 5 }, [0, 5, 6, 5], "on . off ."],
];

for (const [options, values, expected] of CASES) {
  test(`${JSON.stringify(options)}: ${values.join(" ")} are ${expected}`, () => {
    const alarm = { options, isOn: false };
    const news = values.map((value) =>
      isAlarmNews(alarm, [value], [0], false) ? (alarm.isOn ? "on" : "off") : ".",
    );
    expect(news.join(" ")).toBe(expected);
  });
}

test("it looks at its own field", () => {
  const alarm = { options: { field: 1, above: 5 }, isOn: false };
  expect(isAlarmNews(alarm, [9, 0], [0, 0], true)).toBe(false);
  expect(isAlarmNews(alarm, [0, 9], [0, 0], true)).toBe(true);
});

// How far it may move, the last reading, this one, and whether that is news.
const MOVES: [number, number, number, boolean][] = [
  [50, 1000, 1049, false],
  [50, 1000, 1050, true],
  [50, 1000, 951, false],
  [50, 1000, 950, true],
  [50, -20, 30, true],
];

for (const [moved, last, value, isNews] of MOVES) {
  test(`from ${last} to ${value} is ${isNews ? "" : "not "}farther than ${moved}`, () => {
    const alarm = { options: { field: 0, moved }, isOn: false };
    expect(isAlarmNews(alarm, [value], [last], true)).toBe(isNews);
    expect(isAlarmNews(alarm, [value], [last], false)).toBe(false);
  });
}
