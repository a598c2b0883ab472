/*
 * The catnap command: what a person types, checked, and handed to whoever does it.
 */
import { createRequire } from "node:module";
import { Command, InvalidArgumentError, Option } from "commander";
import type { DeskResult } from "./simulator/desk-report.ts";
import { plural } from "./simulator/show.ts";
import { build } from "./toolchain/build.ts";
import { parseWithout, RUNTIMES, spareFeatures } from "./toolchain/features.ts";
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
  // Brokers take a second to load, which nobody should wait who builds, or has mistyped.
  const { runDesk } = await import("./simulator/desk.ts");
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
  .description("build a station, or the library, for the runtimes of boards, into dist")
  .argument("[station]", "the file of a station, such as boards/greenhouse.ts; its runtime is what it says")
  .option("--library", "the library, as a module of each runtime")
  .addOption(new Option("--runtime <runtime>", "the library for this one only").choices(RUNTIMES))
  .option(
    "--without <features>",
    `the library without these, separated by commas: ${spareFeatures().join(", ")}`,
    parseWithout,
  )
  .option("--json", "print one JSON object as the last line")
  .action(build);

program
  .command("sizes")
  .description("measure the library for every feature set, beside its budgets")
  .option("--json", "print one JSON object as the last line")
  .action(async (options: { json?: boolean }) => {
    // Compilers and engines take a while to load, and no other command needs these.
    const { printReport, sizesReport } = await import("./toolchain/measure/report.ts");
    const report = await sizesReport();
    printReport(report);
    if (options.json === true) console.log(JSON.stringify(report));
    if (!report.ok) process.exitCode = 1;
  });

program.parseAsync().catch((error: unknown) => {
  console.error(`catnap: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
