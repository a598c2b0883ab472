/*
 * The sizes of every feature set: within their budgets or ceilings, and as test/golden and the README say. What a
 * change of them is worth is for a person to judge: `npm run sizes -- --write` writes them anew.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { README_FILE, withTables } from "../../../scripts/sizes/readme.ts";
import { ROOT } from "../../../src/toolchain/features.ts";
import { complaints } from "../../../src/toolchain/measure/budgets.ts";
import { BYTES, MODDABLE, NODEMCU, VARIABLES } from "../../../src/toolchain/measure/figures.ts";
import type { Figures, Section } from "../../../src/toolchain/measure/figures.ts";
import { keptRemark, readKept } from "../../../src/toolchain/measure/kept.ts";
import { findEngines, measure, missing } from "../../../src/toolchain/measure/measure.ts";
import { sizesTable } from "../../../src/toolchain/measure/table.ts";
import { BUILDERS } from "../../support/builds.ts";
import { notRun } from "../../support/not-run.ts";

/** Of the same build, for when what the network does falls in another order. */
const SPREAD = 4;
const TIMEOUT_MS = 300_000;

const engines = await findEngines();
for (const reason of missing(engines)) notRun(reason);
const isMeasured = engines.isLuaHere && engines.xs !== undefined;

let figures: Figures;
beforeAll(async () => {
  figures = await measure(engines, BUILDERS);
}, TIMEOUT_MS);

/** A section of a table, from its title on. */
function sectionOf(table: string, section: Section): string {
  const [found] = table.split(/\n\n(?=\S+ .*\n[A-Zl])/).filter((text) => text.startsWith(section.title));
  return (found ?? "").trimEnd();
}

test("every figure is within its budget, or its ceiling", () => {
  expect(complaints(figures)).toEqual([]);
});

describe("test/golden/sizes.txt has", () => {
  const golden = readFileSync(`${ROOT}test/golden/sizes.txt`, "utf8");
  const sections = [BYTES];
  if (engines.isLuaHere) sections.push(NODEMCU);
  if (engines.xs !== undefined) sections.push(MODDABLE);
  test.each(sections)("$title", (section) => {
    const table = sizesTable(figures, "");
    expect(sectionOf(table, section)).not.toBe("");
    expect(sectionOf(table, section)).toBe(sectionOf(golden, section));
  });

  test(`${VARIABLES.title}, as they were last measured`, () => {
    const kept = readKept();
    const table = sizesTable(kept?.figures ?? {}, keptRemark(kept));
    expect(sectionOf(table, VARIABLES)).toBe(sectionOf(golden, VARIABLES));
  });
});

if (isMeasured)
  test("the README's tables say the same", async () => {
    const readme = readFileSync(README_FILE, "utf8");
    const kept = readKept();
    const shown: Figures = {};
    for (const [set, all] of Object.entries(figures)) shown[set] = { ...all, ...kept?.figures[set] };
    expect(await withTables(readme, shown, keptRemark(kept))).toBe(readme);
  });

if (engines.smallEspruino !== undefined)
  describe.each(Object.keys(readKept()?.figures ?? {}))("in variables, %s", (set) => {
    test.each(VARIABLES.measures)("%s is what was kept", (name) => {
      const kept = readKept()?.figures[set]?.[name];
      const now = figures[set]?.[name];
      expect(typeof now).toBe(typeof kept);
      if (typeof kept === "number") expect(Math.abs((now as number) - kept)).toBeLessThanOrEqual(SPREAD);
    });
  });
