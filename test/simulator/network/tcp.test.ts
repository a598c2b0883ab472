/*
 * What a connection's two owners are told, and when: 10 ms each way, so a round trip is 20.
 */
import { expect, test } from "vitest";
import { bytes, NetworkBench } from "../../support/sim-network.ts";

test("a connection opens after one round trip, and the service knows half of one later", () => {
  const bench = new NetworkBench();
  bench.connect();
  bench.pass(29);
  expect(bench.board.told).toEqual(["20 opened"]);
  expect(bench.accepted).toBeUndefined();
  bench.pass(1);
  expect(bench.accepted).toBeDefined();
  expect(bench.from).toBe("10.0.0.2");
});

test("bytes arrive half a round trip later, and are acknowledged after a whole one", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("hello");
  bench.pass(100);
  expect(bench.service.told).toEqual(["110 hello"]);
  expect(bench.board.told).toEqual(["120 sent"]);
  bench.answer("there");
  bench.pass(100);
  expect(bench.board.told[1]).toBe("210 there");
  expect(bench.service.told[1]).toBe("220 sent");
});

test("what was acknowledged is told before what was answered to it", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.service.onReceived = () => bench.accepted?.write(bytes("answer"));
  bench.write("question");
  bench.pass(100);
  expect(bench.board.told).toEqual(["120 sent", "120 answer"]);
});

test("what is written before the connection is open goes out when it is", () => {
  const bench = new NetworkBench();
  bench.connect();
  bench.write("early");
  bench.board.onOpened = () => bench.connection.write(bytes("late"));
  bench.pass(100);
  expect(bench.service.told).toEqual(["30 early", "30 late"]);
  expect(bench.board.told).toEqual(["20 opened", "40 sent"]);
});

test("a writer may use its buffer again at once", () => {
  const bench = new NetworkBench();
  bench.open();
  const buffer = bytes("first");
  bench.connection.write(buffer);
  buffer.fill(0);
  bench.pass(100);
  expect(bench.service.text).toBe("first");
});

test("sent is told once, when all that was written is acknowledged", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("a");
  bench.pass(5);
  bench.write("b");
  bench.pass(100);
  expect(bench.board.told).toEqual(["125 sent"]);
});

test("what is longer than a segment arrives in segments", () => {
  const bench = new NetworkBench({ segmentBytes: 20, bytesPerS: 60_000 });
  bench.open();
  bench.write("x".repeat(50));
  bench.pass(100);
  // 60 bytes with headers take 1 ms; the last segment has 10.
  expect(bench.service.told).toEqual(["111 20 bytes", "112 20 bytes", "112.833 xxxxxxxxxx"]);
  expect(bench.board.told).toEqual(["123.5 sent"]);
});

test("without loss one write costs two events, and a whole connection five more", () => {
  const bench = new NetworkBench();
  bench.open();
  const before = bench.world.eventCount;
  bench.write("x".repeat(1440));
  bench.pass(1000);
  expect(bench.world.eventCount - before).toBe(2);
  bench.call(() => bench.connection.close());
  bench.pass(1000);
  expect(bench.world.eventCount).toBe(7);
});
