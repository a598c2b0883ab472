/*
 * The catnap command: what a person types, checked, and handed to whoever does it.
 */
import { createRequire } from "node:module";
import { Command, InvalidArgumentError, Option } from "commander";
import { runDesk } from "./simulator/desk.ts";
import type { DeskResult } from "./simulator/desk-report.ts";
import { countText, plural } from "./simulator/show.ts";
import type { RuntimeName } from "./toolchain/features.ts";
import { libraryWarnings, RUNTIMES, writeLibrary } from "./toolchain/library.ts";
import { loadStation } from "./toolchain/station-file.ts";

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "20s" becomes 20000. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const ms = match === null ? 0 : Number(match[1]) * (UNITS[match[2] as string] as number);
  if (ms <= 0 || ms > 2 ** 31 - 1)
    throw new InvalidArgumentError(
      "give a number with its unit, such as 500ms, 20s, 5m, 2h or 1d (at most 24d)",
    );
  return ms;
}

/** Ctrl-C ends in order; the second one at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}

/** "5s" becomes 5. */
function parseSeconds(text: string): number {
  const seconds = parseDuration(text) / 1000;
  if (!Number.isInteger(seconds)) throw new InvalidArgumentError("give whole seconds, such as 2s or 5m");
  return seconds;
}

interface SimOptions {
  broker?: string;
  for?: number;
  every?: number;
  json?: boolean;
}

/** What kept a run from being all right, in one sentence. */
function shortcoming(result: DeskResult): string {
  const { full, replaced, expired, unsendable } = result.dropped;
  const dropped = full + replaced + expired + unsendable;
  if (result.published === 0)
    return "the station took no reading: the line above says what its sensors answered";
  if (dropped > 0)
    return `${dropped} readings were dropped: raise the station's limits, or look at the broker`;
  if (result.queued > 0)
    return `${plural(result.queued, "reading")} not acknowledged: check that the broker can be reached`;
  return `the subscriber received ${result.received} of ${plural(result.published, "reading")}`;
}

async function sim(path: string, options: SimOptions): Promise<void> {
  const station = await loadStation(path);
  const everyS = options.every;
  const feeds = everyS === undefined ? station.feeds : station.feeds.map((feed) => ({ ...feed, everyS }));
  const result = await runDesk({
    station: { ...station, feeds },
    broker: options.broker,
    forMs: options.for,
    stop: stopSignal(),
    out: process.stdout,
  });
  if (options.json === true) console.log(JSON.stringify(result));
  if (result.ok) return;
  console.error(`catnap: ${shortcoming(result)}`);
  process.exitCode = 1;
}

interface BuildOptions {
  library?: boolean;
  runtime?: RuntimeName;
}

async function build(options: BuildOptions): Promise<void> {
  if (options.library !== true) throw new Error("only the library can be built so far: give --library");
  const runtimes = options.runtime === undefined ? RUNTIMES : [options.runtime];
  for (const { path, bytes } of await writeLibrary("dist", runtimes))
    console.log(`${`dist/${path}`.padEnd(30)} ${countText(bytes).padStart(7)} B`);
  for (const warning of libraryWarnings(runtimes)) console.error(`catnap: ${warning}`);
}

const program = new Command("catnap");
program.version((createRequire(import.meta.url)("../package.json") as { version: string }).version);
program.description("An MQTT client for microcontrollers that sleep, and its desktop simulator.");
program
  .command("sim")
  .description("run a station at your desk, against a real broker")
  .argument("<station>", "the file of a station, such as boards/greenhouse.ts")
  .option(
    "--broker <address>",
    "mqtt://user:password@host:1883 or mqtts://...; else an embedded broker on loopback",
  )
  .option("--for <duration>", "end after this time, such as 20s or 5m; else Ctrl-C ends", parseDuration)
  .option(
    "--every <duration>",
    "take a reading this often (whole seconds), whatever the station says",
    parseSeconds,
  )
  .option("--json", "print one JSON object as the last line")
  .action(sim);

program
  .command("build")
  .description("build the client for the runtimes of boards")
  .option("--library", "the library, as a module of each runtime, into dist")
  .addOption(new Option("--runtime <runtime>", "for this one only").choices(RUNTIMES))
  .action(build);

program.parseAsync().catch((error: unknown) => {
  console.error(`catnap: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
