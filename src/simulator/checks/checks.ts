/*
 * All that is checked of a run, and the verdict.
 */
import type { Bounds } from "./bounds.ts";
import { ALWAYS, conductChecks } from "./conduct.ts";
import { deliveryChecks } from "./delivery.ts";
import type { Check, Evidence, Finding } from "./evidence.ts";

export function checksFor(bounds: Bounds): Check[] {
  return [...deliveryChecks(bounds), ...conductChecks(bounds)];
}

/** What is wrong with a run; empty when every promise was kept. */
export function judge(evidence: Evidence, bounds: Bounds): Finding[] {
  return findings(checksFor(bounds), evidence);
}

/** The same for a run whose samples cannot be told apart: only what can be seen without them. */
export function judgeConduct(evidence: Evidence): Finding[] {
  return findings(ALWAYS, evidence);
}

function findings(checks: Check[], evidence: Evidence): Finding[] {
  return checks.flatMap(({ sentence, find }) => find(evidence).map((text) => ({ sentence, text })));
}
