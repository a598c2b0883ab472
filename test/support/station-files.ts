/*
 * Stations built for a test, each into a folder of its own, which are gone after the run (build-folder.ts).
 */
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { parseBroker } from "../../src/simulator/address.ts";
import type { BrokerAddress } from "../../src/simulator/address.ts";
import type { Site } from "../../src/station/runner.ts";
import { writeStation } from "../../src/toolchain/station-build.ts";
import type { StationBuild } from "../../src/toolchain/station-build.ts";

export function newFolder(): string {
  return mkdtempSync(join(inject("buildFolder"), "station-"));
}

/** What a build asks for the broker. */
export const siteOf = (address: string) => (): BrokerAddress => parseBroker(address);

/** The same for a station that joins by itself. */
export const joiningSiteOf = (address: string) => (): Site => ({
  ...parseBroker(address),
  wifi: { ssid: "home", password: "correct horse" },
});

/** What a build told, and the texts of its files in the same order. */
export async function buildAt(
  path: string,
  site: () => Site = siteOf("mqtt://station:secret@broker.example"),
): Promise<StationBuild & { texts: string[] }> {
  const folder = newFolder();
  const built = await writeStation(path, folder, site);
  return { ...built, texts: built.files.map((file) => readFileSync(join(folder, file.path), "utf8")) };
}
