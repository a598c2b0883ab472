/*
 * `catnap sim`: a station at a desk in real time, or in a world in virtual time.
 */
import type { Command } from "commander";
import type { Station } from "../station/station.ts";
import { loadStation } from "../toolchain/station-file.ts";
import { addSimOptions, clashOf, isVirtual } from "./sim-options.ts";
import type { SimOptions } from "./sim-options.ts";

/** The same station with readings this often, each sent at once. */
function readingEvery({ send: _send, ...station }: Station, everyS: number): Station {
  return { ...station, feeds: station.feeds.map((feed) => ({ ...feed, everyS })) };
}

async function sim(path: string, options: SimOptions): Promise<void> {
  const clash = clashOf(options);
  if (clash !== undefined) throw new Error(clash);
  const found = await loadStation(path);
  const station = options.every === undefined ? found : readingEvery(found, options.every);
  // Brokers and worlds take a second to load, which nobody should wait who builds, or has mistyped.
  const run = isVirtual(options)
    ? (await import("./sim-world.ts")).simInWorld
    : (await import("./sim-desk.ts")).simAtDesk;
  const { code, sentence } = await run(path, station, options);
  if (sentence !== "") console.error(`catnap: ${sentence}`);
  process.exitCode = code;
}

export function addSim(program: Command): void {
  const command = program
    .command("sim")
    .description("run a station at your desk: in real time against a real broker, or in virtual time")
    .argument("<station>", "the file of a station, such as boards/greenhouse.ts");
  addSimOptions(command).action(sim);
}
