import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tableLines, writeFiles } from "../../src/toolchain/artefacts.ts";
import { notRun } from "../support/not-run.ts";

const folder = mkdtempSync(join(tmpdir(), "catnap-artefacts-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("each file is written into the folder of its build, and told with its size in bytes", () => {
  expect(writeFiles(folder, "bed", { "bed.js": "grün", "bed.min.js": "g" })).toEqual([
    { path: "bed/bed.js", bytes: 5 },
    { path: "bed/bed.min.js", bytes: 1 },
  ]);
  expect(readFileSync(join(folder, "bed/bed.js"), "utf8")).toBe("grün");
});

test("a table has one row for each file, and what was minified beside what it was made from", () => {
  const files = [
    { path: "bed/bed.js", bytes: 12345 },
    { path: "bed/bed.min.js", bytes: 678 },
    { path: "bed/manifest.json", bytes: 9 },
    { path: "bed/bed.lua", bytes: 1000, bytecodeBytes: 900 },
  ];
  expect(tableLines("dist", files)).toEqual([
    "file                       bytes  minified  bytecode",
    "dist/bed/bed.js           12,345       678         -",
    "dist/bed/manifest.json         9         -         -",
    "dist/bed/bed.lua           1,000         -       900",
  ]);
});

if (spawnSync("luac5.1", ["-v"]).status !== 0) notRun("luac5.1 not installed");
else
  test("Lua is measured as stripped bytecode, and only the text is written", () => {
    const text = "local unusedName = 1 return unusedName\n";
    const [file] = writeFiles(folder, "lua", { "x.lua": text });
    const bytecode = spawnSync("luac5.1", ["-s", "-o", join(folder, "x.luac"), join(folder, "lua/x.lua")]);
    expect(bytecode.status).toBe(0);
    expect(file?.bytecodeBytes).toBe(readFileSync(join(folder, "x.luac")).length);
    expect(readFileSync(join(folder, "lua/x.lua"), "utf8")).toBe(text);
  });
