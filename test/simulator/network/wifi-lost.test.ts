/*
 * How a board loses its Wi-Fi, leaves it, and comes back to an access point that remembers it.
 */
import { expect, test } from "vitest";
import { BSSID, ESP32_JOIN, WifiBench } from "../../support/sim-wifi.ts";

test("an access point that is gone is noticed 6 s later; nothing passes from the beginning", () => {
  const bench = new WifiBench();
  bench.joinNow();
  bench.accessPoint.isPresent = false;
  expect(bench.network.isUp).toBe(false);
  expect(bench.radio.isJoined).toBe(true);
  bench.pass(60_000);
  expect(bench.told).toEqual(["7000 lost"]);
  expect(bench.radio.isJoined).toBe(false);
});

test("an access point that is back within 6 s was never lost", () => {
  const bench = new WifiBench();
  bench.joinNow();
  bench.accessPoint.isPresent = false;
  bench.pass(5999);
  bench.accessPoint.isPresent = true;
  bench.pass(60_000);
  expect(bench.told).toEqual([]);
  expect(bench.network.isUp).toBe(true);
});

test("a board that is thrown out is told at once, and may come back", () => {
  const bench = new WifiBench();
  bench.joinNow();
  bench.accessPoint.dropAll();
  expect(bench.told).toEqual([]);
  bench.pass(1000);
  bench.join();
  bench.pass(1000);
  expect(bench.told).toEqual(["1000 lost", `2200 joined 6 ${BSSID} 10.0.0.9`]);
});

for (const way of ["leave", "cut"] as const) {
  test(`${way} while it joins, and while it is joined: nobody is told anything`, () => {
    const bench = new WifiBench();
    bench.join();
    bench.pass(150);
    bench.radio[way]();
    bench.pass(10_000);
    bench.joinNow();
    bench.radio[way]();
    bench.accessPoint.isPresent = false;
    bench.pass(60_000);
    expect(bench.told).toEqual([]);
    expect(bench.network.isUp).toBe(false);
  });
}

test("who left properly is not refused by an access point that remembers", () => {
  const bench = new WifiBench();
  bench.accessPoint.remembersStale = true;
  bench.joinNow();
  bench.radio.leave();
  bench.join();
  bench.pass(200);
  expect(bench.told).toHaveLength(1);
});

test("who went without a word is refused once, or waits for 6 to 15 s; not after five minutes", () => {
  const outcomes = new Set<string>();
  for (let seed = 1; seed <= 20; seed += 1) {
    const bench = new WifiBench(ESP32_JOIN, seed);
    bench.accessPoint.remembersStale = true;
    bench.joinNow();
    bench.radio.cut();
    bench.join();
    bench.pass(20_000);
    const [ms = 0, what = ""] = bench.told[0]?.split(" ") ?? [];
    outcomes.add(what);
    if (what === "refused") expect(Number(ms)).toBe(1200);
    else expect(Number(ms)).toSatisfy((atMs: number) => atMs >= 1000 + 6000 && atMs <= 1000 + 15_200);
    bench.radio.cut();
    bench.pass(300_000);
    bench.told.length = 0;
    bench.join();
    bench.pass(200);
    expect(bench.told[0]).toContain("joined");
  }
  expect(outcomes).toEqual(new Set(["refused", "joined"]));
});
