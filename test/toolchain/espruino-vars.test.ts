/*
 * Every variable in one `var` at the beginning of its function, and the script does what it did.
 */
import vm from "node:vm";
import { describe, expect, test } from "vitest";
import { checkVars } from "../../src/toolchain/espruino-grammar.ts";
import { hoistVars } from "../../src/toolchain/espruino-vars.ts";

/** Scripts that leave what they found in `out`. */
const SCRIPTS: [string, string][] = [
  ["a block hides a name", "const a = 1; { const a = 2; out.push(a); } out.push(a);"],
  ["a block hides a parameter", "function f(a) { { let a = 2; out.push(a); } return a; } out.push(f(1));"],
  [
    "a block hides a function of the module",
    "function q() { return 1; } function f() { if (out) { const q = {}; out.push(typeof q); } return q(); } out.push(f());",
  ],
  [
    "a loop's turn begins without a value",
    "for (let i = 0; i < 3; i++) { let last; out.push(last); last = i; }",
  ],
  ["a var keeps its value", "for (var i = 0; i < 3; i++) { var last; out.push(last); last = i; }"],
  ["a var in a branch", "function f(a) { if (a) var b = 1; return b; } out.push(f(1), f(0));"],
  [
    "a loop without a declaration left",
    "for (const k in { x: 1, y: 2 }) out.push(k); for (const v of [3, 4]) out.push(v);",
  ],
  ["several in one head", "for (let i = 0, n = 2; i < n; i++) out.push(i, n);"],
  ["a shorthand keeps its key", "const a = 1; { const a = 2; out.push(JSON.stringify({ a })); }"],
  ["a property is no variable", "const a = { a: 1 }; { const a = { a: 2 }; out.push(a.a); } out.push(a.a);"],
  ["an arrow with a body", "const f = (a) => { const b = a + 1; return b; }; out.push(f(1));"],
  [
    "a function that holds a variable",
    "function f() { let n = 0; return () => { n += 1; return n; }; } const g = f(); out.push(g(), g());",
  ],
  ["a parameter declared again", "function f(a) { var a; return a; } out.push(f(5));"],
  ["what is caught", "try { throw 1; } catch (a) { const b = a; out.push(b); }"],
];

function outOf(code: string): unknown[] {
  const out: unknown[] = [];
  vm.runInNewContext(code, { out });
  return out;
}

describe.each(SCRIPTS)("%s", (_title, code) => {
  const hoisted = hoistVars(code);

  test("does the same", () => {
    const expected = outOf(code);
    expect(expected.length).toBeGreaterThan(0);
    expect(outOf(hoisted)).toEqual(expected);
  });

  test("declares everything first", () => {
    expect(hoisted).not.toMatch(/\b(?:let|const)\b/);
    expect(() => checkVars(hoisted)).not.toThrow();
  });
});

test("a function that holds a loop's variable is refused, for Espruino would show it the last one", () => {
  expect(() => hoistVars("for (let i = 0; i < 3; i++) f(() => i);")).toThrow("a function holds i of a loop");
});
