/*
 * The sizes of every feature set beside their budgets, and what could not be measured: what `catnap sizes` prints.
 */
import { complaints } from "./budgets.ts";
import { keptRemark, readKept, toKeep, withKept } from "./kept.ts";
import type { Kept } from "./kept.ts";
import type { Figures } from "./figures.ts";
import { findEngines, measure, missing } from "./measure.ts";
import type { Engines } from "./measure.ts";
import { sizesTable } from "./table.ts";

export interface Report {
  ok: boolean;
  figures: Figures;
  /** Espruino's variables: of now where there is an interpreter, else as they were last measured. */
  kept: Kept | undefined;
  table: string;
  /** What is beyond what it may be. */
  complaints: string[];
  notRun: string[];
}

function toReport(measured: Figures, engines: Engines): Report {
  const today = new Date().toISOString().slice(0, 10);
  const kept =
    engines.smallEspruino === undefined ? readKept() : toKeep(measured, engines.smallVersion, today);
  const figures = withKept(measured, kept);
  const said = complaints(figures);
  return {
    ok: said.length === 0,
    figures,
    kept,
    table: sizesTable(figures, keptRemark(kept)),
    complaints: said,
    notRun: missing(engines),
  };
}

/** Measure all that can be measured here. */
export async function sizesReport(): Promise<Report> {
  const engines = await findEngines();
  return toReport(await measure(engines), engines);
}

/** The table; on standard error what is missing, and what is beyond what it may be. */
export function printReport(report: Report): void {
  process.stdout.write(report.table);
  for (const reason of report.notRun) console.error(`catnap: not run: ${reason}`);
  for (const complaint of report.complaints) console.error(`catnap: ${complaint}`);
}
