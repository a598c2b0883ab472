/*
 * A station as the simulator's engines load it: the files that a build writes, unchanged.
 * Not here: the build itself (station-build.ts), and the engines.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Site } from "../station/runner.ts";
import type { Artefact } from "../simulator/engines/engine.ts";
import type { Runtime } from "../station/station.ts";
import { writeStation } from "./station-build.ts";

/** What a board of this runtime is given, of the files by their endings. */
function artefactOf(runtime: Runtime, text: (ending: string) => string): Artefact {
  if (runtime === "moddable")
    return { text: text("/main.js"), modules: { station: text("/station.js") }, program: "" };
  return { text: text(runtime === "nodemcu" ? ".lua" : ".min.js"), program: "" };
}

/**
 * Build the station of a file for a runtime, in a folder that is gone afterwards.
 *
 * @throws  Error for all that is wrong with the station, or with this runtime on its hardware
 */
export async function stationArtefact(path: string, runtime: Runtime, site: Site): Promise<Artefact> {
  const folder = mkdtempSync(join(tmpdir(), "catnap-build-"));
  try {
    const { files } = await writeStation(path, folder, () => site, runtime);
    return artefactOf(runtime, (ending) => {
      const file = files.find((built) => built.path.endsWith(ending));
      if (file === undefined)
        throw new Error(`the build for ${runtime} wrote no file that ends with ${ending}`);
      return readFileSync(join(folder, file.path), "utf8");
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
