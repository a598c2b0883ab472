import { SMALL } from "../../src/toolchain/features.ts";
import { espruino } from "../support/espruino-machine.ts";
import { findEspruino } from "../support/espruino.ts";
import { notRun } from "../support/not-run.ts";
import { engineScenarios } from "./engine-scenarios.ts";

const program = findEspruino();

if (program === undefined) notRun("espruino not installed");
else {
  engineScenarios(espruino(program));
  engineScenarios(espruino(program, [SMALL]));
}
