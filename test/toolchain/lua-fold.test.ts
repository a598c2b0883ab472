import { expect, test } from "vitest";
import { fold } from "../../src/toolchain/lua-fold.ts";
import { textOf, treeOf } from "../support/lua-trees.ts";

// What is written, and what is left of it. `a`, `f` and `g` are not declared: nobody knows them.
const CASES: [string, string][] = [
  ["if true then f() else g() end", "f()"],
  ["if false then f() else g() end", "g()"],
  ["if false then f() end", ""],
  ["if a then f() elseif true then g() else h() end", "if a then f() else g() end"],
  ["if a then end", ""],
  ["if f() then end", "if f() then end"],
  ["if not nil then local b = f() g(b) end", "do local b = f() g(b) end"],
  ["while false do f() end", ""],
  ["do f() end", "f()"],
  ["do return 1 end f()", "return 1"],
  ["if a then return 1 else return 2 end f()", "if a then return 1 else return 2 end"],
  ["local n = 3 f(n, n)", "f(3, 3)"],
  ["local n = 3 n = f() g(n)", "local n = 3 n = f() g(n)"],
  ["local n = 3 if n < 0 then f() end", ""],
  ["local n = -4 if n < 0 then f() end", "f()"],
  ["local unused = a.b f()", "f()"],
  ["local unused = g() f()", "local unused = g() f()"],
  ["local t, k = a.b, 'n' t[k] = t[k] + 1", "local t = a.b t.n = t.n + 1"],
  ["local t, k = f() t[k] = 1", "local t, k = f() t[k] = 1"],
  ["f(function() g() return end)", "f(function() g() end)"],
];

for (const [text, expected] of CASES)
  test(`${text} becomes ${expected === "" ? "nothing" : expected}`, () => {
    expect(textOf(fold(treeOf(text)))).toBe(expected);
  });
