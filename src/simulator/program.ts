/*
 * What runs a station: its loop in this process, or what a build makes of it, unchanged, in its runtime's engine.
 */
import type { Runtime, Station } from "../station/station.ts";
import type { BrokerAddress } from "./address.ts";
import type { Artefact } from "./engines/engine.ts";
import type { Kind } from "./engines/guest.ts";

const RUNTIMES = {
  espruino: "espruino",
  "espruino-model": "espruino",
  xs: "moddable",
  "xs-model": "moddable",
  lua: "nodemcu",
} as const satisfies Record<string, Runtime>;

/** Engines that load what was built. */
export type BuiltEngine = keyof typeof RUNTIMES;
export type EngineName = "node" | BuiltEngine;

/** What --engine may be; the engines themselves take a while to load. */
export const ENGINE_NAMES = ["node", ...Object.keys(RUNTIMES)] as EngineName[];

/** A build, and the interpreter that loads it. */
export interface BuiltProgram {
  kind: Kind;
  artefact: Artefact;
}

/** The runtime for which a station is built that runs in this engine. */
export function runtimeOf(name: BuiltEngine): Runtime {
  return RUNTIMES[name];
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
  site: BrokerAddress,
): Promise<BuiltProgram> {
  const runtime = RUNTIMES[name];
  const { chooseEngine } = await import("./engines/choose.ts");
  const kind = await chooseEngine(name, { ...station, runtime });
  const { stationArtefact } = await import("../toolchain/station-artefact.ts");
  return { kind, artefact: await stationArtefact(path, runtime, site) };
}
