/*
 * Budgets and ceilings: which figures are complained about, and in which words.
 */
import { expect, test } from "vitest";
import { BUDGETS, complaints } from "../../../src/toolchain/measure/budgets.ts";
import type { Budget } from "../../../src/toolchain/measure/budgets.ts";
import { FEATURE_SETS } from "../../../src/toolchain/measure/feature-sets.ts";
import type { Figure } from "../../../src/toolchain/measure/figures.ts";

const OOM = "out of memory";

const CASES: [Figure | undefined, Budget, string | undefined][] = [
  [100, { most: 100 }, undefined],
  [101, { most: 100 }, "101 is over the budget of 100"],
  [OOM, { most: 100 }, "out of memory is over the budget of 100"],
  [undefined, { most: 100 }, undefined],
  [200, { most: 100, ceiling: 200 }, undefined],
  [201, { most: 100, ceiling: 200 }, "201 has grown beyond the ceiling of 200, and the budget is 100"],
  [
    OOM,
    { most: 100, ceiling: 200 },
    "out of memory has grown beyond the ceiling of 200, and the budget is 100",
  ],
  [191, { most: 100, ceiling: 200 }, undefined],
  [190, { most: 100, ceiling: 200 }, "190 is well below the ceiling of 200: lower it"],
  [OOM, { most: 100, ceiling: OOM }, undefined],
  [300, { most: 100, ceiling: OOM }, "300 is well below the ceiling of out of memory: lower it"],
  [100, { most: 100, ceiling: 200 }, "100 meets the budget of 100: remove its ceiling"],
];

for (const [figure, budget, sentence] of CASES) {
  const ceiling = budget.ceiling === undefined ? "" : `, ceiling ${budget.ceiling}`;
  test(`${figure ?? "not measured"} with budget ${budget.most}${ceiling}: ${sentence ?? "no complaint"}`, () => {
    const figures = { "QoS 0/1": figure === undefined ? {} : { xsConnected: figure } };
    const said = complaints(figures, { xsConnected: { "QoS 0/1": budget } });
    expect(said).toEqual(
      sentence === undefined ? [] : [`Moddable XS, slots, connected, QoS 0/1: ${sentence}`],
    );
  });
}

test("every budget is of a feature set that there is", () => {
  const names = new Set(FEATURE_SETS.map(({ name }) => name));
  const budgeted = Object.values(BUDGETS).flatMap((bySet) => Object.keys(bySet));
  expect(budgeted.filter((set) => !names.has(set))).toEqual([]);
});
