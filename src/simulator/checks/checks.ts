/*
 * All that is checked of a run, and the verdict.
 */
import type { Bounds } from "./bounds.ts";
import { conductChecks } from "./conduct.ts";
import { deliveryChecks } from "./delivery.ts";
import type { Check, Evidence, Finding } from "./evidence.ts";

export function checksFor(bounds: Bounds): Check[] {
  return [...deliveryChecks(bounds), ...conductChecks(bounds)];
}

/** What is wrong with a run; empty when every promise was kept. */
export function judge(evidence: Evidence, bounds: Bounds): Finding[] {
  return checksFor(bounds).flatMap(({ sentence, find }) =>
    find(evidence).map((text) => ({ sentence, text })),
  );
}
