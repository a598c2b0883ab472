import { describe, expect, test } from "vitest";
import { constantOf, endsBlock, foldExpression, isPure } from "../../src/toolchain/lua-known.ts";
import { printExpression } from "../../src/toolchain/lua-print.ts";
import { parseLua, rewrite } from "../../src/toolchain/lua-tree.ts";
import type { Expression, Statement } from "../../src/toolchain/lua-tree.ts";

function expression(text: string): Expression {
  const [statement] = parseLua(`return ${text}`);
  return (statement as Extract<Statement, { type: "ReturnStatement" }>).arguments[0] as Expression;
}

describe("a shorter way to say it", () => {
  const CASES: [string, string][] = [
    ["1 == 1", "true"],
    ["-4 < 0", "true"],
    ["1 ~= 1", "false"],
    ["nil == false", "false"],
    ['"1" == 1', '"1" == 1'],
    ["true and a", "a"],
    ["false and a", "false"],
    ["0 and a", "a"],
    ["nil or a", "a"],
    ["1 or a", "1"],
    ["a or false", "a or false"],
    ["not nil", "true"],
    ["not 0", "false"],
    ["not (a == b)", "a ~= b"],
    ["not (a < b)", "a >= b"],
    ["not (a and b)", "not (a and b)"],
    ["math.max(a + 1, 1)", "a + 1"],
    ["math.max(a, 2)", "math.max(a, 2)"],
    ["string.byte(a, 1) or 0 / 0", "string.byte(a, 1)"],
    ['(string.find(a, "/", nil, true) or 0) - 1 < 0', 'string.find(a, "/", nil, true) == nil'],
    ['(string.find(a, "/", nil, true) or 0) - 1 >= 0', 'string.find(a, "/", nil, true) ~= nil'],
    ['(string.find(a, "/", nil, true) or 0) - 1 == 0', 'string.find(a, "/", nil, true) == 1'],
    ['(string.find(a, "/", nil, true) or 0) - 1 ~= 0', 'string.find(a, "/", nil, true) ~= 1'],
    ['(string.find(a, "/", nil, true) or 0) - 1 < b', '(string.find(a, "/", nil, true) or 0) - 1 < b'],
    ['a["field"]', "a.field"],
    ['a["two words"]', 'a["two words"]'],
  ];
  for (const [text, expected] of CASES)
    test(`${text} is ${expected}`, () => {
      const folded = rewrite(expression(text), (node) => foldExpression(node as Expression));
      expect(printExpression(folded as Expression)).toBe(expected);
    });
});

describe("whether it only reads", () => {
  const CASES: [string, boolean][] = [
    ["a.b[1] + #c", true],
    ["string.sub(a, 1, 2)", true],
    ["f(a)", false],
    ["a.string.sub(b)", false],
    ["table.remove(a)", false],
    ["{f()}", false],
    ["function() end", false],
  ];
  for (const [text, pure] of CASES)
    test(`${text}: ${pure ? "yes" : "no"}`, () => {
      expect(isPure(expression(text))).toBe(pure);
    });
});

test.each([
  ["3", 3],
  ["-3", -3],
  ["true", true],
  ["nil", null],
  ['"text"', undefined],
  ["a", undefined],
])("the value of %s is %s", (text, value) => {
  expect(constantOf(expression(text))).toBe(value);
});

test.each([
  ["return", true],
  ["if a then return end", false],
  ["if a then return else return 1 end", true],
  ["if a then return elseif b then f() else return end", false],
  ["do f() return end", true],
  ["while true do return end", false],
])("nothing is reached behind `%s`: %s", (text, ends) => {
  expect(endsBlock(parseLua(text)[0])).toBe(ends);
});
