import { describe, expect, test } from "vitest";
import type { CurrentPiece, Wake } from "../../../src/simulator/energy/charge-meter.ts";
import { PHASES } from "../../../src/simulator/energy/tally.ts";
import { ScriptedBoard } from "../../support/scripted-wake.ts";

function asleep(options = {}): ScriptedBoard {
  const board = new ScriptedBoard({}, options);
  board.meter.become("deep", "sleep");
  return board;
}

test("charge is current times time, by phase", () => {
  const board = asleep();
  board.be("boot", "boot", 70);
  board.be("join", "join", 200);
  board.be("deep", "sleep", 1000);
  const { perWake, wakeMc, averageMa } = board.meter.report();
  const charge = Object.fromEntries((perWake ?? []).map(({ phase, mc }) => [phase, mc]));
  expect(charge["boot"]).toBeCloseTo(0.07 * 32, 9);
  expect(charge["join"]).toBeCloseTo(0.2 * 131, 9);
  expect(charge["sleep"]).toBeCloseTo(1 * 0.01, 9);
  expect(wakeMc).toBeCloseTo(0.07 * 32 + 0.2 * 131, 9);
  expect(averageMa).toBeCloseTo((0.07 * 32 + 0.2 * 131 + 0.01) / 1.27, 9);
});

describe("a wake", () => {
  test("begins when the chip leaves sleep, and ends when it sleeps again", () => {
    const board = asleep();
    const wakes: [number, number, number][] = [];
    board.meter.onWake = ({ fromMs, toMs, tally }: Wake) => wakes.push([fromMs, toMs, tally.totalCharge]);
    board.be("deep", "sleep", 1000);
    board.be("boot", "boot", 100);
    board.be("join", "join", 100);
    board.be("light_radio_off", "sleep", 500);
    board.be("cpu", "waiting", 10);
    // The power is cut.
    board.be("off", "sleep", 5);
    board.be("deep", "sleep", 5);
    expect(wakes).toEqual([
      [1000, 1200, 100 * 32 + 100 * 131],
      [1700, 1710, 10 * 34],
    ]);
    expect(board.meter.wakeCount).toBe(2);
  });

  test("under way is none of those that ended, and says what it has taken", () => {
    const board = asleep();
    expect(board.meter.wakeCharge).toBe(0);
    board.be("boot", "boot", 100);
    expect(board.meter.wakeCharge).toBe(3200);
    const report = board.meter.report();
    expect(report.wakeCount).toBe(0);
    expect(report.wakeMc).toBeUndefined();
    expect(report.averageMa).toBe(32);
    board.be("deep", "sleep", 1);
    expect(board.meter.wakeCharge).toBe(0);
  });

  test("that took most is remembered with its moment", () => {
    const board = asleep();
    for (const ms of [10, 30, 20]) {
      board.be("boot", "boot", ms);
      board.be("deep", "sleep", 100);
    }
    const { worstWakeMc, worstWakeAtMs } = board.meter.report();
    expect(worstWakeMc).toBeCloseTo(0.03 * 32, 9);
    expect(worstWakeAtMs).toBe(110);
  });
});

test("being told the same again, and being asked in between, changes nothing", () => {
  const board = asleep();
  for (let part = 0; part < 10; part += 1) {
    board.be("boot", "boot", 7);
    board.meter.settle();
  }
  board.be("deep", "sleep", 1);
  expect(board.meter.wakeCount).toBe(1);
  expect(board.meter.report().wakeMc).toBeCloseTo(0.07 * 32, 9);
});

describe("a radio that may nap", () => {
  test("listens for 50 ms after its last packet", () => {
    const board = asleep();
    board.be("rx", "MQTT", 10);
    board.be("idle_modem", "waiting", 30);
    board.meter.become("idle_modem", "waiting");
    board.be("idle_modem", "waiting", 70);
    expect(board.meter.wakeCharge).toBeCloseTo(10 * 131 + 50 * 112 + 50 * 31.12, 6);
  });

  test("is asked for something else meanwhile, and does not nap", () => {
    const board = asleep();
    board.be("join", "join", 10);
    board.be("idle_light", "waiting", 30);
    board.be("rx", "TCP", 100);
    expect(board.meter.wakeCharge).toBeCloseTo(10 * 131 + 30 * 112 + 100 * 131, 6);
    board.be("idle_light", "waiting", 30);
    board.be("deep", "sleep", 100);
    expect(board.meter.wakeCount).toBe(1);
    expect(board.meter.isAwake).toBe(false);
  });

  test("does so at once where no such time is known of its chip", () => {
    const board = new ScriptedBoard({ chip: "esp8266" });
    board.be("rx", "MQTT", 10);
    board.be("idle_modem", "waiting", 100);
    expect(board.meter.wakeCharge).toBeCloseTo(10 * 71 + 100 * 15, 6);
  });
});

