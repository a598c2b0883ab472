/*
 * Calls of functions that do nothing, which go, and those that look like it.
 */
import { expect, test } from "vitest";
import { withoutEmptyCalls } from "../../src/toolchain/lua-empty.ts";
import { printedBy, textOf, treeOf } from "../support/lua-trees.ts";

const EMPTY = "local function none(a, b) end ";

test("a call goes, wherever it stands, and what is beside it stays", async () => {
  const text = `${EMPTY}local t = { n = 1 } none(t, t.n) if t.n > 0 then none() print(t.n) end`;
  const block = withoutEmptyCalls(treeOf(text));
  expect(textOf(block)).not.toMatch(/^none|\snone\(\)/m);
  expect(await printedBy(textOf(block))).toEqual(["1"]);
});

// What keeps a call where it is.
const KEPT: [string, string][] = [
  ["an argument that does something", `${EMPTY}none(print("said"))`],
  ["a function that does something", `local function said() print("said") end said()`],
  [
    "a function that gets another value",
    `local none = 0 local function f() end f() f = function() print("said") end f()`,
  ],
  ["a value that is asked for", `${EMPTY}print(none() == nil)`],
];
for (const [reason, text] of KEPT)
  test(`${reason} keeps a call`, async () => {
    const said = await printedBy(text);
    expect(said).not.toEqual([]);
    expect(await printedBy(textOf(withoutEmptyCalls(treeOf(text))))).toEqual(said);
  });
