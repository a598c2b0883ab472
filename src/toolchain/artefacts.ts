/*
 * What a build leaves on disk, and how it is told: each file with its size, minified and as bytecode where there is
 * such a thing.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countText } from "../simulator/show.ts";

export interface BuiltFile {
  /** Below the folder of the build, such as "espruino/catnap.min.js". */
  path: string;
  bytes: number;
  /** Of a Lua file, stripped of names and lines, where luac5.1 is installed. */
  bytecodeBytes?: number;
}

/** Measured and never shipped: what this computer compiles has its word size, and no board loads it. */
function bytecodeBytes(lua: string | Uint8Array): number | undefined {
  const { status, stdout } = spawnSync("luac5.1", ["-s", "-o", "-", "-"], { input: lua });
  return status === 0 ? stdout.length : undefined;
}

/**
 * Write the files of one build.
 *
 * @param files  name to text, or bytes
 */
export function writeFiles(
  folder: string,
  below: string,
  files: Record<string, string | Uint8Array>,
): BuiltFile[] {
  mkdirSync(join(folder, below), { recursive: true });
  return Object.entries(files).map(([name, text]) => {
    const path = `${below}/${name}`;
    writeFileSync(join(folder, path), text);
    const bytecode = name.endsWith(".lua") ? bytecodeBytes(text) : undefined;
    const bytes = Buffer.byteLength(text);
    return bytecode === undefined ? { path, bytes } : { path, bytes, bytecodeBytes: bytecode };
  });
}

/** One row for each file; what was minified stands beside what it was made from. */
export function tableLines(folder: string, files: BuiltFile[]): string[] {
  const sizes = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const rows = files
    .filter(({ path }) => !path.endsWith(".min.js"))
    .map((file) => [
      join(folder, file.path),
      file.bytes,
      sizes.get(file.path.replace(/(\.\w+)$/, ".min$1")),
      file.bytecodeBytes,
    ]);
  const texts = rows.map((row) =>
    row.map((cell) => (typeof cell === "number" ? countText(cell) : (cell ?? "-"))),
  );
  const width = Math.max(...texts.map(([path]) => path?.length ?? 0));
  return [["file", "bytes", "minified", "bytecode"], ...texts].map(
    ([path, ...cells]) => `${path?.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join("")}`,
  );
}