describe("a frame", () => {
  const BYTES = 244;
  /** 300 bytes with Wi-Fi's own at 24 Mbit/s, behind a preamble. */
  const AIR_MS = 0.026 + 0.1;

  test("is in the average of a radio that talks", () => {
    const board = asleep();
    board.meter.become("rx", "MQTT");
    board.meter.transmitted(BYTES);
    board.be("rx", "MQTT", 10);
    expect(board.meter.wakeCharge).toBeCloseTo(10 * 131, 6);
  });

  test("draws the transmitter's figure for as long as it is on air, where frames are counted", () => {
    const board = asleep({ radio: "bursts" });
    board.meter.become("rx", "MQTT");
    board.meter.transmitted(BYTES);
    board.be("rx", "MQTT", 10);
    expect(board.meter.wakeCharge).toBeCloseTo(10 * 112 + AIR_MS * (280 - 112), 6);
  });

  test("waits for the one before it, and outlives a change of state", () => {
    const board = asleep({ radio: "bursts" });
    board.meter.become("rx", "TCP");
    board.meter.transmitted(BYTES);
    board.meter.transmitted(BYTES);
    board.be("rx", "TCP", AIR_MS);
    board.be("cpu", "waiting", 10);
    expect(board.meter.wakeCharge).toBeCloseTo(2 * AIR_MS * 280 + (10 - AIR_MS) * 34, 6);
  });

  test("ends with the wake, and none goes out of a chip that sleeps", () => {
    const board = asleep({ radio: "bursts" });
    board.meter.become("rx", "TCP");
    board.meter.transmitted(BYTES);
    board.be("deep", "sleep", 0);
    board.meter.transmitted(BYTES);
    board.be("deep", "sleep", 100);
    board.meter.settle();
    expect(board.meter.total.totalCharge).toBeCloseTo(100 * 0.01, 9);
  });
});

test("the pieces of the curve follow each other, and are all of the charge", () => {
  const board = asleep({ radio: "bursts" });
  const pieces: CurrentPiece[] = [];
  board.meter.onPiece = (piece) => pieces.push(piece);
  board.boot();
  board.join();
  board.meter.become("rx", "TCP");
  board.meter.transmitted(100);
  board.exchange(2, 5, 25);
  board.sleep(300_000);
  board.meter.settle();
  expect(pieces[0]?.fromMs).toBe(0);
  expect(pieces.slice(1).map(({ fromMs }) => fromMs)).toEqual(pieces.slice(0, -1).map(({ toMs }) => toMs));
  expect(pieces.filter(({ isSending }) => isSending)).toHaveLength(1);
  const charge = pieces.reduce((sum, { fromMs, toMs, ma }) => sum + (toMs - fromMs) * ma, 0);
  expect(charge).toBeCloseTo(board.meter.total.totalCharge, 6);
});

test("the report lists the figures that were used, and no others", () => {
  const board = asleep();
  board.be("boot", "boot", 70);
  board.be("deep", "sleep", 100);
  const names = board.meter.report().figures.map(({ what, kind }) => `${what}: ${kind}`);
  expect(names).toContain("esp32 boot: derived");
  expect(names).toContain("esp32 deep: datasheet");
  expect(names).toContain("liion_18650_2500 usable: estimate");
  expect(names.join()).not.toContain("join");
  // The meter began switched off, but for no time.
  expect(names.join()).not.toContain("esp32 off");
});

test("phases of a report are those of the contract, in the order of a wake", () => {
  expect(
    asleep()
      .meter.report()
      .total.map(({ phase }) => phase),
  ).toEqual(PHASES);
});
