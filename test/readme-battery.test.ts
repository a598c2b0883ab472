/*
 * The README's first block is what npm run battery prints, to the letter.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { batteryLines } from "../scripts/battery/table.ts";

/** The first lines that are set off as a block. */
function firstBlock(text: string): string[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith("    "));
  const count = lines.slice(from).findIndex((line) => !line.startsWith("    "));
  return lines.slice(from, from + count).map((line) => line.slice(4));
}

test("the README's first block is the table of npm run battery", { timeout: 60_000 }, () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(firstBlock(readme)).toEqual(batteryLines());
});
