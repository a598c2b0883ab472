import { describe, expect, test } from "vitest";
import { checkGrammar, checkVars } from "../../src/toolchain/espruino-grammar.ts";

// What Espruino 2v29 refuses, or takes for something else, and the word for it.
const REFUSED: [string, string][] = [
  ["function f(a = 1) {}", "default parameter"],
  ["function f(...a) {}", "rest parameter"],
  ["f(...a);", "spread"],
  ["b = { ...a };", "spread"],
  ["const { a } = b;", "destructuring"],
  ["[a, b] = [b, a];", "destructuring"],
  ["b = { [a]: 1 };", "computed key"],
  ["a: for (;;) break a;", "label"],
  ["a?.b;", "?."],
  ["a ** 2;", "**"],
  ["a ??= 1;", "??="],
  ["class A { #b = 1; }", "#private name"],
  ["function* f() {}", "generator"],
  ["async function f() {}", "async function"],
  ["a = 1n;", "BigInt"],
  ["f`a`;", "tagged template"],
  ["import a from 'b';", "import"],
  ["export const a = 1;", "export"],
];

for (const [code, word] of REFUSED)
  test(`${code} is refused as ${word}`, () => {
    expect(() => checkGrammar(`f();\n${code}`)).toThrow(`Espruino has no ${word}, line 2`);
  });

test("what Espruino has is taken", () => {
  const code =
    "class A extends B { c = 1; get d() { return `${this.c}`; } } for (const a of b) a ?? ((c) => c)(1);";
  expect(() => checkGrammar(`${code} try { f(); } catch { g = { a, b() {} }; }`)).not.toThrow();
});

describe("variables, once names are short", () => {
  const TAKEN = [
    "var a = 1, b; function f(c) { var d = c; return a + d; }",
    "function f() { for (var a = 0; a < 3; a++) g(a); }",
    "function f() { return function () { var a; return a; }; } var b = { a: 1 }; b.a = 2;",
    "x.a(); var a = 1;",
  ];
  const TAKEN_FOR_OTHERS: [string, string][] = [
    ["let a = 1;", "a block's own"],
    ["function f() { const a = 1; }", "a block's own"],
    ["function f(b) { if (b) { var a = 1; } return a; }", "not outermost"],
    ["function f() { for (var a in b) { var c = a; } }", "not outermost"],
    ["function f() { a = 2; var a; }", "used before"],
    ["function f() { g(function () { return a; }); var a = 1; }", "used before"],
  ];
  test.each(TAKEN)("%s is taken", (code) => {
    expect(() => checkVars(code)).not.toThrow();
  });
  test.each(TAKEN_FOR_OTHERS)("%s is refused: %s", (code) => {
    expect(() => checkVars(code)).toThrow("Espruino would take these names for others");
  });
});
