import { LUA, SMALL_LUA } from "../support/lua-machine.ts";
import { engineScenarios } from "./engine-scenarios.ts";

engineScenarios(LUA);
engineScenarios(SMALL_LUA);
