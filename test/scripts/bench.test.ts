/*
 * What npm run bench prints, from rates that are given; and that the packet it builds is the packet it says.
 */
import { expect, test } from "vitest";
import { compare, cpuSecondsOf, rateOf } from "../../scripts/bench/bench.ts";
import { buildPublish, makeFrame } from "../../scripts/bench/packet.ts";
import { PAYLOAD, TOPIC } from "../../src/toolchain/measure/packet.ts";
import { notRun } from "../support/not-run.ts";

test("medians are given as multiples of the first task's, and the engine is stopped", async () => {
  let at = 0;
  let isStopped = false;
  const text = await compare({
    name: "Engine",
    round: async () => ({ first: 100, second: [150, 90, 170, 160, 100][at++] as number }),
    stop: () => void (isStopped = true),
  });
  expect(text.split("\n").map((line) => line.replace(/ +/g, " "))).toEqual([
    "Engine",
    " first 1.00 (1.00 to 1.00)",
    " second 1.50 (0.90 to 1.70)",
  ]);
  expect(isStopped).toBe(true);
});

test("a task is repeated until it took long enough, and the last count stands against the last time", async () => {
  let nowS = 0;
  const counts: number[] = [];
  const run = (count: number): void => {
    counts.push(count);
    nowS += count / 1000;
  };
  expect(await rateOf(run, () => nowS)).toBeCloseTo(1000);
  expect(counts).toEqual([100, 200, 400]);
});

if (process.platform === "linux")
  test("the CPU time of a process is what it says of itself, to a clock tick or two", () => {
    const { user, system } = process.cpuUsage();
    expect(Math.abs((cpuSecondsOf(process.pid) as number) - (user + system) / 1e6)).toBeLessThan(0.1);
  });
else notRun("no /proc on this system");

test("the packet is a PUBLISH of 44 bytes with QoS 0", () => {
  const bytes = buildPublish(makeFrame(128), TOPIC, PAYLOAD);
  expect(bytes).toHaveLength(44);
  expect(Buffer.from(bytes).toString("latin1")).toBe(`\x30\x2a\x00\x14${TOPIC}${PAYLOAD}`);
});
