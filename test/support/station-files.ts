/*
 * Stations built for a test, each into a folder of its own, which are gone after the file's tests.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { parseBroker } from "../../src/simulator/address.ts";
import type { BrokerAddress } from "../../src/simulator/address.ts";
import { writeStation } from "../../src/toolchain/station-build.ts";
import type { StationBuild } from "../../src/toolchain/station-build.ts";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "catnap-build-"));
  folders.push(folder);
  return folder;
}

/** What a build asks for the broker. */
export const siteOf = (address: string) => (): BrokerAddress => parseBroker(address);

/** What a build told, and the texts of its files in the same order. */
export async function buildAt(
  path: string,
  site = siteOf("mqtt://station:secret@broker.example"),
): Promise<StationBuild & { texts: string[] }> {
  const folder = newFolder();
  const built = await writeStation(path, folder, site);
  return { ...built, texts: built.files.map((file) => readFileSync(join(folder, file.path), "utf8")) };
}
