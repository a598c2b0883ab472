/*
 * The report of a board's charge in columns, for a person.
 */
import { plural } from "../show.ts";
import { timeText } from "../world/trace.ts";
import { KINDS, sourceText } from "./model.ts";
import type { EnergyReport, PhaseCharge } from "./report.ts";

const MS_PER_HOUR = 3_600_000;
const HEAD = 12;

/** Columns as wide as their widest cell; all but the first are numbers, and end where they end. */
function columns(rows: string[][]): string[] {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === 0 ? cell.padEnd(Math.max(widths[0] as number, HEAD - 2)) : cell.padStart(widths[at] as number),
      )
      .join("  ")
      .trimEnd(),
  );
}

function phaseRows(phases: PhaseCharge[], wholeMc: number): string[][] {
  return phases.map(({ phase, mc, ms }) => [
    phase,
    mc.toFixed(2),
    ms.toFixed(0),
    `${((100 * mc) / wholeMc).toFixed(1)} %`,
  ]);
}

/** What one wake takes with the sleep behind it; of a board that never slept, what an hour takes. */
function phaseTable({ perWake, total, spanMs, averageMa }: EnergyReport): string[] {
  const hour = total.map(({ phase, mc, ms }) => ({
    phase,
    mc: (mc * MS_PER_HOUR) / spanMs,
    ms: (ms * MS_PER_HOUR) / spanMs,
  }));
  const phases = perWake ?? hour;
  const unit = perWake === undefined ? "an hour" : "a wake";
  const wholeMc = perWake === undefined ? averageMa * (MS_PER_HOUR / 1000) : sumMc(phases);
  return columns([["phase", `mC ${unit}`, `ms ${unit}`, "share"], ...phaseRows(phases, wholeMc)]);
}

function sumMc(phases: PhaseCharge[]): number {
  return phases.reduce((sum, { mc }) => sum + mc, 0);
}

function line(head: string, text: string): string {
  return `${head.padEnd(HEAD)}${text}`;
}

function wakeLines({ wakeMc, worstWakeMc, worstWakeAtMs }: EnergyReport): string[] {
  if (wakeMc === undefined) return [line("wake", "none ended: it was awake all the time")];
  const worst = `the worst ${(worstWakeMc as number).toFixed(1)} mC, at ${timeText(worstWakeAtMs as number)}`;
  return [line("wake", `${wakeMc.toFixed(1)} mC without the sleep behind it; ${worst}`)];
}

/** One line for each figure, so that nobody takes an estimate for a measurement. */
function figureTable({ figures }: EnergyReport): string[] {
  const names = figures.map(({ what }) => what.length);
  const width = Math.max(...names);
  return figures.map(({ what, value, unit, kind, source }) => {
    const amount = unit === "part" ? String(Number(value.toPrecision(3))) : `${value} ${unit}`;
    return `  ${what.padEnd(width)}  ${amount.padStart(11)}  ${kind.padEnd(9)}  ${sourceText(source)}`;
  });
}

/** Such as "2 datasheet, 3 measured, 1 estimate". */
function kindsText({ figures }: EnergyReport): string {
  const counts = Object.values(KINDS).map((kind) => [
    figures.filter((each) => each.kind === kind).length,
    kind,
  ]);
  return counts
    .filter(([count]) => count !== 0)
    .map((pair) => pair.join(" "))
    .join(", ");
}

/** The lines of a report. */
export function reportText(report: EnergyReport): string[] {
  const { chip, board, battery, firmware, spanMs, wakeCount } = report;
  return [
    line("energy", `${chip} with ${firmware} firmware on ${board}, ${battery}`),
    line("counted", `${plural(wakeCount, "wake")} in ${timeText(spanMs)}, at the battery, without sensors`),
    ...phaseTable(report),
    ...wakeLines(report),
    line(
      "average",
      `${report.averageMa.toFixed(3)} mA; by itself the battery loses ${report.selfDischargeMa.toFixed(3)} mA`,
    ),
    line(
      "lasts",
      `${report.days.toFixed(report.days < 10 ? 1 : 0)} days on ${report.usableMah.toFixed(0)} mAh`,
    ),
    ...report.lacks.map((lack, at) => line(at === 0 ? "it lacks" : "", lack)),
    line("figures", kindsText(report)),
    ...figureTable(report),
  ];
}
