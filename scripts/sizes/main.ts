/*
 * npm run sizes: what `catnap sizes` prints, and the stations; with --write also into test/golden and the README.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ROOT } from "../../src/toolchain/features.ts";
import { KEPT_FILE, keptRemark } from "../../src/toolchain/measure/kept.ts";
import { printReport, sizesReport } from "../../src/toolchain/measure/report.ts";
import { STATIONS_FILE, stationSizes, stationsTable } from "../../src/toolchain/measure/stations.ts";
import { README_FILE, withTables } from "./readme.ts";

const report = await sizesReport();
printReport(report);
const stations = stationsTable(await stationSizes());
process.stdout.write(`\n${stations}`);
if (process.argv.includes("--write")) {
  const { figures, kept, table } = report;
  if (kept !== undefined) writeFileSync(KEPT_FILE, `${JSON.stringify(kept, undefined, 2)}\n`);
  writeFileSync(`${ROOT}test/golden/sizes.txt`, table);
  writeFileSync(STATIONS_FILE, stations);
  const readme = readFileSync(README_FILE, "utf8");
  writeFileSync(README_FILE, await withTables(readme, figures, keptRemark(kept)));
}
if (!report.ok) process.exitCode = 1;
