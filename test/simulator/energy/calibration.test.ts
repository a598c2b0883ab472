/*
 * The model against what was measured on an ESP32 with a PPK2, less the 15 mA of its board; and what losses cost.
 * Source: github.com/glenn20/upy-esp32-experiments, ESPNowvsWifiEnergyUsage and OptimisingMicropythonBootTime.
 */
import { expect, test } from "vitest";
import { ScriptedBoard, expectWithin } from "../../support/scripted-wake.ts";

/** Its MicroPython joins without a channel hint, as Espruino does, but boots without a look at its image. */
const NO_HINT_MS = 664;
const DHCP_MS = 892;

/** Milliseconds and millicoulombs as measured. */
const MEASURED: [string, number, number, (board: ScriptedBoard) => void][] = [
  ["boot", 70, 2.27, () => {}],
  ["a join with its own address", 734, 89, (board) => board.be("join", "join", NO_HINT_MS)],
  [
    "the same and MQTT",
    774,
    97,
    (board) => {
      board.be("join", "join", NO_HINT_MS);
      board.be("rx", "MQTT", 40);
    },
  ],
  [
    "a join with DHCP",
    1626,
    180,
    (board) => {
      board.be("join", "join", NO_HINT_MS);
      board.be("rx", "join", DHCP_MS);
    },
  ],
];

function wakeOf(play: (board: ScriptedBoard) => void): { mc: number; ms: number } {
  const board = new ScriptedBoard();
  board.boot();
  play(board);
  const ms = board.world.nowMs;
  board.be("deep", "sleep", 1);
  return { mc: board.meter.report().wakeMc as number, ms };
}

for (const [name, ms, mc, play] of MEASURED) {
  test(`${name}: ${ms} ms and ${mc} mC, within 10 %`, () => {
    const played = wakeOf(play);
    expectWithin(0.1, played.ms, ms);
    expectWithin(0.1, played.mc, mc);
  });
}

test("a single frame without an access point, 119 ms and 5.9 mC, is between its CPU and its radio", () => {
  // How long the radio ran in the 49 ms after boot was not measured, so that nothing narrower can be said.
  expect(wakeOf((board) => board.be("cpu", "boot", 49)).mc).toBeLessThan(5.9);
  expect(wakeOf((board) => board.be("rx", "MQTT", 49)).mc).toBeGreaterThan(5.9);
});

test("0.5 % of lost segments cost 14.7 mC a wake with 15 frames and 5.9 mC with 6", () => {
  // A lost segment is sent again after 1.5 s, and all that time the radio listens for its answer.
  const lostMc = wakeOf((board) => board.be("rx", "MQTT", 1500)).mc - wakeOf(() => {}).mc;
  expectWithin(0.05, 15 * 0.005 * lostMc, 14.7);
  expectWithin(0.05, 6 * 0.005 * lostMc, 5.9);
});

test("an access point that is absent costs 613 mC: three scans of 13 channels, 120 ms each", () => {
  const scansMc = wakeOf((board) => board.be("join", "join", 3 * 13 * 120)).mc - wakeOf(() => {}).mc;
  expectWithin(0.05, scansMc, 613);
});
