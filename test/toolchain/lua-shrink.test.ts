/*
 * One small module: what is left of the files, in which order, and that it stays within Lua's limits.
 */
import { describe, expect, test } from "vitest";
import { flatten } from "../../src/toolchain/lua-flat.ts";
import { shrink } from "../../src/toolchain/lua-shrink.ts";
import { printedBy } from "../support/lua-trees.ts";

const shrunk = (...lines: string[]): string => {
  const text = `local ____exports = {}\n${lines.join("\n")}\nreturn ____exports\n`;
  return shrink(flatten([{ name: "main", text }], "main"), new Set(["topic"]));
};
const runs = (module: string): Promise<string[]> => printedBy(`print((function() ${module} end)().run(3))`);

/** A function that is too large to go anywhere, called from two places. */
const big = (name: string, inside = ""): string =>
  `function ${name}(n)\n${"n = n + n % 7\n".repeat(20)}${inside}\nreturn n\nend`;

test("what nobody needs is not there", async () => {
  const module = shrunk(
    "local unused, used, TABLE",
    big("unused", "used(n)"),
    big("used"),
    "local ____ = {unused = unused}",
    "function ____exports.run(n)",
    "return used(n) + used(n)",
    "end",
  );
  expect(module).not.toContain("unused");
  expect(await runs(module)).toEqual(await runs(module.replace("used", "used")));
});

test("functions stand behind those that they call, and those that call each other are declared first", async () => {
  const module = shrunk(
    "local ping, pong, last",
    big("ping", "if n > 1000 then return last(n) end\nn = pong(n) + last(n)"),
    big("pong", "if n > 1000 then return n end\nn = ping(n) + ping(n)"),
    big("last"),
    "function ____exports.run(n)",
    "return ping(n) + pong(n)",
    "end",
  );
  expect(module).toMatch(/^local p[io]ng\n/);
  expect(module.indexOf("function last")).toBeLessThan(module.indexOf("last("));
  expect(await runs(module)).toHaveLength(1);
});

test("a table of functions is made behind them, and a function may use it", async () => {
  const module = shrunk(
    "local start",
    "local EVENTS = {go = function(n) return start(n, 1) end}",
    "function start(n, depth)",
    "if depth == 0 then return EVENTS.go(n) end",
    "return n * 2",
    "end",
    "function ____exports.run(n)",
    "return start(n, 0)",
    "end",
  );
  expect(await runs(module)).toEqual(["6"]);
});

test("a function of Lua's that several functions call is looked up once", () => {
  const one = shrunk("function ____exports.run(n)", "return string.byte(n, 1)", "end");
  expect(one).toContain("return string.byte(n, 1)");
  const two = shrunk(
    "function ____exports.run(n)",
    "return string.byte(n, 1)",
    "end",
    "function ____exports.walk(n)",
    "return string.byte(n, 2)",
    "end",
  );
  expect(two.match(/string\.byte/g)).toHaveLength(1);
});

test("a call whose value is known, and wanted by nobody, leaves no value behind as a statement", () => {
  const module = shrunk(
    "local function refused(n)",
    "if n > 0 then return -6 end",
    "return -6",
    "end",
    "local function ask(n)",
    "return -6",
    "end",
    "local function begin(n)",
    "return ask(n)",
    "end",
    "function ____exports.run(n)",
    "begin(n)",
    "return refused(n)",
    "end",
  );
  expect(module).not.toMatch(/^-6$/m);
});

test("an export that is nil, for a build leaves it out, is none", () => {
  const module = shrunk("____exports.gone = nil", "function ____exports.run(n)", "return n", "end");
  expect(module.trimEnd()).toMatch(/return \{run = run\}$/);
});

test("our fields get short, reserved ones and exports stay", () => {
  const module = shrunk("function ____exports.run(n)", "return {topic = n, packetId = n}", "end");
  expect(module).toContain("{topic = n, a = n}");
  expect(module.trimEnd()).toMatch(/return \{run = run\}$/);
});

describe("what Lua cannot hold", () => {
  const names = Array.from({ length: 200 }, (_, at) => `part${at}`);
  test("more than 190 functions of a module are refused", () => {
    const lines = names.flatMap((name) => [big(`____exports.${name}`)]);
    expect(() => shrunk(...lines)).toThrow("200 functions and values are too many");
  });

  test("more than 60 outer names of a function are refused", () => {
    const some = names.slice(0, 61);
    const lines = some.map((name) => big(`____exports.${name}`));
    const sum = some.map((name) => `____exports.${name}(n)`).join(" + ");
    expect(() => shrunk(...lines, "function ____exports.run(n)", `return ${sum}`, "end")).toThrow(
      "60 upvalues",
    );
  });
});
