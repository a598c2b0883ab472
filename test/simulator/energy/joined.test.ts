/*
 * The rows of the worked example that stay joined: with every message the radio listens for 50 ms, for 20 ms that an
 * answer takes, and for another 50 ms by itself; a publish every 5 minutes, and pings as often as the keep alive wants.
 */
import { expect, test } from "vitest";
import type { ChipState } from "../../../src/simulator/energy/meter.ts";
import type { ProfileOptions } from "../../../src/simulator/energy/profile.ts";
import { ScriptedBoard, expectWithin } from "../../support/scripted-wake.ts";

const PERIOD_S = 300;
const TALK_MS = 70;

/** Name, state between messages, seconds between pings or 0, options, average mA, days. */
const ROWS: [string, ChipState, number, Partial<ProfileOptions>, number, number][] = [
  ["A0, the radio never naps", "rx", 0, {}, 112, 0.8],
  ["A1, modem sleep, a ping each 15 s", "idle_modem", 15, {}, 31.8, 2.8],
  ["B1, light sleep, a ping each 15 s", "idle_light", 15, { dtim: 3 }, 3.27, 27],
  ["B2, light sleep, a ping each 60 s", "idle_light", 60, { dtim: 3 }, 2.6, 33],
  ["B3, light sleep, no pings", "idle_light", 0, { dtim: 3 }, 2.37, 36],
  ["B4, as B3 with DTIM 1", "idle_light", 0, { dtim: 1 }, 3.38, 26],
  ["B5, as B3 with what was measured", "idle_light", 0, { dtim: 3, isPessimistic: true }, 6.5, 13],
];

for (const [name, idle, pingS, options, ma, days] of ROWS) {
  test(`row ${name}: ${ma} mA, ${days} days`, () => {
    const board = new ScriptedBoard({}, options);
    for (let second = 0; second < PERIOD_S; second += 1) {
      const isPublish = second === 0;
      const isPing = pingS > 0 && second % pingS === 0;
      const talks = Number(isPublish) + Number(isPing);
      if (talks > 0) board.be("rx", "waiting", talks * TALK_MS);
      board.be(idle, "waiting", 1000 - talks * TALK_MS);
    }
    const report = board.meter.report();
    expectWithin(0.05, report.averageMa, ma);
    expectWithin(0.05, report.days, days);
    expect(report.wakeCount).toBe(0);
  });
}
