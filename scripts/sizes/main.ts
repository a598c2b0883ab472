/*
 * npm run sizes: what `catnap sizes` prints; with --write also into test/golden and the README.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ROOT } from "../../src/toolchain/features.ts";
import { KEPT_FILE, keptRemark } from "../../src/toolchain/measure/kept.ts";
import { printReport, sizesReport } from "../../src/toolchain/measure/report.ts";
import { README_FILE, withTables } from "./readme.ts";

const report = await sizesReport();
printReport(report);
if (process.argv.includes("--write")) {
  const { figures, kept, table } = report;
  if (kept !== undefined) writeFileSync(KEPT_FILE, `${JSON.stringify(kept, undefined, 2)}\n`);
  writeFileSync(`${ROOT}test/golden/sizes.txt`, table);
  const readme = readFileSync(README_FILE, "utf8");
  writeFileSync(README_FILE, await withTables(readme, figures, keptRemark(kept)));
}
if (!report.ok) process.exitCode = 1;
