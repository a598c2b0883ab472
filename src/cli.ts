/*
 * The catnap command: what a person types, checked, and handed to whoever does it.
 */
import { createRequire } from "node:module";
import { Command, Option } from "commander";
import { addDiscovery } from "./cli/discovery.ts";
import { addPsk } from "./cli/psk.ts";
import { addSim } from "./cli/sim.ts";
import { build } from "./toolchain/build.ts";
import { parseWithout, RUNTIMES, spareFeatures } from "./toolchain/features.ts";

const program = new Command("catnap");
program.version((createRequire(import.meta.url)("../package.json") as { version: string }).version);
program.description("An MQTT client for microcontrollers that sleep, and its desktop simulator.");
addSim(program);
addDiscovery(program);
addPsk(program);

program
  .command("build")
  .description("build a station, or the library, for the runtimes of boards, into dist")
  .argument("[station]", "the file of a station, such as boards/greenhouse.ts; its runtime is what it says")
  .option("--library", "the library, as a module of each runtime")
  .addOption(new Option("--runtime <runtime>", "the library for this one only").choices(RUNTIMES))
  .option("--small", "the library's small client: half the memory, and less than the whole one can do")
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

// Whoever reads may have seen enough, such as head.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

program.parseAsync().catch((error: unknown) => {
  console.error(`catnap: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
