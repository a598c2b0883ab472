import { expect, test } from "vitest";
import { withoutSteps } from "../../src/toolchain/lua-steps.ts";
import { textOf, treeOf } from "../support/lua-trees.ts";

// A title, what is written, and what it becomes; undefined for nothing else.
const CASES: [string, string, string | undefined][] = [
  [
    "a value that only the next if reads goes there",
    "local c = a == 1 if c then f() end",
    "if a == 1 then f() end",
  ],
  ["a value that is read again stays", "local c = a == 1 if c then f(c) end", undefined],
  ["a value that another statement reads stays", "local c = a == 1 f(c)", undefined],
  ["something between them keeps it", "local c = a == 1 f() if c then f() end", undefined],
  [
    "a switch whose cases end becomes conditions",
    "repeat local s = a local c = s == 1 if c then f() break end c = c or s == 2 if c then g() break end until true",
    "repeat local s = a if s == 1 then f() break end if s == 2 then g() break end until true",
  ],
  [
    "a case that goes on to the next one keeps its condition",
    "repeat local s = a local c = s == 1 if c then f() end c = c or s == 2 if c then g() break end until true",
    undefined,
  ],
];

for (const [title, text, expected] of CASES)
  test(title, () => {
    expect(textOf(withoutSteps(treeOf(text)))).toBe(expected ?? textOf(treeOf(text)));
  });
