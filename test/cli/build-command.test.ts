/*
 * `catnap build` as a person types it: what is written where, and what is printed.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, Run, stationFile } from "../support/command.ts";

describe.concurrent("catnap build", () => {
  const build = { timeout: 60_000 };

  test(
    "builds a user's station into the current folder, for the broker of the file beside it",
    build,
    async () => {
      const file = stationFile("bed.ts", "export const bed = greenhouse;", "built");
      const own = join(folder, "built");
      writeFileSync(join(own, "catnap.config.json"), '{ "broker": "mqtt://broker.example" }');
      const run = Run.in(own, "build", file, "--json");
      expect([await run.ended, run.error]).toEqual([0, ""]);
      const paths = ["greenhouse/greenhouse.js", "greenhouse/greenhouse.min.js"];
      const texts = paths.map((path) => readFileSync(join(own, "dist", path), "utf8"));
      for (const text of texts) expect(text).toContain("broker.example");
      const [plain, minified] = texts.map((text) => Buffer.byteLength(text));
      const count = (bytes?: number) => bytes?.toLocaleString("en");
      expect(run.out).toMatch(
        new RegExp(`dist/greenhouse/greenhouse.js +${count(plain)} +${count(minified)} +-\n`),
      );
      expect(JSON.parse(run.lastLine())).toMatchObject({
        name: "greenhouse",
        runtimes: ["espruino"],
        without: expect.arrayContaining(["no-inbound"]),
        files: paths.map((path, at) => ({ path, bytes: [plain, minified][at] })),
        warnings: [],
      });
    },
  );

  test("says what to write when nothing says which broker", build, async () => {
    const run = Run.in(folder, "build", stationFile("bed.ts", "export const bed = greenhouse;", "unsaid"));
    expect([await run.ended, run.out]).toEqual([1, ""]);
    expect(run.error).toMatch(/which broker the station will call: write catnap\.config\.json/);
  });

  test("builds the library of one runtime, without what is not wanted", build, async () => {
    const own = join(folder, "library");
    mkdirSync(own);
    const run = Run.in(own, "build", "--library", "--runtime", "moddable", "--without", "inbound", "--json");
    expect([await run.ended, run.error]).toEqual([0, ""]);
    expect(JSON.parse(run.lastLine())).toMatchObject({
      name: "catnap",
      runtimes: ["moddable"],
      without: ["no-inbound"],
      files: [{ path: "moddable/catnap.js" }, { path: "moddable/manifest.json" }],
    });
    expect(run.out).toContain("built with no-inbound\n");
  });
});
