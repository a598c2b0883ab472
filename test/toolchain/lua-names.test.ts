import { expect, test } from "vitest";
import { bindNames, plainNames } from "../../src/toolchain/lua-names.ts";
import { printBlock } from "../../src/toolchain/lua-print.ts";
import { isOwn, mentions, parseLua } from "../../src/toolchain/lua-tree.ts";

// A declaration that hides another, and what its own uses must be: each name once, in the order of declaration.
const SCOPES: [string, string, string][] = [
  [
    "a local in a block",
    "local a = 1 do local a = a f(a) end f(a)",
    "local a = 1 do local a_2 = a f(a_2) end f(a)",
  ],
  [
    "a parameter",
    "local a = 1 local g = function(a) f(a) end f(a)",
    "local a = 1 local g = function(a_2) f(a_2) end f(a)",
  ],
  ["a loop", "local i = 9 for i = i, i do f(i) end f(i)", "local i = 9 for i_2 = i, i do f(i_2) end f(i)"],
  [
    "a list's loop",
    "local k = t for k, v in pairs(k) do f(k, v) end",
    "local k = t for k_2, v in pairs(k) do f(k_2, v) end",
  ],
  [
    "a repeat, whose condition sees its body",
    "local a = 1 repeat local a = f() until a f(a)",
    "local a = 1 repeat local a_2 = f() until a_2 f(a)",
  ],
  [
    "a while, whose condition does not",
    "local a = 1 while a do local a = 2 f(a) end",
    "local a = 1 while a do local a_2 = 2 f(a_2) end",
  ],
  ["a second local", "local a = 1 local a = a + 1 f(a)", "local a = 1 local a_2 = a + 1 f(a_2)"],
  [
    "a function, which knows itself",
    "local function f(n) return f(n - 1) end",
    "local function f(n) return f(n - 1) end",
  ],
  ["a field, which is no variable", "local a = {a = 1} f(a.a)", "local a = {a = 1} f(a.a)"],
  ["a name of Lua's", "local string_2 = string.sub f(string_2)", "local string_2 = string.sub f(string_2)"],
];

for (const [title, text, expected] of SCOPES)
  test(`${title} gets a name of its own`, () => {
    const block = parseLua(text);
    bindNames(block);
    plainNames(block);
    expect(printBlock(block).trimEnd().replaceAll("\n", " ")).toBe(expected);
  });

test("what a file declares is numbered, and what it does not is left alone", () => {
  const block = parseLua("local a = tmr.now() local function g(b) return a + b end");
  const names = bindNames(block);
  expect([...names.keys()]).toEqual(["a", "g"]);
  expect([...mentions(block).keys()].filter((name) => !isOwn(name))).toEqual(["tmr"]);
});

test("functions beside each other use the same names again, whatever the numbers were", () => {
  const text = "local function f(n) return n end\nlocal function g(n) return n end";
  const block = parseLua(text);
  bindNames(block);
  plainNames(block);
  expect(printBlock(block)).toBe("local function f(n)\nreturn n\nend\nlocal function g(n)\nreturn n\nend\n");
});
