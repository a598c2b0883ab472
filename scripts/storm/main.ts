/*
 * npm run storm -- --seeds 10000 [--engine lua] [--from 1] [--station boards/cellar.ts] [--every 10s] [--for 1h]: one
 * storm after the other, until one breaks something. Without a station the boards take turns.
 */
import { Command, Option } from "commander";
import { parseDuration, parseSeconds, parseWhole } from "../../src/cli/duration.ts";
import { programOf } from "../../src/cli/sim-world.ts";
import { ENGINE_NAMES, runtimeOf } from "../../src/simulator/engines/names.ts";
import type { EngineName } from "../../src/simulator/engines/names.ts";
import { countText, makeShow } from "../../src/simulator/show.ts";
import { brokenLines } from "../../src/simulator/storm/storm-report.ts";
import { storms } from "./storms.ts";
import type { StormStation } from "./storms.ts";
import { loadStation } from "../../src/toolchain/station-file.ts";

interface Options {
  seeds: number;
  from: number;
  engine: EngineName;
  station?: string;
  every?: number;
  for: number;
}

const ALL = ["greenhouse", "cellar", "rooftop"].map((name) => `test/support/stations/${name}.ts`);
/** Where there is no firmware for all of them. */
const BOARDS: Record<string, string[]> = { lua: ["test/support/stations/cellar.ts"] };
const boardsFor = (engine: string) => BOARDS[engine] ?? ALL;

async function stationAt(path: string, { engine, every }: Options): Promise<StormStation> {
  const station = await loadStation(path);
  const feeds =
    every === undefined ? station.feeds : station.feeds.map((feed) => ({ ...feed, everyS: every }));
  // As the command line that shows a storm again has it.
  const runtime = engine === "node" ? station.runtime : runtimeOf(engine);
  const program = await programOf(path, station, { engine });
  return { path, station: { ...station, feeds, runtime }, program };
}

const given = new Command("storm")
  .option("--seeds <count>", "how many storms", parseWhole(1, 1e9), 1000)
  .option("--from <seed>", "the first seed", parseWhole(0, 2 ** 32 - 1), 1)
  .addOption(new Option("--engine <engine>", "what runs the stations").choices(ENGINE_NAMES).default("node"))
  .option("--station <file>", "only this one")
  .option("--every <duration>", "take a reading this often (whole seconds); on the Node engine", parseSeconds)
  .option("--for <duration>", "storm and calm together", parseDuration, 3_600_000)
  .parse()
  .opts<Options>();

/** How far it is, and how long it will take if it goes on like this. */
function progress(done: number, seeds: number, beginMs: number): string {
  const passedS = (performance.now() - beginMs) / 1000;
  const leftS = Math.ceil((passedS * (seeds - done)) / Math.max(done, 1));
  const left = done === 0 || done === seeds ? "" : `   about ${countText(leftS)} s left`;
  return `${countText(done)} of ${countText(seeds)} storms${left}`;
}

async function main(): Promise<void> {
  const { seeds, from, every, engine, for: forMs } = given;
  if (every !== undefined && engine !== "node")
    throw new Error(
      "--every changes a station, and engines run unchanged what is built: leave out one of them",
    );
  if (from + seeds > 2 ** 32)
    throw new Error(`seeds end at ${2 ** 32 - 1}: from ${from} there are ${2 ** 32 - from} left`);
  const paths = given.station === undefined ? boardsFor(engine) : [given.station];
  const stations = await Promise.all(paths.map((path) => stationAt(path, given)));
  const beginMs = performance.now();
  let done = 0;
  const show = makeShow(process.stdout, () => progress(done, seeds, beginMs));
  for (const { seed, path, verdict } of storms(stations, from, seeds, forMs)) {
    done += 1;
    if (verdict.findings.length > 0) {
      for (const line of brokenLines(verdict, { path, everyS: every, forMs, seed, engine })) show.line(line);
      process.exitCode = 1;
      break;
    }
    // The status line has its turn.
    if (done % 10 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  show.end();
  console.log(process.exitCode === 1 ? `broken      storm ${from + done - 1}` : "every promise was kept");
}

main().catch((error: unknown) => {
  console.error(`storm: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
