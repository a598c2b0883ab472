/*
 * Where the program of a built station begins: its runtime's port, and the loop over it.
 * Not here: the station and its site, which a build puts in; joining Wi-Fi, which the firmware does by itself.
 */
import { makePort } from "#port";
import { run } from "./run.ts";
import type { Site } from "./run.ts";
import type { Station } from "./station.ts";

/** Run a station from power-up on, for ever. */
export function startStation(station: Station, site: Site): void {
  run(station, site, makePort(undefined), {});
}
