/*
 * Lua from its tree means what the text meant that the tree was read from.
 */
import { describe, expect, test } from "vitest";
import { printBlock } from "../../src/toolchain/lua-print.ts";
import { parseLua } from "../../src/toolchain/lua-tree.ts";
import { printedBy } from "../support/lua-trees.ts";

const again = (text: string): string => printBlock(parseLua(text)).trimEnd();

// Text whose parentheses matter; those that do not are left out. Lua 5.1 reference manual, 2.5.6.
const EXPRESSIONS: [string, string][] = [
  ["(a + b) * c", "(a + b) * c"],
  ["a + (b * c)", "a + b * c"],
  ["a - (b - c)", "a - (b - c)"],
  ["(a - b) - c", "a - b - c"],
  ["(a .. b) .. c", "(a .. b) .. c"],
  ["a .. (b .. c)", "a .. b .. c"],
  ["(a or b) and c", "(a or b) and c"],
  ["a or (b and c)", "a or b and c"],
  ["not (a == b)", "not (a == b)"],
  ["(not a) == b", "not a == b"],
  ["-(-a)", "-(-a)"],
  ["(-a) ^ b", "(-a) ^ b"],
  ["a ^ (b ^ c)", "a ^ b ^ c"],
  ["#(a .. b)", "#(a .. b)"],
  ['("x"):rep(3)', '("x"):rep(3)'],
  ["(f())", "(f())"],
  ["{1, a = 2, [b] = 3}", "{1, a = 2, [b] = 3}"],
  ['"\\0\\n"', '"\\0\\n"'],
];

for (const [text, printed] of EXPRESSIONS)
  test(`${text} is written as ${printed}`, () => {
    expect(again(`return ${text}`)).toBe(`return ${printed}`);
  });

test("every statement is written so that it reads the same", () => {
  const program = [
    "local a, b = 1",
    "function c.d(e, ...)",
    "return ...",
    "end",
    "local function f()",
    "end",
    "if a then",
    "f()",
    "elseif b then",
    "a, b = b, a",
    "else",
    "do",
    "a = 2",
    "end",
    "end",
    "while a do",
    "break",
    "end",
    "repeat",
    "local x = function()",
    "return",
    "end",
    "until x",
    "for i = 1, 2, 3 do",
    "end",
    "for k, v in pairs(a) do",
    "end",
  ].join("\n");
  expect(again(program)).toBe(program);
});

describe("a program that was read and written", () => {
  const program = `
    local function count(n) if n <= 0 then return 0 else return 1 + count(n - 1) end end
    local words = {}
    for i = 1, 3 do words[#words + 1] = ("w"):rep(i) end
    local text, at = "", 0
    repeat at = at + 1 text = text .. words[at] .. (at < 3 and "," or "") until at == 3
    print(text, count(7), (2 + 3) * 4 - (1 - 2), not (1 == 2), -2 ^ 2, (select("#", 1, 2)))`;
  test("prints the same", async () => {
    expect(await printedBy(again(program))).toEqual(await printedBy(program));
  });
});

test("what typescript-to-lua never writes is refused", () => {
  expect(() => again('f "text"')).toThrow(/StringCallExpression/);
});
