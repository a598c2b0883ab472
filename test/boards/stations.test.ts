/*
 * Every station of boards/ is checked, is about twenty lines, and says how it is wired.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adviseStation } from "../../src/station/check-advice.ts";
import { checkStation } from "../../src/station/check.ts";
import type { Station } from "../../src/station/station.ts";

const FOLDER = new URL("../../boards/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));

test("there are the six that the README tells of", () => {
  expect(FILES).toEqual([
    "cellar.ts",
    "freezer.ts",
    "greenhouse.ts",
    "letterbox.ts",
    "office.ts",
    "rooftop.ts",
  ]);
});

for (const file of FILES) {
  const exported = (await import(new URL(file, FOLDER).href)) as Record<string, Station>;
  const text = readFileSync(new URL(file, FOLDER), "utf8");
  const [station] = Object.values(exported) as [Station];

  test(`boards/${file} exports one station of its name, without a mistake, and nothing is to be said about it`, () => {
    expect(Object.keys(exported)).toEqual([station.name]);
    expect(file).toBe(`${station.name}.ts`);
    expect(checkStation(station)).toEqual([]);
    expect(adviseStation(station)).toEqual([]);
  });

  test(`boards/${file} says how it is wired, naming each pin, in a literal of at most 25 lines`, () => {
    const [, head = "", literal = ""] = /^(\/\*[^]*?\*\/)[^]*?\n(export const [^]*)$/.exec(text) ?? [];
    expect(head).toContain(" * Wiring: ");
    const pins = station.feeds.flatMap(({ bus, pin }) =>
      bus === "analog" || pin === undefined ? [] : [pin],
    );
    for (const pin of pins) expect(head).toContain(`GPIO${pin}`);
    expect(literal.trimEnd().split("\n").length).toBeLessThanOrEqual(25);
  });
}
