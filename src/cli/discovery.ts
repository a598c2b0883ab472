/*
 * `catnap discovery`: what a station tells Home Assistant, printed, or removed from the broker that keeps it.
 */
import type { Command } from "commander";
import { createRequire } from "node:module";
import { makeDiscovery } from "#discovery";
import { brokerText, parseBroker } from "../simulator/address.ts";
import { requireStation } from "../simulator/require.ts";
import type { Station } from "../station/station.ts";
import { loadSite } from "../toolchain/site-file.ts";
import { loadStation } from "../toolchain/station-file.ts";

export interface DiscoveryOptions {
  id?: string;
  remove?: boolean;
  broker?: string;
  json?: boolean;
}

/** Stands for a board's own id where nobody has said it. */
const ANY_ID = "ID";

/** The whole payload, made as a board makes it. */
function payloadOf(station: Station, board: string): { topic: string; payload: unknown } {
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  const { topic, totalBytes, source } = makeDiscovery(station, board, version);
  let text = "";
  while (text.length < totalBytes) text += source(text.length, totalBytes) as string;
  return { topic, payload: JSON.parse(text) as unknown };
}

function printDiscovery(station: Station, options: DiscoveryOptions): void {
  const { topic, payload } = payloadOf(station, options.id ?? ANY_ID);
  if (station.hasDiscovery !== true)
    console.error(`catnap: ${station.name} will not say this: it wants hasDiscovery: true for that`);
  if (options.json === true) {
    console.log(JSON.stringify({ ok: true, topic, payload }));
    return;
  }
  console.error(topic);
  console.log(JSON.stringify(payload, undefined, 2));
}

async function removeDiscovery(path: string, station: Station, options: DiscoveryOptions): Promise<void> {
  const site = options.broker === undefined ? loadSite(path, ".") : parseBroker(options.broker);
  const { removeFrom } = await import("./discovery-remove.ts");
  const removed = await removeFrom(site, station.name, options.id);
  if (removed.length === 0)
    throw new Error(
      `${brokerText(site)} keeps nothing that ${station.name} has told Home Assistant: there is nothing to remove`,
    );
  for (const topic of removed) console.log(`removed ${topic}`);
  console.error(`catnap: a station that still runs tells Home Assistant again when it next starts`);
  if (options.json === true) console.log(JSON.stringify({ ok: true, removed }));
}

/** @throws  Error that says what is wrong with the station, or with the broker */
async function discovery(path: string, options: DiscoveryOptions): Promise<void> {
  if (options.broker !== undefined && options.remove !== true)
    throw new Error("--broker is where --remove removes: without it nothing is sent anywhere");
  const station = await loadStation(path);
  requireStation(station);
  if (options.remove === true) await removeDiscovery(path, station, options);
  else printDiscovery(station, options);
}

export function addDiscovery(program: Command): void {
  program
    .command("discovery")
    .description("print what a station tells Home Assistant, or remove it")
    .argument("<station>", "the file of a station, such as boards/greenhouse.ts")
    .option("--id <id>", "the board's own id, which is the end of its client id; all boards unless given")
    .option("--remove", "have the broker forget it, and Home Assistant with it")
    .option("--broker <address>", "where to remove it; else the broker of catnap.config.json")
    .option("--json", "print one JSON object as the last line")
    .action(discovery);
}
