/*
 * Figures in Espruino's variables as they were last measured: most computers have no interpreter of that size. Kept
 * in the repository with their date, and the size of the build that they are of.
 */
import { existsSync, readFileSync } from "node:fs";
import { ROOT } from "../features.ts";
import { VARIABLES } from "./figures.ts";
import type { Figures, SetFigures } from "./figures.ts";

export interface Kept {
  /** 2026-11-24. */
  measured: string;
  /** Of the interpreter: 2v29.277. */
  version: string;
  figures: Figures;
}

export const KEPT_FILE = `${ROOT}test/golden/espruino-variables.json`;

/** Undefined outside of the repository. */
export function readKept(): Kept | undefined {
  if (!existsSync(KEPT_FILE)) return undefined;
  return JSON.parse(readFileSync(KEPT_FILE, "utf8")) as Kept;
}

/** Those of a set's figures that are in variables. */
function variablesIn(figures: SetFigures): SetFigures {
  return Object.fromEntries(
    VARIABLES.measures.flatMap((name) => (figures[name] === undefined ? [] : [[name, figures[name]]])),
  );
}

/** What is worth keeping of these figures. */
export function toKeep(figures: Figures, version: string, measured: string): Kept {
  const kept = Object.entries(figures).map(([set, all]) => [set, variablesIn(all)] as const);
  return { measured, version, figures: Object.fromEntries(kept) };
}

/** Figures, with kept ones where there are none of today. */
export function withKept(figures: Figures, kept: Kept | undefined): Figures {
  const merged = Object.entries(figures).map(
    ([set, all]) => [set, { ...kept?.figures[set], ...all }] as const,
  );
  return Object.fromEntries(merged);
}

/** When and with what: "measured on 2026-11-24 with Espruino 2v29.277". */
export function keptRemark(kept: Kept | undefined): string {
  return kept === undefined
    ? "not measured yet"
    : `measured on ${kept.measured} with Espruino ${kept.version}`;
}
