/*
 * Figures as text: a section for each runtime, a row for each feature set, the budget right of what has one.
 */
import { countText } from "../../simulator/show.ts";
import { budgetOf, BUDGETS, isWithin } from "./budgets.ts";
import { FEATURE_SETS } from "./feature-sets.ts";
import { SECTIONS, titleOf, VARIABLES } from "./figures.ts";
import type { Figure, Figures, MeasureName, Section } from "./figures.ts";

/** 1234 is "1,234", 153.133 is "153.1", nothing is "-". */
export function figureText(figure: Figure | undefined): string {
  if (figure === undefined) return "-";
  if (figure === "out of memory") return figure;
  const tenths = Math.round(figure * 10);
  return tenths % 10 === 0 ? countText(tenths / 10) : `${countText(Math.floor(tenths / 10))}.${tenths % 10}`;
}

/** "<= 1,800" when it is met, "> 1,800" when it is not. */
function budgetText(measure: MeasureName, set: string, figure: Figure | undefined): string {
  const budget = budgetOf(measure, set);
  if (budget === undefined) return "";
  const sign = figure === undefined ? "" : isWithin(figure, budget.most) ? "<= " : "> ";
  return `${sign}${countText(budget.most)}`;
}

function cells(section: Section, set: string, figures: Figures): string[] {
  return section.measures.flatMap((measure) => {
    const figure = figures[set]?.[measure];
    const text = figureText(figure);
    return BUDGETS[measure] === undefined ? [text] : [text, budgetText(measure, set, figure)];
  });
}

function heads(section: Section): string[] {
  return section.measures.flatMap((measure) =>
    BUDGETS[measure] === undefined ? [titleOf(measure)] : [titleOf(measure), "budget"],
  );
}

/** Rows of cells as lines: the first cell to the left, the others to the right of their columns. */
export function align(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

function sectionText(section: Section, figures: Figures, remark: string): string {
  const rows = FEATURE_SETS.map(({ name }) => [name, ...cells(section, name, figures)]);
  const lines = align([["", ...heads(section)], ...rows]);
  const title = remark === "" ? section.title : `${section.title} (${remark})`;
  return [title, ...section.notes, "", ...lines].join("\n");
}

/**
 * All sections, with an empty line between them.
 *
 * @param variablesRemark  when Espruino's variables were measured
 */
export function sizesTable(figures: Figures, variablesRemark: string): string {
  const texts = SECTIONS.map((section) =>
    sectionText(section, figures, section === VARIABLES ? variablesRemark : ""),
  );
  return `${texts.join("\n\n")}\n`;
}
