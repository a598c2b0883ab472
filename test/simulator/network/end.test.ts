/*
 * How connections end: who is told what, in which order, and what becomes of the bytes.
 */
import { expect, test } from "vitest";
import { bytes, NetworkBench } from "../../support/sim-network.ts";

test("close goes out behind what was written, and is told to the other end only", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("last words");
  bench.call(() => bench.connection.close());
  bench.write("never");
  bench.pass(100);
  expect(bench.service.told).toEqual(["110 last words", "110 ended"]);
  expect(bench.board.told).toEqual([]);
  expect(bench.network.connectionCount).toBe(0);
});

test("the service closes: the board is told behind the last answer", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.answer("bye");
  bench.call(() => bench.accepted?.close());
  bench.pass(100);
  expect(bench.board.told).toEqual(["110 bye", "110 ended"]);
  expect(bench.service.told).toEqual([]);
});

test("a service may close while it accepts", () => {
  const bench = new NetworkBench();
  bench.onAccept = (connection) => connection.close();
  bench.connect();
  bench.pass(100);
  expect(bench.board.told).toEqual(["20 opened", "40 ended"]);
});

test("reset loses what is on its way, and is told to the other end only", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("lost");
  bench.call(() => bench.connection.reset());
  bench.pass(100);
  expect(bench.service.told).toEqual(["110 reset"]);
  expect(bench.board.told).toEqual([]);
  expect(bench.network.connectionCount).toBe(0);
});

test("bytes that meet an end on their way are nobody's", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.call(() => bench.connection.close());
  bench.answer("too late");
  bench.pass(1000);
  expect(bench.board.told).toEqual([]);
  expect(bench.service.told).toEqual(["110 ended"]);
});

test("bytes for an owner who has closed end the connection with a reset, and lost last words stay lost", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.losing(() => bench.write("last words"));
  bench.call(() => bench.connection.close());
  bench.answer("late");
  bench.pass(10_000);
  expect(bench.service.told).toEqual(["120 reset"]);
  expect(bench.board.told).toEqual([]);
  expect(bench.network.connectionCount).toBe(0);
});

test("a reset that is lost leaves the other end half-open, until it sends", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.losing(() => bench.call(() => bench.connection.reset()));
  bench.pass(3_600_000);
  expect(bench.service.told).toEqual([]);
  bench.answer("anybody?");
  bench.pass(100);
  expect(bench.service.told).toEqual(["3600120 reset"]);
});

test("both ends close at the same time: nobody is told", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.call(() => bench.connection.close());
  bench.call(() => bench.accepted?.close());
  bench.pass(1000);
  expect([bench.board.told, bench.service.told, bench.network.connectionCount]).toEqual([[], [], 0]);
});

test("extra calls on a connection that is over do nothing", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.call(() => bench.connection.close());
  bench.pass(100);
  bench.call(() => {
    bench.connection.close();
    bench.connection.reset();
    bench.connection.write(bytes("x"));
    bench.accepted?.reset();
    bench.accepted?.write(bytes("x"));
  });
  const { eventCount } = bench.world;
  bench.pass(10_000);
  expect(bench.world.eventCount).toBe(eventCount);
  expect(bench.service.told).toEqual(["110 ended"]);
  expect(bench.board.told).toEqual([]);
});
