/*
 * Reads a station from the file that a user wrote.
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Station } from "../station/station.ts";

type Exports = Record<string, unknown>;

export interface StationExport {
  /** The name by which the file exports it, perhaps "default". */
  name: string;
  station: Station;
}

const isRecord = (value: unknown): value is Exports => typeof value === "object" && value !== null;

function isStation(value: unknown): value is Station {
  return isRecord(value) && "feeds" in value && "hardware" in value;
}

/** What a module exports, by name, whether it was loaded as ESM or as CommonJS, which hides it behind `default`. */
function exportsOf(module: Exports): [string, unknown][] {
  const { default: main, ...named } = module;
  const hidden: [string, unknown][] =
    isRecord(main) && !isStation(main) ? Object.entries(main) : [["default", main]];
  return [...Object.entries(named), ...hidden];
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
export async function findStation(path: string): Promise<StationExport> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error(`${path}: no such file; give the file of a station, such as boards/greenhouse.ts`);
  const found: StationExport[] = [];
  for (const [name, value] of exportsOf(await load(path)))
    if (isStation(value) && !found.some(({ station }) => station === value))
      found.push({ name, station: value });
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new Error(`${path} exports ${found.length} stations: it must export one, with hardware and feeds`);
  return first;
}

/** As findStation, without its name. */
export async function loadStation(path: string): Promise<Station> {
  return (await findStation(path)).station;
}
