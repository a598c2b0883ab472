/*
 * Host names: who has an address, how long it takes to learn it, and what is answered at once.
 */
import { expect, test } from "vitest";
import { NetworkBench } from "../../support/sim-network.ts";

test("asking for an address takes its time; an address itself needs no asking", () => {
  const bench = new NetworkBench({ dnsMs: 30 });
  bench.connect();
  bench.pass(100);
  expect(bench.board.told).toEqual(["50 opened"]);
  const address = bench.network.resolve("broker") ?? "";
  bench.connect(address);
  bench.pass(100);
  expect(bench.board.told[1]).toBe("120 opened");
});

test("a host that nobody knows is an unknown host, as soon as the name server has said so", () => {
  const bench = new NetworkBench({ dnsMs: 30 });
  bench.connect("brokr");
  bench.pass(100);
  expect(bench.board.told).toEqual(["30 unknown host"]);
  expect(bench.network.resolve("brokr")).toBeUndefined();
});

test("while the name server is down, hosts are unknown after four questions, and addresses are not", () => {
  const bench = new NetworkBench();
  const address = bench.network.names.get("broker") ?? "";
  bench.network.isDnsDown = true;
  bench.connect();
  bench.connect(address);
  bench.pass(10_000);
  expect(bench.board.told).toEqual(["20 opened", "7000 unknown host"]);
  expect(bench.network.resolve("broker")).toBeUndefined();
  expect(bench.network.resolve(address)).toBe(address);
});

test("a lost question is asked again a second later", () => {
  const bench = new NetworkBench({ dnsMs: 30, loss: 0.5 }, 5);
  const waits = Array.from({ length: 200 }, () => bench.network.dns.waitMs("broker").ms);
  expect([...new Set(waits)].sort((a, b) => a - b)).toEqual([30, 1030, 2030, 4030, 7000]);
});

test("every host has an address of its own, and a table entry may say another", () => {
  const bench = new NetworkBench();
  const accept = () => bench.service;
  bench.network.listen("other", 1883, { accept });
  expect(bench.network.resolve("other")).not.toBe(bench.network.resolve("broker"));
  bench.network.names.set("alias", bench.network.resolve("broker") ?? "");
  expect(bench.network.isListening("alias", 1883)).toBe(true);
  bench.network.names.set("broker", "10.9.9.9");
  expect(bench.network.isListening("broker", 1883)).toBe(false);
});

test("without a radio nothing is resolved but an address", () => {
  const bench = new NetworkBench();
  bench.network.isUp = false;
  expect(bench.network.resolve("broker")).toBeUndefined();
  expect(bench.network.resolve("10.0.1.1")).toBe("10.0.1.1");
});
