/*
 * Writes the library for each runtime into dist, with the same public face under the same names.
 * Not here: how each is built (espruino.ts, moddable.ts, nodemcu.ts); stations.
 */
import { writeFiles } from "./artefacts.ts";
import type { BuiltFile } from "./artefacts.ts";
import { LIBRARY_ABSENCES } from "./features.ts";
import type { RuntimeName } from "./features.ts";

/** What Espruino's network cannot promise. */
export const UNVERIFIED =
  "Espruino's TLS encrypts, but verifies no certificate: anybody in between can pose as your broker";

/** Each compiler is loaded where it is wanted: together they take seconds. */
async function libraryFiles(runtime: RuntimeName, without: string[]): Promise<Record<string, string>> {
  if (runtime === "moddable") {
    const { buildModdable } = await import("./moddable.ts");
    return buildModdable(without);
  }
  if (runtime === "nodemcu") {
    const { buildLua } = await import("./nodemcu.ts");
    return { "catnap.lua": buildLua(undefined, without) };
  }
  const { buildEspruino } = await import("./espruino.ts");
  const { plain, minified } = await buildEspruino(undefined, undefined, without);
  return { "catnap.js": plain, "catnap.min.js": minified };
}

/**
 * Build the library for these runtimes and write it.
 *
 * @param folder   receives one folder for each runtime
 * @param without  what to leave out, as conditions of package.json's imports, such as "no-inbound"
 */
export async function writeLibrary(
  folder: string,
  runtimes: RuntimeName[],
  without: string[] = [],
): Promise<BuiltFile[]> {
  const built: BuiltFile[] = [];
  for (const runtime of runtimes)
    built.push(
      ...writeFiles(folder, runtime, await libraryFiles(runtime, [...LIBRARY_ABSENCES, ...without])),
    );
  return built;
}

/** What a user of these runtimes has to know. */
export function libraryWarnings(runtimes: RuntimeName[]): string[] {
  return runtimes.includes("espruino") ? [UNVERIFIED] : [];
}
