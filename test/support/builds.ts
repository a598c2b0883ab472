/*
 * The library as the toolchain builds it for boards, built once for all test files: each build takes seconds.
 * Not for tests of what building itself does.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { inject } from "vitest";
import { buildEspruino } from "../../src/toolchain/espruino.ts";
import type { EspruinoBuild } from "../../src/toolchain/espruino.ts";
import { LIBRARY_ABSENCES } from "../../src/toolchain/features.ts";
import type { Builders } from "../../src/toolchain/measure/measure.ts";
import { buildLua } from "../../src/toolchain/nodemcu.ts";

const LOOK_MS = 20;

/** Whether this process is the one that makes a build: only one can make a folder. */
function isMine(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

async function makeFile<Result>(file: string, make: () => Promise<Result> | Result): Promise<void> {
  const lock = `${file}.lock`;
  while (!existsSync(file)) {
    if (!isMine(lock)) await setTimeout(LOOK_MS);
    else
      try {
        // Who waits must not find half a file; and another may have made it just before.
        if (existsSync(file)) return;
        writeFileSync(`${file}.part`, JSON.stringify(await make()));
        renameSync(`${file}.part`, file);
      } finally {
        rmdirSync(lock);
      }
  }
}

/** @param what  all that the result depends on, besides the sources */
async function once<Result>(what: unknown[], make: () => Promise<Result> | Result): Promise<Result> {
  const name = createHash("sha256").update(JSON.stringify(what)).digest("hex");
  const file = join(inject("buildFolder"), name);
  await makeFile(file, make);
  return JSON.parse(readFileSync(file, "utf8")) as Result;
}

/** @param names  all, unless given */
export function espruinoLibrary(names?: string[], features = LIBRARY_ABSENCES): Promise<EspruinoBuild> {
  return once(["espruino", names, features], () => buildEspruino(undefined, names, features));
}

export function luaLibrary(features = LIBRARY_ABSENCES): Promise<string> {
  return once(["lua", features], () => buildLua(undefined, features));
}

export const BUILDERS: Builders = { espruino: espruinoLibrary, lua: luaLibrary };
