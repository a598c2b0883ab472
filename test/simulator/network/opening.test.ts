/*
 * How connections come about, or do not: 10 ms each way, SYN again after 1500 ms.
 */
import { expect, test } from "vitest";
import { NetworkBench } from "../../support/sim-network.ts";

test("nobody listens: told after one round trip", () => {
  const bench = new NetworkBench();
  bench.connect("broker", 8883);
  bench.pass(100);
  expect(bench.board.told).toEqual(["20 unreachable"]);
  expect(bench.network.connectionCount).toBe(0);
});

test("a service that has stopped to listen accepts nobody, and keeps whom it has", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.unlisten("broker", 1883);
  bench.write("still there");
  bench.connect();
  bench.pass(1000);
  expect(bench.service.text).toBe("still there");
  expect(bench.board.told).toEqual(["120 sent", "120 unreachable"]);
});

test("a service that stops to listen between SYN and the end of opening resets", () => {
  const bench = new NetworkBench();
  bench.connect();
  bench.pass(15);
  bench.network.unlisten("broker", 1883);
  bench.pass(1000);
  expect(bench.board.told).toEqual(["20 opened", "40 reset"]);
});

test("a lost SYN is said again: the connection opens later", () => {
  const bench = new NetworkBench();
  bench.connect();
  bench.losing(() => bench.pass(0));
  bench.pass(10_000);
  expect(bench.board.told).toEqual(["1520 opened"]);
});

test("a lost answer to a SYN has the same effect", () => {
  const bench = new NetworkBench();
  bench.connect();
  bench.pass(9);
  bench.losing(() => bench.pass(1));
  bench.pass(10_000);
  expect(bench.board.told).toEqual(["1520 opened"]);
});

test("after 12 lost SYN it is unreachable, 18 s later", () => {
  const bench = new NetworkBench();
  bench.connect();
  bench.losing(() => bench.pass(60_000));
  expect(bench.board.told).toEqual(["18000 unreachable"]);
});

test("without a radio it is unreachable at once, but not from inside of the call", () => {
  const bench = new NetworkBench();
  bench.network.isUp = false;
  bench.connect();
  bench.pass(0);
  expect(bench.board.told).toEqual(["0 unreachable"]);
  expect(bench.network.isListening("broker", 1883)).toBe(false);
});

test("the router is found first, once for each time that the radio joins", () => {
  const bench = new NetworkBench({ arpMs: 5 });
  const open = () => {
    bench.open();
    bench.call(() => bench.connection.close());
    bench.pass(100);
  };
  open();
  open();
  bench.network.isUp = false;
  bench.network.isUp = true;
  open();
  const opened = bench.trace
    .filter((line) => line.endsWith(": open"))
    .map((line) => line.trim().slice(0, 12));
  expect(opened).toEqual(["00:00:00.025", "00:00:00.220", "00:00:00.425"]);
});

for (const ending of ["close", "reset"] as const) {
  test(`${ending} before it is open: neither end is told`, () => {
    const bench = new NetworkBench();
    bench.connect();
    bench.pass(15);
    bench.write("never");
    bench.call(() => bench.connection[ending]());
    bench.pass(60_000);
    expect(bench.board.told).toEqual([]);
    expect(bench.accepted).toBeUndefined();
    expect(bench.network.connectionCount).toBe(0);
  });
}

test("resetAll while it opens: unreachable", () => {
  const bench = new NetworkBench();
  bench.connect();
  bench.pass(15);
  bench.network.resetAll();
  bench.pass(60_000);
  expect(bench.board.told).toEqual(["15 unreachable"]);
});

test("what falls silent while it opens stays so until the patience ends", () => {
  const bench = new NetworkBench();
  bench.connect();
  bench.network.halfOpenAll();
  bench.pass(60_000);
  expect(bench.board.told).toEqual(["18000 unreachable"]);
});
