/*
 * What stands first in a script for Espruino; and the script does what it did.
 */
import vm from "node:vm";
import { expect, test } from "vitest";
import { frequentFirst } from "../../src/toolchain/espruino-names.ts";

function outOf(code: string): unknown[] {
  const out: unknown[] = [];
  vm.runInNewContext(code, { out, E: { isUTF8: (text: string) => text.length > 2 } });
  return out;
}

/** The names of a script's functions, from its first line on. */
const functionsOf = (code: string): string[] =>
  [...code.matchAll(/^function (\w+)/gm)].map((found) => found[1] as string);

/** The names of the module that stand for built-in functions, with what they stand for. */
const aliasesOf = (code: string): string[] =>
  [...code.matchAll(/^var (\S+) = (\w+\.\w+);/gm)].map((found) => `${found[1]} ${found[2]}`);

const SCRIPT = `
function seldom(a) { return often(a) + 1; }
function often(a) { return Math.floor(a / 2); }
function never() { return often(1); }
out.push(seldom(9), often(5), often(7));
`;

test("functions stand in the order of how often their names are used", () => {
  expect(functionsOf(SCRIPT)).toEqual(["seldom", "often", "never"]);
  expect(functionsOf(frequentFirst(SCRIPT))).toEqual(["often", "seldom", "never"]);
});

test("functions that are used as often keep their order", () => {
  const code = "function b() {}\nfunction a() {}\nb(); a();";
  expect(functionsOf(frequentFirst(code))).toEqual(["b", "a"]);
});

test("the script does the same, and its statements stand behind the functions", () => {
  expect(outOf(SCRIPT)).toEqual([5, 2, 3]);
  expect(outOf(frequentFirst(SCRIPT))).toEqual([5, 2, 3]);
  expect(frequentFirst(SCRIPT).trimEnd().split("\n").at(-1)).toMatch(/^out\.push/);
});

for (const called of ["Math.floor", "String.fromCharCode", "E.isUTF8"]) {
  const calls = (times: number) =>
    `out.push(${Array.from({ length: times }, () => `${called}(65)`).join()});`;

  test(`${called} gets a name of the module when it is called three times, and not before`, () => {
    expect(aliasesOf(frequentFirst(calls(2)))).toEqual([]);
    expect(frequentFirst(calls(2))).toContain(called);
    const alias = `$${called.replace(".", "$")}`;
    expect(aliasesOf(frequentFirst(calls(3)))).toEqual([`${alias} ${called}`]);
    expect(frequentFirst(calls(3)).split(called)).toHaveLength(2);
    expect(outOf(frequentFirst(calls(3)))).toEqual(outOf(calls(3)));
  });
}

test("aliases stand before the functions that call them, also one inside of another", () => {
  const code = "function f(a) { return Math.floor(Math.floor(a) + Math.floor(a)); } out.push(f(1.5));";
  const lines = frequentFirst(code).split("\n");
  expect(lines[0]).toBe("var $Math$floor = Math.floor;");
  expect(outOf(frequentFirst(code))).toEqual([2]);
});

test("what is no call of a built-in function stays: a property, a constant, a method of something else", () => {
  const code = "var e = { floor: Math.floor }; out.push(e.floor(1), e.floor(2), e.floor(3), Math.PI > 3);";
  expect(aliasesOf(frequentFirst(code))).toEqual([]);
  expect(outOf(frequentFirst(code))).toEqual([1, 2, 3, true]);
});
