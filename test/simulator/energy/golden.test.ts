/*
 * The reports of a scripted wake each five minutes, for every firmware there is, as a person reads them:
 * test/golden/energy.txt. Its table is the README's as well.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reportText } from "../../../src/simulator/energy/report-text.ts";
import type { EnergyReport } from "../../../src/simulator/energy/report.ts";
import { ScriptedBoard } from "../../support/scripted-wake.ts";

const PERIOD_MS = 300_000;
const PERIODS = 12;

/** Chip and firmware; first what there is, then what could be. */
const BOARDS = [
  ["esp8266", "nodemcu"],
  ["esp8266", "espruino"],
  ["esp8266", "moddable"],
  ["esp32", "espruino"],
  ["esp32", "moddable"],
  ["esp32c3", "espruino"],
  ["esp32c3", "moddable"],
  ["esp32s3", "moddable"],
  ["esp8266", "ideal"],
  ["esp32", "ideal"],
  ["esp32c3", "ideal"],
  ["esp32s3", "ideal"],
] as const;

/** An hour of CONNECT and PUBLISH in one segment, over a LAN of 5 ms. */
function reportOf(chip: string, firmware: string): EnergyReport {
  const board = new ScriptedBoard({ chip, firmware });
  for (let period = 0; period < PERIODS; period += 1) {
    if (period === 0 || board.profile.firmware.hasDeepSleep) {
      board.boot();
      board.join();
    }
    board.exchange(2, 5, 25);
    board.sleep(PERIOD_MS);
  }
  return board.meter.report();
}

function overview(reports: EnergyReport[]): string[] {
  const rows = reports.flatMap(({ firmware, chip, wakeMc, averageMa, days, lacks }) => {
    const [first = "", ...others] = lacks;
    const head = [
      firmware.padEnd(8),
      chip.padEnd(7),
      (wakeMc?.toFixed(1) ?? "-").padStart(9),
      averageMa.toFixed(3).padStart(8),
      days.toFixed(days < 10 ? 1 : 0).padStart(6),
    ].join("  ");
    return [`${head}  ${first}`.trimEnd(), ...others.map((lack) => `${" ".repeat(head.length)}  ${lack}`)];
  });
  return ["firmware  chip     mC a wake        mA    days  it lacks", ...rows];
}

const REPORTS = BOARDS.map(([chip, firmware]) => reportOf(chip, firmware));

test("the reports are those in test/golden/energy.txt", async () => {
  const head =
    "test/golden/energy.txt, printed by test/simulator/energy/golden.test.ts: a wake each 5 minutes, on modules";
  const text = [head, "", ...overview(REPORTS), ...REPORTS.flatMap((report) => ["", ...reportText(report)])];
  await expect(`${text.join("\n")}\n`).toMatchFileSnapshot("../../golden/energy.txt");
});

test("the README has the same table, and the beginning of the first report", () => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const report = reportText(REPORTS[0] as EnergyReport);
  const firstFigure = report.findIndex((line) => line.startsWith("figures")) + 1;
  for (const lines of [overview(REPORTS), report.slice(0, firstFigure + 1)]) {
    const isThere = readme.includes(lines.map((line) => `    ${line}`).join("\n"));
    expect(isThere, `copy these lines of test/golden/energy.txt into the README:\n${lines.join("\n")}`).toBe(
      true,
    );
  }
});
