/*
 * Builds a whole station for its runtime: an entry is written into a folder of its name, and made into what the board
 * loads. What the station does not need is not in it, and neither is what checks it.
 * Not here: the text of the entry (station-entry.ts); how each runtime's file is made (espruino.ts, moddable.ts,
 * nodemcu.ts); flashing.
 */
import { createHash } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { requireRoom, requireStation } from "../simulator/require.ts";
import { isDeepSleeper } from "../station/availability.ts";
import type { Program, Site } from "../station/runner.ts";
import type { Runtime, Station } from "../station/station.ts";
import { writeFiles } from "./artefacts.ts";
import type { BuiltFile } from "./artefacts.ts";
import { absences, readManifest, RUNTIMES } from "./features.ts";
import type { StationSite } from "./site-file.ts";
import { busManifests, busText, entryText, sleepText } from "./station-entry.ts";
import { requireWifi } from "./site-wifi.ts";
import { findStation } from "./station-file.ts";
import { secured, SECURE_TEXT } from "./station-secure.ts";
import { warningsFor } from "./station-warnings.ts";

export interface StationBuild {
  station: Station;
  /** Conditions that left something out, such as "no-inbound". */
  without: string[];
  files: BuiltFile[];
  warnings: string[];
}

/** Whether it hears of anything; a sleeper does not wait for Home Assistant's birth. */
function isListening(station: Station): boolean {
  return station.hasCommands === true || (station.hasDiscovery === true && !isDeepSleeper(station));
}

/** Whether it ever tells how it fares: by itself, or asked for. */
function isReporting(station: Station): boolean {
  return station.hasCommands === true || station.reportS !== undefined;
}

/** When a station can do without; what is not here every station needs. */
const SPARED: Record<string, (station: Station, site: Site) => boolean> = {
  "no-inbound": (station) => !isListening(station),
  // What was said while it was away is asked for by those that come and go.
  "no-flush": (station) => station.hasCommands !== true || !isDeepSleeper(station),
  "no-pins": ({ feeds }) => feeds.every(({ bus }) => bus === "i2c"),
  "no-qos1": ({ feeds }) => feeds.every(({ qos }) => qos === 0),
  // A reading is one piece, and checkStation has seen that it fits and that all else is right.
  "no-stream": (station) => station.hasDiscovery !== true,
  "no-check": () => true,
  // Every message is taken in one place.
  "no-routing": () => true,
  // Nobody else on the board reads counters or notices.
  "no-report": (station) => !isReporting(station),
  "no-commands": (station) => station.hasCommands !== true,
  "no-status": (station) => !isReporting(station),
  "no-discovery": (station) => station.hasDiscovery !== true,
  "no-speech": (station) =>
    isDeepSleeper(station) &&
    !isListening(station) &&
    !isReporting(station) &&
    station.restartS === undefined,
  "no-sleep": (station) => !isDeepSleeper(station),
  "no-batch": ({ feeds }) => feeds.every(({ batch = 1 }) => batch === 1),
  "no-filter": ({ feeds }) =>
    feeds.every(({ filter, alarms }) => filter === undefined && alarms === undefined),
  "no-forms": ({ feeds }) => feeds.every(({ payload = "json" }) => payload === "json"),
  "no-tls": (_station, { isSecure }) => !isSecure,
};

/** Folders of dist that are not a station's. */
const TAKEN = [...RUNTIMES, "node"];

const NOBODY =
  "TLS on Moddable trusts nobody by itself: name the file of a certificate, of the broker's authority, " +
  'as "authority" in catnap.config.json, or in CATNAP_AUTHORITY';
/** The conditions under which this station is built: those that package.json has, in its order. */
export function sparedBy(station: Station, site: Site): string[] {
  return absences().filter((condition) => SPARED[condition]?.(station, site) === true);
}

/** @throws  Error for what is right in general, and cannot be built */
function requireBuildable(station: Station, site: StationSite): void {
  const { name, runtime } = station;
  if (!RUNTIMES.includes(runtime))
    throw new Error(`nothing can be built for the runtime ${runtime}: choose ${RUNTIMES.join(", ")}`);
  if (TAKEN.includes(name.toLowerCase()))
    throw new Error(`dist/${name} is where the library for ${name} goes: give the station another name`);
  if (runtime === "moddable" && site.isSecure && site.authority === undefined) throw new Error(NOBODY);
  requireWifi(station, site);
  requireRoom(station, site);
}

/** Another one for every station, site and version: what one program has kept is nothing for another. */
function programIdentity(station: Station, site: Site): Program {
  const { version } = readManifest();
  const digest = createHash("sha256")
    .update(JSON.stringify([station, site, version]))
    .digest();
  return { build: digest.readUInt16BE(), version };
}

/** Without the comments that name each source, which lie in folders of this computer. */
function withoutPaths(text: string): string {
  return text.replace(/^\/\/ .*\.[cm]?[jt]s\n/gm, "");
}

async function moddableFiles(
  bus: string,
  entry: string,
  without: string[],
  manifests: string[],
  authority: Uint8Array | undefined,
): Promise<Record<string, string | Uint8Array>> {
  const { buildModdableProgram } = await import("./moddable.ts");
  const head = authority === undefined ? bus : bus + SECURE_TEXT;
  const { "station.js": program, ...others } = await buildModdableProgram(head, entry, without, manifests);
  const files = { "station.js": withoutPaths(program as string), ...others };
  return authority === undefined ? files : secured(files, authority);
}

/** Each compiler is loaded where it is wanted: together they take seconds. */
async function programFiles(
  station: Station,
  bus: string,
  entry: string,
  without: string[],
  site: StationSite,
): Promise<Record<string, string | Uint8Array>> {
  const { name, runtime, feeds } = station;
  if (runtime === "nodemcu") {
    const { buildLua } = await import("./nodemcu.ts");
    return { [`${name}.lua`]: bus + buildLua(entry, without) };
  }
  if (runtime === "moddable") return moddableFiles(bus, entry, without, busManifests(feeds), site.authority);
  const { buildEspruino } = await import("./espruino.ts");
  const { plain, minified } = await buildEspruino(entry, [], without);
  return { [`${name}.js`]: bus + withoutPaths(plain), [`${name}.min.js`]: bus + minified };
}

/**
 * Build the station of a file and write it.
 *
 * @param path    the file
 * @param folder  receives a folder with the station's name
 * @param site    asked when the station is found to be right
 * @param given   the runtime in place of the one that the station says
 * @throws        Error for all that is wrong with the station, and for what is wrong at its site
 */
export async function writeStation(
  path: string,
  folder: string,
  site: () => StationSite,
  given?: Runtime,
): Promise<StationBuild> {
  const { name: exportName, station: found } = await findStation(path);
  const station = given === undefined ? found : { ...found, runtime: given };
  requireStation(station);
  const address = site();
  requireBuildable(station, address);
  const { name, runtime, hardware } = station;
  const bus = busText(runtime, hardware.i2c, station.feeds) + sleepText(station);
  const without = sparedBy(station, address);
  mkdirSync(join(folder, name), { recursive: true });
  const own = realpathSync(join(folder, name));
  const program = programIdentity(station, address);
  const parts = { folder: own, stationPath: realpathSync(path), exportName, site: address, program, runtime };
  writeFiles(folder, name, { "entry.ts": entryText(parts) });
  const files = await programFiles(station, bus, join(own, "entry.ts"), without, address);
  return {
    station,
    without,
    files: writeFiles(folder, name, files),
    warnings: warningsFor(station, address),
  };
}
