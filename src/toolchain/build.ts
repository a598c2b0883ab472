/*
 * What `catnap build` does: the library or one station is built into dist and told, with what its user must know.
 */
import { tableLines } from "./artefacts.ts";
import type { BuiltFile } from "./artefacts.ts";
import { RUNTIMES, smallConditions } from "./features.ts";
import type { RuntimeName } from "./features.ts";
import { libraryWarnings, writeLibrary } from "./library.ts";
import { loadSite } from "./site-file.ts";
import { writeStation } from "./station-build.ts";

export interface BuildOptions {
  library?: boolean;
  runtime?: RuntimeName;
  small?: boolean;
  /** Conditions, such as "no-inbound". */
  without?: string[];
  json?: boolean;
}

interface Built {
  name: string;
  runtimes: RuntimeName[];
  small?: boolean;
  without: string[];
  files: BuiltFile[];
  warnings: string[];
}

const FOLDER = "dist";

async function buildLibrary({ runtime, small, without = [] }: BuildOptions): Promise<Built> {
  const runtimes = runtime === undefined ? RUNTIMES : [runtime];
  const conditions = small === true ? smallConditions(without) : without;
  const files = await writeLibrary(FOLDER, runtimes, conditions);
  return {
    name: "catnap",
    runtimes,
    small: small === true,
    without,
    files,
    warnings: libraryWarnings(runtimes),
  };
}

async function buildStation(path: string, options: BuildOptions): Promise<Built> {
  if (options.runtime !== undefined)
    throw new Error("--runtime is for the library: a station is built for the runtime that its file says");
  if (options.small === true)
    throw new Error("--small is for the library: a station needs the clock of the whole client");
  if (options.without !== undefined)
    throw new Error("--without is for the library: a station is built without what it does not need");
  const { station, ...built } = await writeStation(path, FOLDER, () => loadSite(path, "."));
  return { name: station.name, runtimes: [station.runtime], ...built };
}

/** @throws  Error that says what cannot be built, and why */
export async function build(path: string | undefined, options: BuildOptions): Promise<void> {
  const isLibrary = options.library === true;
  if (isLibrary === (path !== undefined))
    throw new Error("give either --library or the file of a station, such as boards/greenhouse.ts");
  const built = path === undefined ? await buildLibrary(options) : await buildStation(path, options);
  for (const line of tableLines(FOLDER, built.files)) console.log(line);
  const conditions = built.small === true ? ["small", ...built.without] : built.without;
  if (conditions.length > 0) console.log(`built with ${conditions.join(", ")}`);
  for (const warning of built.warnings) console.error(`catnap: ${warning}`);
  if (options.json === true) console.log(JSON.stringify(built));
}
