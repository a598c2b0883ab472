/*
 * `catnap sim` in virtual time.
 */
import type { Station } from "../station/station.ts";
import { PRESETS } from "../simulator/broker/presets.ts";
import type { PresetName } from "../simulator/broker/presets.ts";
import type { Outside } from "../simulator/engines/engine.ts";
import { GuestEngine } from "../simulator/engines/guest.ts";
import { CONDITIONS } from "../simulator/network/conditions.ts";
import type { ConditionsName } from "../simulator/network/conditions.ts";
import { builtProgram } from "../simulator/program.ts";
import { runtimeOf } from "../simulator/engines/names.ts";
import { runInWorld } from "../simulator/virtual/run-world.ts";
import { Watch } from "../simulator/watch.ts";
import { worldSiteOf } from "../simulator/virtual/world-parts.ts";
import type { Program } from "../simulator/virtual/world-parts.ts";
import { worldShortcoming } from "../simulator/virtual/world-result.ts";
import { endingOf } from "./ending.ts";
import type { Ending } from "./ending.ts";
import type { SimOptions } from "./sim-options.ts";
import { troubleOf } from "./sim-trouble.ts";
import { stopSignal } from "./stop.ts";

const DEFAULT_SEED = 1;

/** What runs on the board; undefined for the loop of the station in this process. */
export async function programOf(
  path: string,
  station: Station,
  { engine }: Pick<SimOptions, "engine">,
): Promise<Program | undefined> {
  if (engine === "node") return undefined;
  const site = worldSiteOf(station);
  const { kind, artefact } = await builtProgram(path, station, engine, site);
  return { artefact, engine: (outside: Outside) => new GuestEngine(kind, outside) };
}

/** @param path  the file of the station */
export async function simInWorld(path: string, given: Station, options: SimOptions): Promise<Ending> {
  const { engine, seed = DEFAULT_SEED, expect, fail } = options;
  const network = (options.network ?? "lan") as ConditionsName;
  const broker = (options.quirks ?? "mosquitto") as PresetName;
  const station = engine === "node" ? given : { ...given, runtime: runtimeOf(engine) };
  const program = await programOf(path, station, options);
  const conditions = CONDITIONS[network];
  const quirks = PRESETS[broker];
  const trouble = troubleOf({ path, station, seed, program, conditions, quirks, options });
  const watch = trouble?.watch ?? new Watch(expect, fail);
  const { result, isTimedOut } = await runInWorld({
    ...{ station, program, seed, conditions, quirks, ...trouble?.choice },
    title: [
      `network ${network}, broker like ${broker}`,
      ...(trouble === undefined ? [] : [trouble.title]),
    ].join(", "),
    onMade: (parts) => trouble?.begin(parts),
    forMs: options.for,
    timeoutMs: options.timeout,
    scale: options.speed ?? Infinity,
    isTraced: options.trace === true,
    currentFile: options.current,
    watch,
    stop: stopSignal(),
    out: process.stdout,
  });
  const { lines, ending } = trouble?.end(isTimedOut) ?? {
    lines: [],
    ending: endingOf(options, watch.verdict, isTimedOut, worldShortcoming(result)),
  };
  for (const line of lines) console.log(line);
  if (options.json === true) console.log(JSON.stringify({ ...result, ok: ending.code === 0 }));
  return ending;
}
