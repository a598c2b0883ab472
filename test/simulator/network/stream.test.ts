/*
 * What gets lost, and how a stack repeats it: RTO 1500 ms at the board, 200 ms at the service; 10 ms each way.
 */
import { expect, test } from "vitest";
import { NetworkBench } from "../../support/sim-network.ts";

const MINUTE_MS = 60_000;

test("a lost segment goes out again after the retransmission time", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.losing(() => bench.write("once"));
  bench.pass(10_000);
  expect(bench.service.told).toEqual(["1610 once"]);
  expect(bench.board.told).toEqual(["1620 sent"]);
});

test("the service's stack is faster", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.losing(() => bench.answer("once"));
  bench.pass(10_000);
  expect(bench.board.told).toEqual(["310 once"]);
});

test("the retransmission time doubles", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.conditions.loss = 1;
  bench.write("at last");
  // After 1.5 s, 3 s more and 6 s more; the last of these goes through.
  bench.pass(5000);
  bench.network.conditions.loss = 0;
  bench.pass(10_000);
  expect(bench.service.told).toEqual([`${100 + 1500 + 3000 + 6000 + 10} at last`]);
});

test("what got through begins anew with the first retransmission time", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.conditions.loss = 1;
  bench.write("a");
  bench.pass(2000);
  bench.network.conditions.loss = 0;
  bench.pass(8000);
  bench.losing(() => bench.write("b"));
  bench.pass(5000);
  expect(bench.service.told).toEqual(["4610 a", "11610 b"]);
});

test("later segments wait behind a lost one, and then arrive at once", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.losing(() => bench.write("a"));
  bench.pass(1);
  bench.write("b");
  bench.pass(1);
  bench.write("c");
  bench.pass(10_000);
  expect(bench.service.told).toEqual(["1610 a", "1610 b", "1610 c"]);
  expect(bench.board.told).toEqual(["1620 sent"]);
});

test("a lost acknowledgement delays sent, and the repetition is not delivered again", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("once");
  bench.pass(9);
  bench.losing(() => bench.pass(1));
  bench.pass(10_000);
  expect(bench.service.told).toEqual(["110 once"]);
  expect(bench.board.told).toEqual(["1620 sent"]);
});

test("a later acknowledgement stands for one that was lost", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("a");
  bench.pass(9);
  bench.losing(() => bench.pass(1));
  bench.write("b");
  bench.pass(100);
  expect(bench.board.told).toEqual(["130 sent"]);
  const { eventCount } = bench.world;
  bench.pass(10_000);
  // The timer rings, and finds nothing to repeat.
  expect(bench.world.eventCount).toBe(eventCount + 1);
});

test("a lost end arrives with the repetition", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.losing(() => bench.call(() => bench.connection.close()));
  bench.pass(10_000);
  expect(bench.service.told).toEqual(["1610 ended"]);
});

// lwIP: 1.5 s x (1 + 2 + 4 + ... + 128, then four times 128), where the twelfth ends it.
test("the board's stack gives up after 12 times, 19 minutes later", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.conditions.loss = 1;
  bench.write("nobody hears");
  bench.pass(60 * MINUTE_MS);
  expect(bench.board.told).toEqual([`${100 + 1500 * (255 + 4 * 128)} reset`]);
  expect(bench.trace.filter((line) => line.includes("sends again"))).toHaveLength(11);
});

// Linux, ip-sysctl, tcp_retries2: 924.6 s with a retransmission time of 200 ms.
test("the service's stack gives up after 15 repetitions, 15 minutes later", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.conditions.loss = 1;
  bench.answer("nobody hears");
  bench.pass(60 * MINUTE_MS);
  expect(bench.service.told).toEqual([`${100 + 924_600} reset`]);
  expect(bench.trace.filter((line) => line.includes("sends again"))).toHaveLength(15);
});

test("who has closed is not told that the stack gave up, and nothing is left", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.conditions.loss = 1;
  bench.call(() => bench.connection.close());
  bench.call(() => bench.accepted?.close());
  bench.pass(60 * MINUTE_MS);
  expect([bench.board.told, bench.service.told, bench.network.connectionCount]).toEqual([[], [], 0]);
});
