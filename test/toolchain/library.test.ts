/*
 * The library as `catnap build --library` writes it: which files, the same bytes each time, the public face in each.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIBRARY_ABSENCES, ROOT, RUNTIMES } from "../../src/toolchain/features.ts";
import { libraryWarnings, writeLibrary } from "../../src/toolchain/library.ts";
import type { BuiltFile } from "../../src/toolchain/artefacts.ts";
import { buildModdable } from "../../src/toolchain/moddable.ts";
import { espruinoLibrary, luaLibrary } from "../support/builds.ts";

/** DESIGN's public face, which every runtime has under the same names. */
const FACE = [
  "connect",
  "publish",
  "publishMessage",
  "subscribe",
  "unsubscribe",
  "disconnect",
  "maySleep",
  "state",
];
const FILES = [
  "espruino/catnap.js",
  "espruino/catnap.min.js",
  "moddable/catnap.js",
  "moddable/manifest.json",
  "nodemcu/catnap.lua",
];

const folders: string[] = [];
let built: BuiltFile[];
/** The texts of FILES, from a build in another process, unless this one was the first. */
let again: string[];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "catnap-library-"));
  folders.push(folder);
  return folder;
}

const textOf = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");

beforeAll(async () => {
  built = await writeLibrary(newFolder(), RUNTIMES);
  const { plain, minified } = await espruinoLibrary();
  const moddable = Object.values(await buildModdable(LIBRARY_ABSENCES));
  again = [plain, minified, ...moddable, await luaLibrary()];
}, 60_000);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test("each runtime gets its files, and each is told with its size", () => {
  expect(built.map(({ path }) => path)).toEqual(FILES);
  for (const { path, bytes } of built)
    expect(Buffer.byteLength(textOf(folders[0] as string, path))).toBe(bytes);
});

test("Espruino's files are ASCII, for its strings are bytes on most boards", () => {
  for (const path of FILES.slice(0, 2)) expect(textOf(folders[0] as string, path)).toMatch(/^[\n -~]*$/);
});

describe.each(FILES.map((path, at) => ({ path, at })))("$path", ({ path, at }) => {
  test("is the same when it is built again", () => {
    expect(again[at]).toBe(textOf(folders[0] as string, path));
  });

  test("names no folder of this computer", () => {
    expect(textOf(folders[0] as string, path)).not.toContain(ROOT);
  });
});

describe.each(FILES.filter((path) => !path.endsWith(".json")))("%s", (path) => {
  test.each([...FACE, "counters", "undelivered"])("has %s", (name) => {
    expect(textOf(folders[0] as string, path)).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test("has no host code", () => {
    expect(textOf(folders[0] as string, path)).not.toMatch(/checkStation|node:|\bBuffer\b/);
  });
});

test("one runtime alone can be built", async () => {
  const one = await writeLibrary(newFolder(), ["moddable"]);
  expect(one.map(({ path }) => path)).toEqual(["moddable/catnap.js", "moddable/manifest.json"]);
});

test("what is left out makes every runtime's file smaller", { timeout: 60_000 }, async () => {
  const less = await writeLibrary(newFolder(), RUNTIMES, ["no-inbound"]);
  expect(less.map(({ path }) => path)).toEqual(FILES);
  for (const [at, { path, bytes }] of less.entries())
    if (!path.endsWith(".json")) expect(bytes, path).toBeLessThan(built[at]?.bytes as number);
});

test(
  "the small client has the same face, in smaller files, and each of its features makes them smaller still",
  { timeout: 120_000 },
  async () => {
    let before = built;
    for (const conditions of [
      ["small"],
      ["small", "no-tls"],
      ["small", "no-tls", "no-login"],
      ["small", "no-tls", "no-login", "no-inbound", "no-qos1"],
    ]) {
      const less = await writeLibrary(newFolder(), RUNTIMES, conditions);
      expect(less.map(({ path }) => path)).toEqual(FILES);
      for (const [at, { path, bytes }] of less.entries()) {
        if (path.endsWith(".json")) continue;
        expect(bytes, `${path}, ${conditions.join()}`).toBeLessThan(before[at]?.bytes as number);
        for (const name of FACE)
          expect(textOf(folders.at(-1) as string, path)).toMatch(new RegExp(`\\b${name}\\b`));
      }
      before = less;
    }
  },
);

test("only Espruino's builds come with the warning that its TLS verifies nothing", () => {
  expect(libraryWarnings(["moddable", "nodemcu"])).toEqual([]);
  expect(libraryWarnings(RUNTIMES)).toEqual([expect.stringContaining("verifies no certificate")]);
});
