import { LUA } from "../support/lua-machine.ts";
import { engineScenarios } from "./engine-scenarios.ts";

engineScenarios(LUA);
