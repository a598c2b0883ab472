/*
 * Bytecode without debug information: the same bytes as luac5.1 -s where it is installed, and it still runs.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stripBytecode } from "../../../src/toolchain/measure/lua-bytecode.ts";
import { notRun } from "../../support/not-run.ts";

/** Every type of constant, upvalues, nested functions, an empty text, a text with a zero byte. */
const PROGRAM = `
local up, text = 1.5, ""
local function inner(a, b) return function(...) up = up + a; return nil, true, false, b .. text .. "x\\0y" end end
return { inner(2, "héllo"), 2147483647, -0.25 }
`;

test("what is not bytecode of Lua 5.1 is refused", () => {
  expect(() => stripBytecode(Buffer.from("\x1bLuaS0123456789", "latin1"), 4)).toThrow(
    "not bytecode of Lua 5.1",
  );
  expect(() => stripBytecode(Buffer.from("return 1"), 4)).toThrow("not bytecode of Lua 5.1");
});

if (spawnSync("luac5.1", ["-v"]).status !== 0) notRun("luac5.1 not installed");
else {
  const luac = (...options: string[]): Buffer => {
    const folder = mkdtempSync(join(tmpdir(), "catnap-luac-"));
    const files = [join(folder, "in.lua"), join(folder, "out.luac")] as const;
    writeFileSync(files[0], PROGRAM);
    const done = spawnSync("luac5.1", [...options, "-o", files[1], files[0]], { encoding: "utf8" });
    expect(done.stderr).toBe("");
    const bytes = readFileSync(files[1]);
    rmSync(folder, { recursive: true });
    return bytes;
  };
  const width = luac()[8] as 4 | 8;

  test("the bytes are those of luac5.1 -s", () => {
    expect(stripBytecode(luac(), width).toString("hex")).toBe(luac("-s").toString("hex"));
  });

  test("nothing is left to strip, and another width and back gives the same", () => {
    const once = stripBytecode(luac(), width);
    expect(stripBytecode(once, width)).toEqual(once);
    expect(stripBytecode(stripBytecode(once, 4), 8)).toEqual(stripBytecode(once, 8));
  });
}
