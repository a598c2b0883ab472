/*
 * Exit codes: 0 for what was wanted, 1 for what went wrong, and that of the timeout.
 */
import { expect, test } from "vitest";
import { endingOf } from "../../src/cli/ending.ts";
import type { SimOptions } from "../../src/cli/sim-options.ts";
import type { Verdict } from "../../src/simulator/watch.ts";

const LOST = "3 readings did not arrive";

// Options, what was seen, whether the time was over, what was wrong; and the code with its sentence.
const ENDINGS: [Partial<SimOptions>, Verdict | undefined, boolean, string, number, string][] = [
  [{}, undefined, false, "", 0, ""],
  [{}, undefined, false, LOST, 1, LOST],
  [{ expect: "up" }, "expected", false, LOST, 0, ""],
  [{ expect: "up" }, undefined, false, "", 1, '"up" has not come, for which --expect was waiting'],
  [{ fail: "down" }, "failed", false, "", 1, '"down" came, for which --fail was waiting'],
  [{ fail: "down" }, undefined, false, "", 0, ""],
  [{ timeout: 1 }, undefined, true, "", 42, "the time of --timeout is over"],
  [
    { timeout: 1, timeoutExitCode: 0, expect: "up" },
    undefined,
    true,
    "",
    0,
    'the time of --timeout is over, and "up" has not come',
  ],
  [{ timeout: 1, timeoutExitCode: 7 }, undefined, true, LOST, 7, "the time of --timeout is over"],
  [{ timeout: 1, expect: "up" }, "expected", true, "", 0, ""],
];

for (const [options, verdict, isTimedOut, shortcoming, code, sentence] of ENDINGS)
  test(`${JSON.stringify(options)}, ${verdict ?? "nothing seen"}${isTimedOut ? ", timed out" : ""}: ${code}`, () => {
    expect(endingOf({ engine: "node", ...options }, verdict, isTimedOut, shortcoming)).toEqual({
      code,
      sentence,
    });
  });
