/*
 * The engines by the names that a person gives, and what is built for each. Small, because every command loads it; the
 * engines themselves take a while (choose.ts).
 */
import type { Runtime } from "../../station/station.ts";

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

/** What --engine may be. */
export const ENGINE_NAMES = ["node", ...Object.keys(RUNTIMES)] as EngineName[];

/** The runtime for which a station is built that runs in this engine. */
export function runtimeOf(name: BuiltEngine): Runtime {
  return RUNTIMES[name];
}
