import { findMosquitto, startMosquitto } from "../support/brokers.ts";
import { notRun } from "../support/not-run.ts";
import { brokerScenarios } from "./scenarios.ts";

const path = findMosquitto();

if (path === undefined) notRun("mosquitto not installed");
else brokerScenarios((options) => startMosquitto(path, options), 5);
