/*
 * The files of typescript-to-lua in one scope: each export under its own name, whoever imports or passes it on.
 */
import { describe, expect, test } from "vitest";
import { flatten } from "../../src/toolchain/lua-flat.ts";
import type { LuaFile } from "../../src/toolchain/lua-flat.ts";
import { printedBy, textOf } from "../support/lua-trees.ts";

const file = (name: string, ...lines: string[]): LuaFile => ({
  name,
  text: `local ____exports = {}\n${lines.join("\n")}\nreturn ____exports\n`,
});

const CLOCK = file(
  "src.clock",
  "____exports.LIMIT = 10",
  "local count",
  "function ____exports.later(a, b)",
  "return count(a + b)",
  "end",
  "function count(n)",
  "return n % ____exports.LIMIT",
  "end",
);

/** A program that loads the module and prints what the last file's `run` answers. */
function program(files: LuaFile[]): string {
  return `${textOf(flatten(files, (files.at(-1) as LuaFile).name).block)} print(run())`;
}

describe("what a file imports", () => {
  const IMPORTS: [string, LuaFile[]][] = [
    [
      "is taken from the file that exports it",
      [
        CLOCK,
        file(
          "src.main",
          'local ____clock = require("src.clock")',
          "local later = ____clock.later",
          "local LIMIT = ____clock.LIMIT",
          "function ____exports.run()",
          "return later(4, 9) + LIMIT",
          "end",
        ),
      ],
    ],
    [
      "may be passed on under another name",
      [
        CLOCK,
        file(
          "src.face",
          "do",
          'local ____clock = require("src.clock")',
          "____exports.soon = ____clock.later",
          "____exports.LIMIT = ____clock.LIMIT",
          "end",
        ),
        file(
          "src.main",
          'local ____face = require("src.face")',
          "local soon = ____face.soon",
          "function ____exports.run()",
          "return soon(4, 9) + ____face.LIMIT",
          "end",
        ),
      ],
    ],
    [
      "does not meet a private function of the same name",
      [
        CLOCK,
        file(
          "src.main",
          'local ____clock = require("src.clock")',
          "local function later(a)",
          "return ____clock.later(a, 9)",
          "end",
          "function ____exports.run()",
          "return later(4) + ____clock.LIMIT",
          "end",
        ),
      ],
    ],
  ];
  test.each(IMPORTS)("%s", async (_title, files) => {
    expect(await printedBy(program(files))).toEqual(["13"]);
  });

  test("must be exported by somebody", () => {
    const files = [
      CLOCK,
      file("src.main", 'local ____clock = require("src.clock")', "local gone = ____clock.gone", "gone()"),
    ];
    expect(() => flatten(files, "src.main")).toThrow("src.clock does not export gone");
  });

  test("must be written in a known way", () => {
    expect(() => flatten([file("src.main", 'print(require("src.clock").later)')], "src.main")).toThrow(
      "not understood",
    );
  });
});

test("helpers of typescript-to-lua are ours, and only those that are called", async () => {
  const main = file(
    "src.main",
    "function ____exports.run()",
    'return __TS__StringSlice("catnap", 3) .. __TS__StringSlice("catnap", 0, 3) .. __TS__StringCharCodeAt("a", 0)',
    "end",
  );
  expect(await printedBy(program([main]))).toEqual(["napcat97"]);
  expect(program([main])).not.toContain("__TS__StringCharAt");
});

test("a helper that we have not is refused with its name", () => {
  const main = file("src.main", "__TS__ArrayFilter(a, b)");
  expect(() => flatten([main], "src.main")).toThrow("the device code needs __TS__ArrayFilter");
});

test("the entry has to be among the files", () => {
  expect(() => flatten([CLOCK], "src.main")).toThrow("src.main is not among the files");
});
