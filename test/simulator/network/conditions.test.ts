/*
 * Every named set of conditions carries a message there and back, in the time that its figures allow.
 */
import { expect, test } from "vitest";
import { CONDITIONS } from "../../../src/simulator/network/conditions.ts";
import type { ConditionsName } from "../../../src/simulator/network/conditions.ts";
import { bytes, NetworkBench } from "../../support/sim-network.ts";

/** Round trips of the energy model: network.rtt_lan_ms and rtt_wan_ms; without loss, jitter only adds. */
const ROUND_TRIPS: [ConditionsName, number][] = [
  ["lan", 5],
  ["wan", 50],
  ["lossy", 50],
  ["mobile", 150],
  ["awful", 300],
];

for (const [name, roundTripMs] of ROUND_TRIPS) {
  test(`${name}: a question is answered after ${roundTripMs} ms and what jitter and bandwidth add`, () => {
    const conditions = CONDITIONS[name];
    const bench = new NetworkBench({ ...conditions, loss: 0 });
    bench.service.onReceived = () => bench.accepted?.write(bytes("!"));
    bench.connect();
    bench.pass(10_000);
    const startMs = bench.world.nowMs;
    bench.write("?");
    bench.pass(10_000);
    const answer = bench.board.told.find((line) => line.endsWith("!")) ?? "never";
    const tookMs = Number(answer.split(" ")[0]) - startMs;
    expect(tookMs).toBeGreaterThanOrEqual(roundTripMs);
    // Three small packets at most stand behind each other on the line.
    const mostMs = roundTripMs + 2 * conditions.jitterMs + (3 * 41_000) / conditions.bytesPerS;
    expect(tookMs).toBeLessThanOrEqual(mostMs);
  });
}

test("as many segments are lost as the conditions say", () => {
  const bench = new NetworkBench({ loss: 0.05, segmentBytes: 1 }, 9);
  bench.open();
  bench.write("x".repeat(4000));
  bench.pass(3_600_000);
  expect(bench.service.text).toHaveLength(4000);
  const lostCount = bench.trace.filter((line) => line.endsWith("1 bytes lost")).length;
  // 211 are expected, repetitions included; four standard deviations are 58.
  expect(Math.abs(lostCount - 211)).toBeLessThan(58);
});
