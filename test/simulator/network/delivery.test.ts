/*
 * Bytes through any mix of conditions and faults: never lost, repeated or reordered; what an end has received is
 * always the beginning of what the other wrote. And the same seed always gives the same trace.
 */
import { expect, test } from "vitest";
import { CONDITIONS } from "../../../src/simulator/network/conditions.ts";
import { Dice, replay, SEED, TIMES } from "../../support/dice.ts";
import { NetworkBench } from "../../support/sim-network.ts";

const FILE = "test/simulator/network/delivery.test.ts";
const HOUR_MS = 3_600_000;

interface Written {
  up: string;
  down: string;
}

/** Text that shows where a byte is missing: each piece begins with its number. */
function piece(dice: Dice, number: number): string {
  return `${number}:${"x".repeat(dice.roll(dice.pick([5, 100, 2000])))};`;
}

function mixed(dice: Dice, seed: number): NetworkBench {
  const { latencyMs, jitterMs, bytesPerS, loss } =
    CONDITIONS[dice.pick(["lan", "wan", "mobile", "awful"] as const)];
  const segmentBytes = dice.pick([1, 17, 536, 1440]);
  return new NetworkBench(
    { latencyMs, jitterMs, bytesPerS, loss, segmentBytes, cutsAnywhere: dice.once(2), dnsMs: 20 },
    seed,
  );
}

function happen(bench: NetworkBench, dice: Dice, number: number, written: Written): void {
  const { network } = bench;
  const isOver = bench.board.told.concat(bench.service.told).some((line) => /reset|ended|un/.test(line));
  const text = piece(dice, number);
  if (dice.once(2) && !isOver) {
    bench.write(text);
    written.up += text;
  } else if (bench.accepted !== undefined && !isOver) {
    bench.answer(text);
    written.down += text;
  }
  if (dice.once(10)) network.stallFor(dice.roll(5000));
  if (dice.once(15)) network.isUp = !network.isUp;
  bench.pass(dice.pick([0, 1, 50, 3000]));
}

/** One connection's life. @returns  its bench, after everything has arrived or the stacks gave up */
function live(seed: number): { bench: NetworkBench; written: Written } {
  const dice = new Dice(seed);
  const bench = mixed(dice, seed);
  const written = { up: "", down: "" };
  bench.connect();
  for (let number = 0; number < 30; number += 1) happen(bench, dice, number, written);
  bench.network.isUp = true;
  bench.network.conditions.loss = 0;
  bench.pass(HOUR_MS);
  return { bench, written };
}

test("any mix of loss, jitter, cutting, stalls and a radio that comes and goes loses and reorders nothing", () => {
  const dice = new Dice(SEED);
  let whole = 0;
  for (let run = 0; run < 60 * TIMES; run += 1) {
    const seed = dice.roll(2 ** 31);
    const { bench, written } = live(seed);
    const { board, service } = bench;
    const hint = `life ${seed}: ${replay(FILE)}`;
    expect(written.up.startsWith(service.text), hint).toBe(true);
    expect(written.down.startsWith(board.text), hint).toBe(true);
    const isBroken = board.told.concat(service.told).some((line) => /reset|un/.test(line));
    if (isBroken) continue;
    whole += 1;
    expect(service.text, hint).toBe(written.up);
    expect(board.text, hint).toBe(written.down);
    if (written.up !== "") expect(board.told.join(), hint).toContain("sent");
  }
  expect(whole).toBeGreaterThan(30 * TIMES);
}, 60_000);

test("the same seed gives the same trace, another one another", () => {
  const first = live(11).bench;
  const again = live(11).bench;
  expect(again.trace).toEqual(first.trace);
  expect(again.board.told).toEqual(first.board.told);
  expect(again.service.told).toEqual(first.service.told);
  expect(live(12).bench.trace).not.toEqual(first.trace);
});

test("a lossy connection reads as in test/golden/lossy-connection.txt", async () => {
  const bench = new NetworkBench({ ...CONDITIONS.awful, loss: 0.3, jitterMs: 40, latencyMs: 25 }, 4);
  bench.connect();
  bench.pass(20_000);
  bench.write("a".repeat(1200));
  bench.pass(30_000);
  bench.answer("b".repeat(300));
  bench.pass(30_000);
  bench.network.stallFor(2000);
  bench.write("c");
  bench.call(() => bench.connection.close());
  bench.pass(120_000);
  expect(bench.service.text).toBe(`${"a".repeat(1200)}c`);
  expect(bench.board.text).toBe("b".repeat(300));
  const told = [
    ...bench.board.told.map((line) => `board told   ${line}`),
    ...bench.service.told.map((line) => `broker told  ${line}`),
  ];
  const head = `test/golden/lossy-connection.txt, printed by ${FILE}`;
  await expect(`${[head, ...bench.trace, ...told].join("\n")}\n`).toMatchFileSnapshot(
    "../../golden/lossy-connection.txt",
  );
});
