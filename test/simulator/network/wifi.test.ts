/*
 * How a board joins: from what the energy model measured, each phase and each failure to the millisecond.
 */
import { expect, test } from "vitest";
import type { JoinRequest } from "../../../src/simulator/network/network.ts";
import { BSSID, ESP32_JOIN, WifiBench } from "../../support/sim-wifi.ts";

/** Title, what differs from the best request, and what is told. */
const JOINS: [string, Partial<JoinRequest>, string][] = [
  ["knows everything: join_fast", {}, `200 joined 6 ${BSSID} 10.0.0.9`],
  ["knows the channel only", { bssid: undefined }, `200 joined 6 ${BSSID} 10.0.0.9`],
  ["has no channel: join_no_hint less the key", { channel: undefined }, `264 joined 6 ${BSSID} 10.0.0.9`],
  ["has a wrong channel: one scan of it, then as without", { channel: 11 }, `384 joined 6 ${BSSID} 10.0.0.9`],
  ["has another access point's BSSID", { bssid: "02:00:00:00:00:02" }, `384 joined 6 ${BSSID} 10.0.0.9`],
  ["derives the key: 400 ms more", { password: "password" }, `600 joined 6 ${BSSID} 10.0.0.9`],
  ["asks for an address: 892 ms more", { address: undefined }, `1092 joined 6 ${BSSID} 10.0.0.2`],
  [
    "knows nothing",
    { channel: undefined, bssid: undefined, address: undefined, password: "password" },
    `${664 + 892} joined 6 ${BSSID} 10.0.0.2`,
  ],
  [
    "has a wrong passphrase: four tries of the handshake more",
    { password: "passw0rd" },
    "3700 wrong password",
  ],
  ["has a wrong key", { password: "0".repeat(64) }, "3300 wrong password"],
  ["looks for another name: three scans of 13 channels", { ssid: "other" }, "4800 no access point"],
];

for (const [title, changes, told] of JOINS) {
  test(`a board that ${title}`, () => {
    const bench = new WifiBench();
    bench.join(changes);
    bench.pass(60_000);
    expect(bench.told).toEqual([told]);
    expect(bench.radio.isJoined).toBe(told.includes("joined"));
    expect(bench.network.isUp).toBe(bench.radio.isJoined);
    // Waiting for an address draws less.
    expect(bench.metered[0]).toBe("0 join join");
    expect(bench.metered.slice(1).map((line) => line.split(" ").slice(1).join(" "))).toEqual(
      "address" in changes ? ["rx join"] : [],
    );
  });
}

test("a chip without a figure for joining without a hint scans all channels", () => {
  const bench = new WifiBench({ ...ESP32_JOIN, noHintMs: undefined });
  bench.join({ channel: undefined });
  bench.pass(10_000);
  expect(bench.told[0]).toMatch(/^1660 joined/);
});

test("no access point: three scans, four with a hint", () => {
  const bench = new WifiBench();
  bench.accessPoint.isPresent = false;
  bench.join({ channel: undefined });
  bench.pass(60_000);
  bench.join();
  bench.pass(60_000);
  expect(bench.told).toEqual(["4680 no access point", "64800 no access point"]);
});

test("an access point that appears during a scan is found at its end", () => {
  const bench = new WifiBench();
  bench.accessPoint.isPresent = false;
  bench.join({ channel: undefined });
  bench.pass(1000);
  bench.accessPoint.isPresent = true;
  bench.pass(10_000);
  expect(bench.told).toEqual([`1660 joined 6 ${BSSID} 10.0.0.9`]);
});

test("no answer from DHCP: no address, after 14 s of asking", () => {
  const bench = new WifiBench();
  bench.accessPoint.isDhcpDown = true;
  bench.join({ address: undefined });
  bench.pass(60_000);
  expect(bench.told).toEqual(["14200 no address"]);
  expect(bench.network.isUp).toBe(false);
});

test("a full access point refuses", () => {
  const bench = new WifiBench();
  bench.accessPoint.isFull = true;
  bench.join();
  bench.pass(60_000);
  expect(bench.told).toEqual(["200 refused"]);
});

test("a radio counts the frames of its network", () => {
  const bench = new WifiBench();
  bench.joinNow();
  bench.network.listen("broker", 1883, {
    accept: () => ({ opened() {}, received() {}, sent() {}, closed() {} }),
  });
  bench.network.connect("broker", 1883, { opened() {}, received() {}, sent() {}, closed() {} });
  bench.pass(100);
  expect(bench.metered.slice(1)).toEqual(["94 bytes", "94 bytes"]);
});
