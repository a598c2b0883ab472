/*
 * What runs a station: its loop in this process, or what a build makes of it, unchanged, in its runtime's engine.
 */
import type { Site } from "../station/runner.ts";
import type { Station } from "../station/station.ts";
import type { Artefact } from "./engines/engine.ts";
import type { Kind } from "./engines/guest.ts";
import { runtimeOf } from "./engines/names.ts";
import type { BuiltEngine } from "./engines/names.ts";

/** A build, and the interpreter that loads it. */
export interface BuiltProgram {
  kind: Kind;
  artefact: Artefact;
}

/**
 * Build the station of a file for an engine.
 *
 * @param station  what is in the file
 * @throws         Error for a station or hardware that the engine's runtime does not go with, and for an engine that is
 *                 not on this computer
 */
export async function builtProgram(
  path: string,
  station: Station,
  name: BuiltEngine,
  site: Site,
): Promise<BuiltProgram> {
  const runtime = runtimeOf(name);
  const { chooseEngine } = await import("./engines/choose.ts");
  const kind = await chooseEngine(name, { ...station, runtime });
  const { stationArtefact } = await import("../toolchain/station-artefact.ts");
  return { kind, artefact: await stationArtefact(path, runtime, site) };
}
