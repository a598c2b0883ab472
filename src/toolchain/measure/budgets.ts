/*
 * What each figure may be at most, and how far it is over where it is: a ceiling is what was measured, and nothing
 * may grow beyond it. Who comes well below a ceiling must lower it, who meets the budget must remove it.
 */
import { SECTIONS, titleOf } from "./figures.ts";
import type { Figure, Figures, MeasureName } from "./figures.ts";

export interface Budget {
  most: number;
  ceiling?: Figure;
}

const KB = 1024;
/** A ceiling this much above its figure holds nothing any more. */
const SLACK = 1.05;
const LEAST = "publish-only QoS 0";
const FULL = "QoS 0/1";
const SMALL_LEAST = `small, ${LEAST}`;
const SMALL_FULL = `small, ${FULL}`;

/** One budget for every set that has budgets. */
function everywhere(most: number): Record<string, Budget> {
  return Object.fromEntries([SMALL_LEAST, SMALL_FULL, LEAST, FULL].map((set) => [set, { most }]));
}

/** The same for the small client and for the whole one: both stand beside the same other clients. */
export const BUDGETS: Partial<Record<MeasureName, Record<string, Budget>>> = {
  espruinoMinified: {
    [SMALL_LEAST]: { most: 1800, ceiling: 3487 },
    [SMALL_FULL]: { most: 4400, ceiling: 6805 },
    [LEAST]: { most: 1800, ceiling: 8173 },
    [FULL]: { most: 4400, ceiling: 10957 },
  },
  ramConnected: {
    [SMALL_LEAST]: { most: 310, ceiling: 498 },
    [SMALL_FULL]: { most: 560, ceiling: "out of memory" },
    [LEAST]: { most: 310, ceiling: "out of memory" },
    [FULL]: { most: 560, ceiling: "out of memory" },
  },
  flashConnected: {
    [SMALL_LEAST]: { most: 180, ceiling: 236 },
    [SMALL_FULL]: { most: 260, ceiling: 380 },
    [LEAST]: { most: 180, ceiling: 475 },
    [FULL]: { most: 260, ceiling: 607 },
  },
  luaBytecode: {
    [SMALL_FULL]: { most: 14 * KB, ceiling: 17532 },
    [FULL]: { most: 14 * KB, ceiling: 27555 },
  },
  luaLoadedStripped: {
    [SMALL_FULL]: { most: 16 * KB, ceiling: 27332 },
    [FULL]: { most: 16 * KB, ceiling: 41755 },
  },
  luaNeeded: {
    [SMALL_LEAST]: { most: 40 * KB },
    [SMALL_FULL]: { most: 40 * KB },
    [LEAST]: { most: 40 * KB, ceiling: 43008 },
    [FULL]: { most: 40 * KB, ceiling: 51712 },
  },
  espruinoWrites: everywhere(1),
  luaGarbage: everywhere(100),
  luaWrites: everywhere(1),
  xsConnected: { [SMALL_FULL]: { most: 110 }, [FULL]: { most: 110, ceiling: 142 } },
  xsGarbage: everywhere(1),
  xsWrites: everywhere(1),
};

export const budgetOf = (measure: MeasureName, set: string): Budget | undefined => BUDGETS[measure]?.[set];

/** Whether a figure is at most so much: nothing is more than running out of memory. */
export function isWithin(figure: Figure, most: Figure): boolean {
  if (most === "out of memory") return true;
  return figure !== "out of memory" && figure <= most;
}

/** What is wrong with a figure, in words, or undefined. */
function complaint(figure: Figure, { most, ceiling }: Budget): string | undefined {
  if (isWithin(figure, most))
    return ceiling === undefined ? undefined : `${figure} meets the budget of ${most}: remove its ceiling`;
  if (ceiling === undefined) return `${figure} is over the budget of ${most}`;
  if (!isWithin(figure, ceiling))
    return `${figure} has grown beyond the ceiling of ${ceiling}, and the budget is ${most}`;
  const isLoose = figure !== "out of memory" && (ceiling === "out of memory" || figure * SLACK < ceiling);
  return isLoose ? `${figure} is well below the ceiling of ${ceiling}: lower it` : undefined;
}

/** One sentence for each figure that is beyond what it may be, and for each ceiling that is no longer needed. */
export function complaints(figures: Figures, budgets = BUDGETS): string[] {
  return SECTIONS.flatMap((section) =>
    section.measures.flatMap((measure) =>
      Object.entries(budgets[measure] ?? {}).flatMap(([set, budget]) => {
        const figure = figures[set]?.[measure];
        const said = figure === undefined ? undefined : complaint(figure, budget);
        return said === undefined ? [] : [`${section.title}, ${titleOf(measure)}, ${set}: ${said}`];
      }),
    ),
  );
}
