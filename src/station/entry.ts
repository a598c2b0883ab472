/*
 * Where the program of a built station begins: its runtime's port, and the loop over it.
 * Not here: the station, its site and which program this is, which a build puts in.
 */
import { makePort } from "#port";
import { run } from "./run.ts";
import type { Program, Site } from "./runner.ts";
import type { Station } from "./station.ts";

/** Run a station, from every start of the board on. */
export function startStation(station: Station, site: Site, program: Program): void {
  run(station, site, makePort(undefined), {}, program);
}
