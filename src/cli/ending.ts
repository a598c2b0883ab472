/*
 * How a run ends for who called it: an exit code, and why.
 */
import type { Verdict } from "../simulator/watch.ts";
import { TIMEOUT_EXIT_CODE } from "./sim-options.ts";
import type { SimOptions } from "./sim-options.ts";

export interface Ending {
  code: number;
  /** For people; empty when all went well. */
  sentence: string;
}

/** @param shortcoming  what kept the run from being all right; empty for nothing */
export function endingOf(
  options: SimOptions,
  verdict: Verdict | undefined,
  isTimedOut: boolean,
  shortcoming: string,
): Ending {
  const { expect, fail, timeoutExitCode = TIMEOUT_EXIT_CODE } = options;
  if (verdict === "expected") return { code: 0, sentence: "" };
  if (verdict === "failed") return { code: 1, sentence: `"${fail}" came, for which --fail was waiting` };
  if (isTimedOut) {
    const missing = expect === undefined ? "" : `, and "${expect}" has not come`;
    return { code: timeoutExitCode, sentence: `the time of --timeout is over${missing}` };
  }
  if (expect !== undefined)
    return { code: 1, sentence: `"${expect}" has not come, for which --expect was waiting` };
  return { code: shortcoming === "" ? 0 : 1, sentence: shortcoming };
}
