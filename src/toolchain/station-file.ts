/*
 * Reads a station from the file that a user wrote.
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Station } from "../station/station.ts";

type Exports = Record<string, unknown>;

const isRecord = (value: unknown): value is Exports => typeof value === "object" && value !== null;

function isStation(value: unknown): value is Station {
  return isRecord(value) && "feeds" in value && "hardware" in value;
}

/** What a module exports, whether it was loaded as ESM or as CommonJS, which hides it behind `default`. */
function exportsOf(module: Exports): unknown[] {
  const { default: main, ...named } = module;
  const hidden = isRecord(main) && !isStation(main) ? Object.values(main) : [main];
  return [...Object.values(named), ...hidden];
}

async function load(path: string): Promise<Exports> {
  try {
    return (await import(pathToFileURL(resolve(path)).href)) as Exports;
  } catch (error) {
    throw new Error(`${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/**
 * The one station that a file exports, by whatever name.
 *
 * @throws  Error that says what the file lacks
 */
export async function loadStation(path: string): Promise<Station> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error(`${path}: no such file; give the file of a station, such as boards/greenhouse.ts`);
  const module = await load(path);
  const stations = new Set(exportsOf(module).filter(isStation));
  const [station] = stations;
  if (station === undefined || stations.size > 1)
    throw new Error(`${path} exports ${stations.size} stations: it must export one, with hardware and feeds`);
  return station;
}
