/*
 * Bugs of Espruino's MQTT.js (E), as tests of ours: bugs.test.ts lists them.
 */
import { subscribe } from "#inbound";
import { expect, test } from "vitest";
import { closed, start } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { Cause, Notice, Reason, Status } from "../../src/client/status.ts";
import { WhenFull } from "../../src/client/options.ts";
import { Bench, connack, hex, puback } from "../support/client.ts";
import { Driver } from "../support/driver.ts";
import { comeBack, linesOf, message, say, suback, words } from "../support/wire.ts";

const HOUR_MS = 3600000;

test("E1: a refused connection is not a connection", () => {
  const bench = new Bench();
  bench.open();
  bench.receive(connack(5));
  expect(linesOf(bench, "connect")).toEqual([]);
  expect(bench.client.link).toBe(Link.Waiting);
});

test("E2: SUBACK 0x80 is told as a failure", () => {
  const bench = new Bench().up();
  subscribe(bench.client, "a", 1, undefined);
  bench.written();
  bench.receive(suback(1, 128));
  expect(linesOf(bench, "subscribed")).toEqual(["subscribed a 128"]);
});

test("E3: clean session off goes out as flags 0x00", () => {
  expect(new Bench({ cleanSession: false }).open()[9]).toBe(0);
});

test("E4: chunks that come one behind the other are read in their order, whatever each leaves over", () => {
  const bytes = Buffer.concat(["A", "B", "C"].map((payload) => message("t", payload)));
  const bench = new Bench().up();
  bench.receive(bytes.subarray(0, 9), bytes.subarray(9, 10), bytes.subarray(10));
  expect(linesOf(bench, "message").map((line) => line.slice(-2))).toEqual(["41", "42", "43"]);
});

test("E5: a ping without an answer ends the link", () => {
  const bench = new Bench();
  start(bench.client, bench.nowMs);
  const driver = new Driver(bench).run(1000);
  driver.isAnswering = false;
  driver.run(80000);
  expect(linesOf(bench, "close")[0]).toBe(`close ${Reason.Silent} 0`);
});

for (const [keepAliveS, most] of [
  [0, 1],
  [1, 6000],
  [4, 1500],
  [5, 1200],
] as const)
  test(`E6: keep alive ${keepAliveS} s makes no busy timer`, () => {
    const bench = new Bench({ keepAliveS });
    start(bench.client, bench.nowMs);
    const driver = new Driver(bench).run(HOUR_MS);
    expect(driver.wakes).toBeLessThanOrEqual(most);
    expect(driver.timesOf("pingreq").length).toBeGreaterThanOrEqual(keepAliveS === 0 ? 0 : most / 2);
  });

test("E7: no ping goes out while there is traffic", () => {
  const bench = new Bench();
  start(bench.client, bench.nowMs);
  const driver = new Driver(bench);
  driver.every(30000, () => say(bench, "a", "x", 1));
  driver.run(HOUR_MS);
  expect(driver.timesOf("pingreq")).toEqual([]);
});

test("E8: a QoS 2 message is refused by name, so none can be delivered twice", () => {
  const bench = new Bench().up();
  bench.receive(message("t", "x", { qos: 2, messageId: 1 }));
  expect(bench.log.slice(1)).toEqual([`close ${Reason.Qos2} 0`]);
});

test("E9: publish answers a number, keeps the message while there is no connection, and refuses when full", () => {
  const bench = new Bench({ outboxEntries: 2 });
  expect([say(bench, "a", "1"), say(bench, "a", "2"), say(bench, "a", "3")]).toEqual([1, 2, Status.Full]);
  expect(words(bench.up().written())).toEqual(["publish a q1 #1 1", "publish a q1 #2 2"]);
  bench.receive(puback(1));
  expect(linesOf(bench, "ack")).toEqual(["ack 1"]);
});

test("E10: bytes go out as they are", () => {
  const bench = new Bench().up();
  say(bench, "t", new Uint8Array([1, 2, 255]), 0);
  expect(hex(bench.written())).toBe("3006000174" + "0102ff");
});

test("E11: lengths count bytes, in topic, payload and client id", () => {
  const bench = new Bench({ clientId: "€" });
  expect(hex(bench.open())).toBe("100f00044d51545404020" + "03c" + "0003e282ac");
  bench.receive(connack());
  say(bench, "€", "€", 0);
  expect(hex(bench.written())).toBe("3008" + "0003e282ac" + "e282ac");
});

test("E12: a socket closed before CONNACK is told at once", () => {
  const bench = new Bench();
  bench.open();
  closed(bench.client, Cause.Ended, bench.nowMs);
  expect(bench.log).toEqual([`close ${Reason.Lost} ${Cause.Ended}`]);
  expect(bench.client.link).toBe(Link.Waiting);
});

test("E13: what is gathered never passes rxBytes, whatever length is claimed", () => {
  const bench = new Bench({ rxBytes: 16 }).up();
  bench.receive(new Uint8Array([0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x74]));
  for (let at = 0; at < 1000; at += 1) bench.receive(new Uint8Array(7));
  expect(bench.client.decoder.gathered.used).toBeLessThanOrEqual(16);
  expect(bench.client.decoder.gathered.bytes).toHaveLength(16);
  const tooLong = new Bench().up();
  tooLong.receive(new Uint8Array([0x30, 0xff, 0xff, 0xff, 0xff]));
  expect(linesOf(tooLong, "close")).toEqual([`close ${Reason.BadLength} 0`]);
});

test("E9: what a full outbox pushes out is told, never silently lost", () => {
  const bench = new Bench({ outboxEntries: 1, whenFull: WhenFull.DropOldest });
  const number = say(bench, "a", "1");
  say(bench, "a", "2");
  expect(linesOf(bench, "notice")).toEqual([`notice ${Notice.DroppedFull} ${number}`]);
  expect(comeBack(bench, false)).toEqual(["connect", "publish a q1 #1 2"]);
});
