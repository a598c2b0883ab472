import { SMALL } from "../../src/toolchain/features.ts";
import { notRun } from "../support/not-run.ts";
import { xs } from "../support/xs-machine.ts";
import { findXs } from "../support/xs.ts";
import { engineScenarios } from "./engine-scenarios.ts";

const path = findXs();

if (path === undefined) notRun("xsnap worker not built");
else {
  engineScenarios(xs(path));
  engineScenarios(xs(path, [SMALL]));
}
