/*
 * When the client tries again: exponential back-off with full jitter from a seed.
 */
import { expect, test } from "vitest";
import { disconnect, start, tick } from "../../src/client/connection.ts";
import { elapsedMs } from "../../src/client/clock.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { Bench, connack } from "../support/client.ts";
import { lose, message, words } from "../support/wire.ts";

/** The waits after so many losses before CONNACK. */
function waits(count: number, seed: number, changes: ClientOptions = {}): number[] {
  const bench = new Bench({ seed, ...changes });
  return Array.from({ length: count }, () => {
    bench.open();
    lose(bench);
    return elapsedMs(bench.nowMs, dueMs(bench.client));
  });
}

test("the longest wait doubles from the first delay to the cap, and stays there", () => {
  const bench = new Bench({ retryFirstS: 1, retryCapS: 20 });
  const longest: number[] = [];
  for (let failure = 0; failure < 8; failure += 1) {
    bench.open();
    lose(bench);
    longest.push(bench.client.longestMs);
  }
  expect(longest).toEqual([1000, 2000, 4000, 8000, 16000, 20000, 20000, 20000]);
});

test("each wait is drawn from all of the span, from 0 up to the longest", () => {
  const patience = { retryFirstS: 64, retryCapS: 64 };
  const drawn = Array.from({ length: 300 }, (_, at) => waits(1, at * 218, patience)[0] as number);
  expect(Math.min(...drawn)).toBeLessThan(3200);
  expect(Math.max(...drawn)).toBeGreaterThan(60800);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(64000);
  const mean = drawn.reduce((sum, waitMs) => sum + waitMs, 0) / drawn.length;
  expect(Math.abs(mean - 32000)).toBeLessThan(3200);
});

test("the seed decides: the same seed waits the same, another one does not", () => {
  expect(waits(10, 7)).toEqual(waits(10, 7));
  expect(waits(10, 8)).not.toEqual(waits(10, 7));
});

// Names of boards are often numbered, so their seeds (retry.ts, seedOf) are often neighbours.
test("ten boards with neighbouring seeds spread over the wait, from the first one on", () => {
  const patience = { retryFirstS: 60, retryCapS: 60 };
  const first = Array.from({ length: 10 }, (_, board) => waits(1, 30000 + board, patience)[0] as number);
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(15000);
});

for (const [what, upMs, longestMs] of [
  ["starts over after a healthy connection: as long as one answer's time", 20000, 1000],
  ["does not start over after a short connection: one millisecond less", 19999, 16000],
] as const)
  test(`the back-off ${what}`, () => {
    const bench = new Bench();
    for (let failure = 0; failure < 4; failure += 1) {
      bench.open();
      lose(bench);
    }
    bench.pass(100000).up().pass(upMs);
    lose(bench);
    expect(bench.client.longestMs).toBe(longestMs);
  });

const PARTINGS: [string, (bench: Bench) => void][] = [
  ["disconnect", (bench) => disconnect(bench.client, bench.nowMs)],
  [
    "an overrun",
    (bench) =>
      bench.receive(message("t", "x", { qos: 1, messageId: 1 }), message("t", "x", { qos: 1, messageId: 2 })),
  ],
];
for (const [parting, part] of PARTINGS)
  test(`the back-off starts over also when the healthy connection ended with ${parting}`, () => {
    const bench = new Bench({ pubacks: 1 });
    for (let failure = 0; failure < 4; failure += 1) {
      bench.open();
      lose(bench);
    }
    bench.up().pass(50000);
    part(bench);
    expect(words(bench.written()).at(-1)).toBe("disconnect");
    bench.open();
    lose(bench);
    expect(bench.client.longestMs).toBeLessThanOrEqual(2000);
  });

test("the back-off starts over after a healthy connection that answered a refusal", () => {
  const bench = new Bench();
  bench.open();
  bench.receive(connack(5));
  bench.up().pass(20000);
  lose(bench);
  expect(bench.client.longestMs).toBe(1000);
});

test("nothing is tried before the wait is over, and then at once; start does not wait", () => {
  const bench = new Bench();
  bench.open();
  lose(bench);
  const waitMs = elapsedMs(bench.nowMs, dueMs(bench.client));
  expect(waitMs).toBeGreaterThan(1);
  bench.pass(waitMs - 1);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Waiting);
  bench.pass(1);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Opening);
  lose(bench);
  start(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Opening);
});

test("the state is readable on the whole way", () => {
  const bench = new Bench();
  const { client } = bench;
  const states: Link[] = [client.link];
  const note = () => states.push(client.link);
  start(client, bench.nowMs);
  note();
  lose(bench);
  note();
  bench.open();
  note();
  bench.receive(connack());
  note();
  disconnect(client, bench.nowMs);
  note();
  bench.written();
  note();
  expect(states).toEqual([
    ...[Link.Down, Link.Opening, Link.Waiting, Link.Greeting, Link.Up, Link.Closing, Link.Down],
  ]);
  expect(client.counters).toMatchObject({ connects: 1, closes: 2 });
});
