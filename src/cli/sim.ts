/*
 * `catnap sim`: a station at a desk in real time, or in a world in virtual time.
 */
import type { Command } from "commander";
import { loadStation } from "../toolchain/station-file.ts";
import { addSimOptions, clashOf, isVirtual } from "./sim-options.ts";
import type { SimOptions } from "./sim-options.ts";

async function sim(path: string, options: SimOptions): Promise<void> {
  const clash = clashOf(options);
  if (clash !== undefined) throw new Error(clash);
  const station = await loadStation(path);
  const everyS = options.every;
  const feeds = everyS === undefined ? station.feeds : station.feeds.map((feed) => ({ ...feed, everyS }));
  // Brokers and worlds take a second to load, which nobody should wait who builds, or has mistyped.
  const run = isVirtual(options)
    ? (await import("./sim-world.ts")).simInWorld
    : (await import("./sim-desk.ts")).simAtDesk;
  const { code, sentence } = await run(path, { ...station, feeds }, options);
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
