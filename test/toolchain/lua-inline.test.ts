/*
 * Functions in place of their calls: which ones go, and that the program prints what it printed.
 */
import { describe, expect, test } from "vitest";
import { fold } from "../../src/toolchain/lua-fold.ts";
import { inline } from "../../src/toolchain/lua-inline.ts";
import { baseName, mentions } from "../../src/toolchain/lua-tree.ts";
import type { Block, LuaFunction } from "../../src/toolchain/lua-tree.ts";
import { printedBy, textOf, treeOf } from "../support/lua-trees.ts";

/** Both kinds, until nothing is left to do. */
function inlined(start: Block): Block {
  let block = start;
  for (;;) {
    const next = inline(block, new Set(), "expressions") ?? inline(block, new Set(), "bodies");
    if (next === undefined) return block;
    block = fold(next);
  }
}

test("a call whose answer nobody wants leaves nothing behind that is no statement", async () => {
  const program = `local function stub(a) return -6 end
local function named(n) return "topic" .. n end
stub(named(1))
stub(named(2))
print("done")`;
  const text = textOf(inlined(treeOf(program)));
  expect(text.match(/stub/g)).toHaveLength(1);
  expect(await printedBy(text)).toEqual(["done"]);
});

const nameOf = (node: LuaFunction): string => (node.identifier as { name: string }).name;

/** The functions that a program declares, by the names that are written. */
function functionsOf(block: Block): Map<string, string> {
  const names = block.flatMap((node) => (node.type === "FunctionDeclaration" ? nameOf(node) : []));
  return new Map(names.map((name) => [baseName(name), name]));
}

/** How often a function is mentioned outside of its own declaration. */
function mentionsOf(name: string, block: Block): number {
  const others = block.filter((node) => node.type !== "FunctionDeclaration" || nameOf(node) !== name);
  return mentions(others).get(name) ?? 0;
}

const SEARCH = `local function f(list, wanted)
  do local at = 1 while at <= #list do if list[at] == wanted then return at end at = at + 1 end end
  return -1
end `;
const EARLY = `local function f(n)
  if n < 0 then return "below" end
  if n > 9 then if n > 99 then return "far" end return "above" end
  return "within"
end `;
const HIDDEN = `local box = {n = 1} local function f(n) box.n = box.n + n return box.n end `;

// A title, a program, and how often `f` is still mentioned.
const PROGRAMS: [string, string, number][] = [
  [
    "a function of one expression",
    "local function f(a, b) return a - b end print(f(5, 3), f(3, f(9, 1)))",
    0,
  ],
  [
    "an argument that may not be evaluated twice",
    "local n = 0 local function g() n = n + 1 return n end local function f(a) return a + a end print(f(g()))",
    0,
  ],
  [
    "an answer that nobody wants, of a function that answers another",
    "local function h(a) return a .. 1 end local function f(a) return -6 end f(h(2)) print(3)",
    0,
  ],
  ["a large one of several calls stays", `local function f(a) ${"print(a) ".repeat(9)} end f(1) f(2)`, 2],
  [
    "early returns, as a value",
    `${EARLY} local function run(n) local word = f(n) print(word) end run(-1) run(5) run(10) run(100)`,
    0,
  ],
  [
    "early returns, as an answer",
    `${EARLY} local function run(n) print('run') return f(n) end print(run(-1), run(5), run(10), run(100))`,
    0,
  ],
  [
    "early returns, in a condition",
    `${EARLY} local function run(n) if f(n) == "far" then print("far") else print("near") end end run(5) run(100)`,
    0,
  ],
  [
    "early returns that nobody reads",
    "local function f(n) if n < 0 then return 1 end print(n) return 2 end local function run(n) f(n) print('behind') end run(-1) run(1)",
    0,
  ],
  [
    "a search, as a value",
    `${SEARCH} local function run(n) local at = f({4, 5, 6}, n) print(at) end run(5) run(7)`,
    0,
  ],
  [
    "a return out of a loop that is no search stays",
    "local function f(n) while n > 0 do if n == 3 then return n end n = n - 1 end print(n) return 0 end local function run(n) local x = f(n) print(x) end run(2) run(5)",
    1,
  ],
  [
    "a return out of a loop, as an answer",
    `${SEARCH} local function run(n) print('run') return f({4, 5, 6}, n) end print(run(5), run(7))`,
    0,
  ],
  [
    "on the right of `and`",
    `${EARLY} local function run(n) local word = n ~= 5 and f(n) print(word) end run(5) run(10)`,
    0,
  ],
  [
    "on the right of `or`",
    `${EARLY} local function run(n) print('run') return n == 5 and "five" or f(n) end print(run(5), run(10))`,
    0,
  ],
  [
    "behind a read that it changes, it stays",
    `${HIDDEN} local function run(n) print('run') return box.n + f(n) end print(run(1), run(1))`,
    1,
  ],
  [
    "before a read that it changes",
    `${HIDDEN} local function run(n) print('run') return f(n) + box.n end print(run(1), run(1))`,
    0,
  ],
  [
    "an argument that changes later is copied",
    "local function f(n) return function() return n end end local function run(n) local get = f(n) n = n + 1 print(get(), n) end run(1)",
    0,
  ],
  [
    "a parameter that it changes is copied",
    "local function f(n) n = n + 1 print(n) end local function run(n) f(n) print(n) end run(1)",
    0,
  ],
  [
    "a missing argument is nil",
    "local function f(a, b) print(a, b) end local function run() f(1) end run()",
    0,
  ],
  [
    "a call of itself stays",
    "local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end print(f(3))",
    1,
  ],
  ["a function that is also a value stays", "local function f(n) print(n) end local g = f f(1) g(2)", 2],
];

describe.each(PROGRAMS)("%s", (_title, text, left) => {
  test(`leaves ${left} mentions`, () => {
    const block = treeOf(text);
    const name = functionsOf(block).get("f") as string;
    expect(mentionsOf(name, inlined(block))).toBe(left);
  });

  test("prints the same", async () => {
    const printed = await printedBy(text);
    expect(printed.length).toBeGreaterThan(0);
    expect(await printedBy(textOf(inlined(treeOf(text))))).toEqual(printed);
  });
});

test("what the module exports is never moved away", () => {
  const block = treeOf("local function f(n) print(n) print(n) end local function run() f(1) end");
  const functions = functionsOf(block);
  expect(inline(block, new Set(functions.values()), "bodies")).toBeUndefined();
  expect(inline(block, new Set([functions.get("run") as string]), "bodies")).toBeDefined();
});
