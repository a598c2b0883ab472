/*
 * A station in bad weather for a day: loss on the way and outbox size decide what arrives, and what it costs. The table
 * is golden text; `npx vitest run --update` writes it anew.
 */
import { expect, test } from "vitest";
import { greenhouse } from "../../support/stations/greenhouse.ts";
import { boundsOf } from "../../../src/simulator/checks/bounds.ts";
import { faultNamed, strike } from "../../../src/simulator/faults/faults.ts";
import type { Fault } from "../../../src/simulator/faults/setting.ts";
import { Ordeal } from "../../../src/simulator/storm/ordeal.ts";
import { makeWorld } from "../../../src/simulator/virtual/world-parts.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** In each hour the access point is away for so long. */
const AWAY_MS = HOUR_MS / 3;
const LOSSES = [0, 0.05, 0.2, 0.4, 0.6];
const ENTRIES = [4, 8, 16, 32];

interface Day {
  deliveredPercent: number;
  mah: number;
  findings: string[];
}

function dayOf(loss: number, outboxEntries: number): Day {
  const station = { ...greenhouse, limits: { ...greenhouse.limits, outboxEntries } };
  const ordeal = new Ordeal(station);
  const parts = makeWorld({ station, seed: 5, between: ordeal.between, conditions: { loss } });
  const setting = ordeal.watch(parts);
  const { world, board, meter } = parts;
  const fault = faultNamed("no-link") as Fault;
  for (let atMs = HOUR_MS / 2; atMs < DAY_MS; atMs += HOUR_MS)
    world.after(atMs, () => strike(setting, { fault, values: {}, atMs, forMs: AWAY_MS }));
  board.powerOn();
  world.runTo(DAY_MS);
  const { evidence } = ordeal.witness;
  // There is no calm: how fast it comes back is not judged.
  evidence.calmMs = DAY_MS;
  // With loss, what arrives may arrive again.
  const arrivedOnce = new Set(evidence.arrivals.map(({ topic, number }) => `${topic} ${number}`));
  return {
    deliveredPercent: (100 * arrivedOnce.size) / evidence.samples.length,
    mah: meter.report().averageMa * 24,
    // What still waits at midnight may yet arrive.
    findings: ordeal.judge({ ...boundsOf(station), settleMs: Infinity }).map(({ text }) => text),
  };
}

test(
  "loss on the way and outbox size decide what arrives in a day, and what it costs",
  { timeout: 120_000 },
  async () => {
    const lines = [
      "greenhouse for a day: a reading a minute, the access point away for 20 minutes of each hour.",
      "Of the readings arrived, and charge from the battery:",
      "",
      `loss    ${ENTRIES.map((entries) => `outbox of ${entries}`.padStart(20)).join("")}`,
    ];
    const table = LOSSES.map((loss) => ENTRIES.map((entries) => dayOf(loss, entries)));
    expect(table.flat().flatMap(({ findings }) => findings)).toEqual([]);
    table.forEach((row, at) => {
      const cells = row.map(
        ({ deliveredPercent, mah }) => `${deliveredPercent.toFixed(1)} %, ${mah.toFixed(0)} mAh`,
      );
      lines.push(
        `${(LOSSES[at] as number).toFixed(2).padEnd(8)}${cells.map((cell) => cell.padStart(20)).join("")}`,
      );
    });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("../../golden/weather.txt");
  },
);
