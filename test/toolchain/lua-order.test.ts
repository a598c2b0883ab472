import { expect, test } from "vitest";
import { firstCall } from "../../src/toolchain/lua-order.ts";
import { printExpression } from "../../src/toolchain/lua-print.ts";
import { baseName } from "../../src/toolchain/lua-tree.ts";
import { treeOf } from "../support/lua-trees.ts";

// A statement, and what may be taken out of it when `f` is wanted, which writes fields; undefined for nothing.
const CASES: [string, string | undefined][] = [
  ["f(a)", "f(a)"],
  ["f(g())", "f(g())"],
  ["return f(a.b)", "f(a.b)"],
  ["local x = f(a) + a.b", "f(a)"],
  ["local x = a.b + f(a)", undefined],
  ["local x = g() + f(a)", undefined],
  ["local x = string.sub(a, 1) .. f(a)", "f(a)"],
  ["local x = {f(a), g()}", "f(a)"],
  ["local x = {g(), f(a)}", undefined],
  ["if f(a) then g() elseif f(b) then g() end", "f(a)"],
  ["if a then f(a) elseif f(b) then g() end", undefined],
  ["local x = a == 1 and f(a)", "a == 1 and f(a)"],
  ["local x = a == 1 and f(a) or 3", "a == 1 and f(a)"],
  ["local x = g() and f(a)", undefined],
  ["while f(a) do g() end", undefined],
  ["a = f(a)", "f(a)"],
  ["a.b = f(a)", "f(a)"],
  ["a.b.c = f(a)", undefined],
  ["a[1] = f(a)", undefined],
];

for (const [text, expected] of CASES)
  test(`from \`${text}\` comes ${expected ?? "nothing"}`, () => {
    const statement = treeOf(`local a, b, f, g ${text}`)[1];
    const call =
      statement === undefined
        ? undefined
        : firstCall(statement, (name, isBehindReads) => baseName(name) === "f" && !isBehindReads);
    const found = call === undefined ? undefined : printExpression(call).replace(/#\d+/g, "");
    expect(found).toBe(expected);
  });
