/*
 * The way itself: jitter, bandwidth, stalls, silence, and a radio that is gone.
 */
import { expect, test } from "vitest";
import { NetworkBench } from "../../support/sim-network.ts";

function moments(told: string[]): number[] {
  return told.map((line) => Number(line.split(" ")[0]));
}

test("jitter spreads what is sent, and nothing overtakes", () => {
  const bench = new NetworkBench({ jitterMs: 50 }, 7);
  bench.open();
  for (let count = 0; count < 100; count += 1) {
    bench.write(String.fromCharCode(65 + (count % 26)));
    bench.pass(3);
  }
  bench.pass(1000);
  expect(bench.service.text).toBe("ABCDEFGHIJKLMNOPQRSTUVWXYZ".repeat(4).slice(0, 100));
  const lateness = moments(bench.service.told).map((ms, at) => ms - 100 - 3 * at);
  expect(Math.min(...lateness)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...lateness)).toBeLessThanOrEqual(60);
  expect(new Set(lateness.map(Math.round)).size).toBeGreaterThan(10);
});

test("with jitter, an acknowledgement never comes behind the answer that was sent after it", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const bench = new NetworkBench({ jitterMs: 50 }, seed);
    bench.service.onReceived = () => bench.answer("answer");
    bench.open(1000);
    bench.write("question");
    bench.pass(1000);
    expect(bench.board.told.map((line) => line.split(" ")[1])).toEqual(["sent", "answer"]);
  }
});

test("a slow line takes its time with every byte, one after the other", () => {
  const bench = new NetworkBench({ bytesPerS: 1000 });
  bench.open();
  const startMs = bench.world.nowMs;
  bench.write("x".repeat(60));
  bench.write("y".repeat(160));
  bench.pass(1000);
  // 40 bytes of headers each, and behind the end of opening, which has none but these and is still on its way.
  expect(moments(bench.service.told).map((ms) => ms - startMs)).toEqual([150, 350]);
});

test("segments are cut at any byte, and nothing is lost by it", () => {
  const bench = new NetworkBench({ cutsAnywhere: true, segmentBytes: 20 }, 3);
  bench.open();
  bench.write("0123456789".repeat(10));
  bench.pass(1000);
  expect(bench.service.text).toBe("0123456789".repeat(10));
  expect(bench.service.told.length).toBeGreaterThan(5);
});

test("a stall holds everything back, in both directions, and lets it go in order", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("before");
  bench.network.stallFor(500);
  bench.pass(100);
  bench.write("amid");
  bench.answer("back");
  bench.pass(1000);
  expect(bench.service.told).toEqual(["600 before", "600 amid", "610 sent"]);
  // Acknowledgements leave when the stall is over.
  expect(bench.board.told).toEqual(["600 back", "610 sent"]);
});

test("a silent connection passes nothing in either direction, and tells nobody", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("under way");
  bench.network.halfOpenAll();
  bench.answer("lost");
  bench.pass(600_000);
  expect(bench.service.told).toEqual([]);
  expect(bench.board.told).toEqual([]);
});

test("a connection opened after others fell silent is not one of them", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.halfOpenAll();
  bench.connect();
  bench.pass(30);
  bench.write("hello");
  bench.pass(100);
  expect(bench.service.text).toBe("hello");
});

test("resetAll tells both ends", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("lost");
  bench.call(() => bench.network.resetAll());
  bench.pass(1000);
  expect(bench.board.told).toEqual(["100 reset"]);
  expect(bench.service.told).toEqual(["100 reset"]);
});

test("without a radio connections fall silent, and go on when it is back in time", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.isUp = false;
  bench.write("waits");
  bench.pass(2000);
  bench.network.isUp = true;
  bench.pass(10_000);
  expect(bench.service.told).toEqual([`${100 + 1500 + 3000 + 10} waits`]);
});

test("what has left the radio arrives without it; what has not reached it does not", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.write("gone out");
  bench.answer("comes too late");
  bench.pass(1);
  bench.network.isUp = false;
  bench.pass(100);
  expect(bench.service.told).toEqual(["110 gone out"]);
  expect(bench.board.told).toEqual([]);
});

test("a board that begins anew knows nothing of its old connection, and answers with a reset", () => {
  const bench = new NetworkBench();
  bench.open();
  bench.network.isUp = false;
  bench.call(() => bench.connection.reset());
  bench.pass(1000);
  bench.answer("are you there?");
  bench.pass(100);
  expect(bench.service.told).toEqual([]);
  bench.network.isUp = true;
  bench.pass(1000);
  // 200 ms after the answer was lost, and a round trip.
  expect(bench.service.told).toEqual([`${1100 + 200 + 20} reset`]);
});

test("every frame that the board sends is counted with its headers", () => {
  const bench = new NetworkBench();
  const frames: number[] = [];
  bench.network.onFrame = (bytes) => frames.push(bytes);
  bench.open();
  bench.write("x".repeat(100));
  bench.answer("y");
  bench.pass(100);
  // SYN, the end of opening, 100 bytes, an acknowledgement.
  expect(frames).toEqual([94, 94, 194, 94]);
});
