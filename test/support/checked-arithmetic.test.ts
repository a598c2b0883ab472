/*
 * The checker must fire: a checker that never does proves nothing.
 */
import { expect, test } from "vitest";
import { makeSeen, runChecked } from "./checked-arithmetic.ts";

type Run = (a: number, b: number) => number;

function compile(expression: string): Run {
  return runChecked(`export function run(a, b) { return ${expression}; }`, ".", makeSeen()).run as Run;
}

// Expression, operands, and what a 32-bit integer build makes of it.
const SOUND: [string, number, number, number][] = [
  ["a + b", 2147483646, 1, 2147483647],
  ["a - b", -2147483646, 1, -2147483647],
  ["a * b", -46340, 46340, -2147395600],
  ["Math.floor(a / b)", 7, 2, 3],
  ["Math.floor((a + 1) / b)", 7, 2, 4],
  ["a % b", 7, 4, 3],
  ["(a += b)", 1, 2, 3],
];

for (const [expression, a, b, result] of SOUND) {
  test(`${expression} of ${a} and ${b} passes and is ${result}`, () => {
    expect(compile(expression)(a, b)).toBe(result);
  });
}

const UNSOUND: [string, number, number, RegExp][] = [
  ["a + b", 2147483647, 1, /below 2\^31/],
  ["a - b", -2147483647, 1, /below 2\^31/],
  ["a * b", 46341, 46341, /below 2\^31/],
  ["(a *= b)", 46341, 46341, /below 2\^31/],
  ["a * b - a * b", 46341, 46341, /line 1: a \* b does not/],
  ["Math.floor(a / b)", -7, 2, /negative operand/],
  ["Math.floor(a / b)", 7, -2, /negative operand/],
  ["Math.floor(a / b)", 7, 0, /by zero/],
  ["a % b", -7, 4, /negative operand/],
  ["a % b", 7, 0, /by zero/],
  ["a + b", 0.5, 1, /no integer/],
  ["a + b", NaN, 1, /no integer/],
];

for (const [expression, a, b, message] of UNSOUND) {
  test(`${expression} of ${a} and ${b} is refused`, () => {
    expect(() => compile(expression)(a, b)).toThrow(message);
  });
}

for (const expression of ["a / b", "Math.ceil(a / b)", "a++", "--b"]) {
  test(`${expression} is refused before it runs`, () => {
    expect(() => compile(expression)).toThrow(/outside of Math.floor|write \+= 1/);
  });
}

test("the largest result is remembered with its place", () => {
  const seen = makeSeen();
  const run = runChecked("export const run = (a, b) => a * b - a;", ".", seen).run as Run;
  run(-300, 4);
  expect(seen).toEqual({ largest: 1200, where: "line 1: a * b" });
});

test("an imported file is checked as well", () => {
  const source = 'import { laterMs } from "./clock.ts"; export const run = laterMs;';
  const run = runChecked(source, "src/client", makeSeen()).run as Run;
  expect(run(1073741823, 2)).toBe(1);
  expect(() => run(2147483647, 2)).toThrow(/below 2\^31/);
});
