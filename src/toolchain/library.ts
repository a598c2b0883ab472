/*
 * Writes the library for each runtime into dist, with the same public face under the same names.
 * Not here: how each is built (espruino.ts, moddable.ts, nodemcu.ts); stations.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildEspruino } from "./espruino.ts";
import type { RuntimeName } from "./features.ts";
import { buildModdable } from "./moddable.ts";
import { buildLua } from "./nodemcu.ts";

export const RUNTIMES: RuntimeName[] = ["espruino", "moddable", "nodemcu"];

/** What a board's network cannot promise, said with every build. */
const WARNINGS: Partial<Record<RuntimeName, string>> = {
  espruino:
    "Espruino's TLS encrypts, but verifies no certificate: anybody in between can pose as your broker",
};

export interface BuiltFile {
  /** Below the folder of the build, such as "espruino/catnap.min.js". */
  path: string;
  bytes: number;
}

async function libraryFiles(runtime: RuntimeName): Promise<Record<string, string>> {
  if (runtime === "moddable") return buildModdable();
  if (runtime === "nodemcu") return { "catnap.lua": buildLua() };
  const { plain, minified } = await buildEspruino();
  return { "catnap.js": plain, "catnap.min.js": minified };
}

/**
 * Build the library for these runtimes and write it.
 *
 * @param folder  receives one folder for each runtime
 */
export async function writeLibrary(folder: string, runtimes: RuntimeName[]): Promise<BuiltFile[]> {
  const built: BuiltFile[] = [];
  for (const runtime of runtimes)
    for (const [name, text] of Object.entries(await libraryFiles(runtime))) {
      const path = `${runtime}/${name}`;
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      built.push({ path, bytes: Buffer.byteLength(text) });
    }
  return built;
}

/** What a user of these runtimes has to know. */
export function libraryWarnings(runtimes: RuntimeName[]): string[] {
  return runtimes.flatMap((runtime) => WARNINGS[runtime] ?? []);
}
