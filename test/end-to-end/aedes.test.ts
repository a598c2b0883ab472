import { startAedes } from "../support/brokers.ts";
import { brokerScenarios } from "./scenarios.ts";

brokerScenarios(startAedes, 4);
