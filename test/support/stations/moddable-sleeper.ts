/*
 * The sleeper on Moddable: its three blocks stand in flash, so that it outlives a cut of the power.
 */
import type { Station } from "../../../src/station/station.ts";
import { sleeper } from "./sleeper.ts";

export const moddableSleeper: Station = { ...sleeper, name: "moddable-sleeper", runtime: "moddable" };
