/*
 * Bugs of luamqtt (L) and DeviceScript (D), as tests of ours: bugs.test.ts lists them.
 */
import { subscribe } from "#inbound";
import { expect, test } from "vitest";
import { disconnect, sent, start } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { checkOptions } from "../../src/client/check.ts";
import { nextFrame } from "../../src/client/send.ts";
import { Reason, Status } from "../../src/client/status.ts";
import { isMatch } from "../../src/client/topic.ts";
import { Bench, hex, testOptions } from "../support/client.ts";
import { Driver } from "../support/driver.ts";
import { bytesLike, comeBack, linesOf, lose, message, say, words } from "../support/wire.ts";

const KEPT = { cleanSession: false };

test("L4: there is no QoS 2 state that could be lost: PUBREC, PUBREL and PUBCOMP are refused, publish as well", () => {
  for (const first of [0x50, 0x62, 0x70]) {
    const bench = new Bench().up().receive(new Uint8Array([first, 2, 0, 1]));
    expect(bench.log.slice(1)).toEqual([`close ${Reason.Qos2} 0`]);
  }
  expect(say(new Bench(), "t", "x", 2)).toBe(Status.Unsupported);
});

test("L1: a message in two segments, however far apart, arrives", () => {
  const bytes = message("t", "hello");
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const bench = new Bench().up().receive(bytes.slice(0, cut));
    bench.pass(30000).receive(bytes.slice(cut));
    expect(bench.log.slice(1)).toEqual(["message t q0 0+5/5 68656c6c6f"]);
  }
});

test("L2: no PINGRESP in time closes the link, and PINGRESP in time does not", () => {
  for (const isAnswering of [true, false]) {
    const bench = new Bench();
    start(bench.client, bench.nowMs);
    const driver = new Driver(bench).run(1000);
    driver.isAnswering = isAnswering;
    driver.run(54000 + 20000);
    expect(driver.timesOf("pingreq")).toEqual([54000]);
    expect(linesOf(bench, "close")).toEqual(isAnswering ? [] : [`close ${Reason.Silent} 0`]);
  }
});

test("L3: ids go on counting from one connection of a kept session to the next", () => {
  const bench = new Bench(KEPT).up();
  say(bench, "a", "1");
  bench.written();
  lose(bench);
  say(bench, "a", "2");
  expect(comeBack(bench, true)).toEqual(["connect", "publish a q1 #1 dup 1", "publish a q1 #2 2"]);
});

test("L5: a frame is handed over whole, once, and the next begins where it ended", () => {
  const bench = new Bench({ txBytes: 64 }).up();
  const payload = bytesLike(200);
  say(bench, "a", payload, 0);
  const first = bench.frame();
  expect(nextFrame(bench.client, bench.nowMs)).toBe(0);
  sent(bench.client, bench.nowMs);
  const all = hex(Buffer.concat([first, bench.written()]));
  expect(all).toBe("30cb010001" + "61" + hex(payload));
});

test("D1: keep alive 300 s is 01 2c, and 65,535 s is ff ff; more is refused", () => {
  expect(hex(new Bench({ keepAliveS: 300 }).open().slice(10, 12))).toBe("012c");
  expect(hex(new Bench({ keepAliveS: 65535 }).open().slice(10, 12))).toBe("ffff");
  expect(checkOptions(testOptions({ keepAliveS: 65536 }), "peer1")).toBe(Status.Invalid);
});

test("D2: messages and subscriptions in flight never share an id", () => {
  const bench = new Bench().up();
  subscribe(bench.client, "s", 1, undefined);
  for (const payload of ["1", "2"]) say(bench, "a", payload);
  bench.client.lastId = 65535;
  const lines = words(bench.written());
  expect(lines).toEqual(["subscribe #1 s:1", "publish a q1 #2 1", "publish a q1 #3 2"]);
  bench.client.lastId = 65535;
  say(bench, "a", "3");
  expect(words(bench.written())).toEqual(["publish a q1 #4 3"]);
});

test("D3: a filter does not match by prefix", () => {
  expect([isMatch("a/b", "a/bc"), isMatch("a/b", "a/b/c"), isMatch("a/b", "a/b")]).toEqual([
    false,
    false,
    true,
  ]);
});

test("D4: a message of more than 16,383 bytes comes in pieces, and the next packet is read", () => {
  const bench = new Bench({ rxBytes: 1000 }).up();
  const bytes = Buffer.concat([message("t", bytesLike(20000)), message("u", "next")]);
  for (let at = 0; at < bytes.length; at += 1460) bench.receive(bytes.subarray(at, at + 1460));
  expect(linesOf(bench, "message t")).toHaveLength(20);
  expect(bench.log.at(-1)).toBe("message u q0 0+4/4 6e657874");
});

test("D5: PINGREQ and DISCONNECT have their length byte 0", () => {
  const bench = new Bench().up().pass(60000);
  expect(hex(bench.written())).toBe("c000");
  disconnect(bench.client, bench.nowMs);
  expect(hex(bench.written())).toBe("e000");
});

test("D6: a slow write does not close a healthy link", () => {
  const bench = new Bench({ proofS: 60 });
  start(bench.client, bench.nowMs);
  const driver = new Driver(bench);
  driver.sentAfterMs = 15000;
  driver.every(20000, () => say(bench, "a", "x", 0));
  driver.run(3600000);
  expect(bench.log).toEqual(["connect absent"]);
  expect(bench.client.link).toBe(Link.Up);
});

test("D7: messages wait while there is no connection", () => {
  const bench = new Bench();
  say(bench, "a", "1", 1);
  say(bench, "a", "2", 0);
  expect(words(bench.up().written())).toEqual(["publish a q1 #1 1", "publish a q0 2"]);
});
