/*
 * The sizes of the stations in boards/, as a table: of the files that a build writes, and for NodeMCU what it takes of a
 * board's memory. Not here: the library's sizes (measure.ts).
 */
import { readdirSync } from "node:fs";
import { countText } from "../../simulator/show.ts";
import { worldSiteOf } from "../../simulator/virtual/world-parts.ts";
import { ROOT } from "../features.ts";
import { stationArtefact } from "../station-artefact.ts";
import { loadStation } from "../station-file.ts";
import { stripBytecode } from "./lua-bytecode.ts";
import { luaBytecode } from "./lua.ts";
import { stationHeldBytes } from "./station-memory.ts";
import { align } from "./table.ts";

export interface StationSizes {
  name: string;
  runtime: string;
  /** Of what the board is given: Espruino's minified script, Moddable's module, NodeMCU's source. */
  fileBytes: number;
  /** Only of stations for NodeMCU. */
  luacBytes?: number;
  heldBytes?: number;
}

export const STATIONS_FILE = `${ROOT}test/golden/station-sizes.txt`;

const NOTES = `Stations, bytes
The file that a board gets: minified for Espruino, the module for Moddable, the source for NodeMCU. luac -s: stripped
bytecode as luac5.1 of a 64-bit computer writes it. Held: the most that a 32-bit Lua holds of the stripped bytecode and
its data between two events, beyond its empty state, until everything was sampled and sent once; what the simulator's
board keeps of its sockets and files in the same Lua is counted in.
`;

async function sizesOf(path: string): Promise<StationSizes> {
  const station = await loadStation(path);
  const { name, runtime } = station;
  const { text, modules } = await stationArtefact(path, runtime, worldSiteOf(station));
  const file = Buffer.from(modules?.["station"] ?? text);
  const sizes = { name, runtime, fileBytes: file.length };
  if (runtime !== "nodemcu") return sizes;
  const bytecode = await luaBytecode(file);
  const luacBytes = stripBytecode(bytecode, 8).length;
  return { ...sizes, luacBytes, heldBytes: await stationHeldBytes(station, stripBytecode(bytecode, 4)) };
}

/** Of every station in boards/, by their names. */
export async function stationSizes(): Promise<StationSizes[]> {
  const files = readdirSync(`${ROOT}boards`).filter((name) => name.endsWith(".ts"));
  const all: StationSizes[] = [];
  for (const name of files.sort()) all.push(await sizesOf(`${ROOT}boards/${name}`));
  return all;
}

const cell = (bytes: number | undefined): string => (bytes === undefined ? "" : countText(Math.round(bytes)));

export function stationsTable(all: StationSizes[]): string {
  const rows = all.map((one) => [
    `${one.name}, ${one.runtime}`,
    ...[one.fileBytes, one.luacBytes, one.heldBytes].map(cell),
  ]);
  return `${NOTES}\n${align([["", "file", "luac -s", "held"], ...rows]).join("\n")}\n`;
}
