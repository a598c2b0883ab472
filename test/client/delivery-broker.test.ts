/*
 * DESIGN.md, "Delivery, said once": the sentences about what the broker answers and sends.
 */
import { expect, test } from "vitest";
import { sent, tick } from "../../src/client/connection.ts";
import { subscribe, unsubscribe } from "#inbound";
import { Link } from "../../src/client/link.ts";
import { elapsedMs } from "../../src/client/clock.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Notice, Reason, Status } from "../../src/client/status.ts";
import { Bench, connack } from "../support/client.ts";
import { comeBack, dial, linesOf, lose, message, say, stream, suback, words } from "../support/wire.ts";
import { bytesLike } from "../support/wire.ts";

const KEPT = { cleanSession: false };
const lineOf = (reason: Reason, code = 0) => `close ${reason} ${code}`;

test("subscriptions stand in a bounded table", () => {
  const bench = new Bench();
  for (const filter of ["a", "b", "c", "d"])
    expect(subscribe(bench.client, filter, 1, undefined)).toBe(Status.Ok);
  expect(subscribe(bench.client, "e", 1, undefined)).toBe(Status.Full);
  expect(subscribe(bench.client, "a", 0, undefined)).toBe(Status.Ok);
  expect(unsubscribe(bench.client, "b")).toBe(Status.Ok);
  expect(subscribe(bench.client, "e", 1, undefined)).toBe(Status.Ok);
  expect(words(bench.up().written())).toEqual([
    ...["subscribe #1 a:0", "subscribe #2 e:1", "subscribe #3 c:1", "subscribe #4 d:1"],
  ]);
});

test("subscriptions are sent whenever session present is 0", () => {
  const bench = new Bench(KEPT).up();
  subscribe(bench.client, "a", 1, undefined);
  expect(words(bench.written())).toEqual(["subscribe #1 a:1"]);
  bench.receive(suback(1, 1));
  expect(comeBack(bench, false)).toEqual(["connect", "subscribe #2 a:1"]);
});

test("subscriptions are not sent when the session is present and they were answered", () => {
  const bench = new Bench(KEPT).up();
  subscribe(bench.client, "a", 1, undefined);
  bench.written();
  bench.receive(suback(1, 1));
  expect(comeBack(bench, true)).toEqual(["connect"]);
});

test("subscriptions that were not answered are sent again although the session is present", () => {
  const bench = new Bench(KEPT).up();
  subscribe(bench.client, "a", 1, undefined);
  bench.written();
  bench.receive(suback(1, 1));
  subscribe(bench.client, "b", 0, undefined);
  expect(words(bench.written())).toEqual(["subscribe #2 b:0"]);
  expect(comeBack(bench, true)).toEqual(["connect", "subscribe #3 b:0"]);
});

test("an UNSUBSCRIBE that was not answered is sent again as well, and not after an absent session", () => {
  const bench = new Bench(KEPT).up();
  subscribe(bench.client, "a", 1, undefined);
  bench.written();
  bench.receive(suback(1, 1));
  unsubscribe(bench.client, "a");
  expect(words(bench.written())).toEqual(["unsubscribe #2 a"]);
  expect(comeBack(bench, true)).toEqual(["connect", "unsubscribe #3 a"]);
  expect(comeBack(bench, false)).toEqual(["connect"]);
});

for (const code of [1, 2, 4, 5])
  test(`a CONNACK refused with ${code} is reported and goes straight to the back-off cap`, () => {
    const bench = new Bench();
    bench.open();
    bench.receive(connack(code));
    expect(bench.log).toEqual([lineOf(Reason.Refused, code)]);
    expect(bench.client.link).toBe(Link.Waiting);
    expect(bench.client.longestMs).toBe(300000);
  });

test("of 200 clients that were refused with 5, most wait longer than a minute, and none longer than the cap", () => {
  let longCount = 0;
  for (let board = 0; board < 200; board += 1) {
    const bench = new Bench({ seed: board * 327 });
    bench.open();
    bench.receive(connack(5));
    const waitMs = elapsedMs(bench.nowMs, dueMs(bench.client));
    expect(waitMs).toBeLessThanOrEqual(300000);
    if (waitMs > 60000) longCount += 1;
  }
  expect(longCount).toBeGreaterThan(120);
});

test("a CONNACK refused with 3 is reported and goes on with the back-off: the server may come back", () => {
  const bench = new Bench();
  bench.open();
  bench.receive(connack(3));
  expect(bench.log).toEqual([lineOf(Reason.Refused, 3)]);
  expect(bench.client.longestMs).toBe(1000);
});

test("CONNACK has a deadline of its own", () => {
  const bench = new Bench({ connackS: 4 });
  bench.open();
  bench.pass(3999);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Greeting);
  bench.pass(1);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Waiting);
  expect(bench.log).toEqual([lineOf(Reason.NoConnack)]);
});

test("bytes that are not yet a CONNACK do not move its deadline", () => {
  const bench = new Bench({ connackS: 4 });
  bench.open();
  bench.pass(3999).receive(connack().slice(0, 3));
  bench.pass(1);
  tick(bench.client, bench.nowMs);
  expect(bench.log).toEqual([lineOf(Reason.NoConnack)]);
});

test("unsent PUBACK ids wait in a table, by default 20, which is Mosquitto's window", () => {
  const bench = new Bench().up();
  const ids = Array.from({ length: 20 }, (_, at) => at + 1);
  for (const messageId of ids) bench.receive(message("t", "x", { qos: 1, messageId }));
  expect(bench.client.link).toBe(Link.Up);
  bench.receive(message("t", "x", { qos: 1, messageId: 21 }));
  expect(bench.client.link).toBe(Link.Draining);
  expect(words(bench.written())).toEqual([...ids.map((id) => `puback #${id}`), "disconnect"]);
});

test("when the PUBACK table is full the link closes as Overrun: the acks owed and DISCONNECT are still written", () => {
  const bench = new Bench({ pubacks: 3 }).up();
  const four = [7, 8, 9, 10].map((messageId) => message("t", "x", { qos: 1, messageId }));
  bench.receive(Buffer.concat(four));
  expect(linesOf(bench, "message")).toHaveLength(3);
  expect(bench.client.link).toBe(Link.Draining);
  expect(words(bench.written())).toEqual(["puback #7", "puback #8", "puback #9", "disconnect"]);
  expect(linesOf(bench, "close")).toEqual([lineOf(Reason.Overrun)]);
});

test("after an overrun the link comes back by itself, and the broker sends again what was not acknowledged", () => {
  const bench = new Bench({ ...KEPT, pubacks: 3 }).up();
  for (const messageId of [7, 8, 9, 10]) bench.receive(message("t", "x", { qos: 1, messageId }));
  bench.written();
  expect(bench.client.link).toBe(Link.Waiting);
  bench.nowMs = dueMs(bench.client);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Opening);
  dial(bench).written();
  bench.receive(connack(0, true), message("t", "x", { qos: 1, messageId: 10, dup: true }));
  expect(linesOf(bench, "message")).toHaveLength(4);
  expect(words(bench.written())).toEqual(["puback #10"]);
});

test("an overrun in the middle of a streamed message lets that message end first", () => {
  const bench = new Bench({ txBytes: 64, pubacks: 1 }).up();
  stream(bench, "big", bytesLike(150));
  const head = bench.frame();
  for (const messageId of [1, 2]) bench.receive(message("t", "x", { qos: 1, messageId }));
  expect(bench.client.link).toBe(Link.Draining);
  sent(bench.client, bench.nowMs);
  const lines = words(Buffer.concat([head, bench.written()]));
  expect(lines).toEqual(["publish big q1 #1 150 bytes", "puback #1", "disconnect"]);
});

test("an overrun whose last write hangs still ends, and the link comes back", () => {
  const bench = new Bench({ pubacks: 1 }).up();
  for (const messageId of [1, 2]) bench.receive(message("t", "x", { qos: 1, messageId }));
  expect(words(bench.frame())).toEqual(["puback #1", "disconnect"]);
  bench.pass(20000);
  tick(bench.client, bench.nowMs);
  expect(linesOf(bench, "close")).toEqual([lineOf(Reason.Overrun)]);
  expect(bench.client.link).toBe(Link.Waiting);
});

for (const qos of [0, 1] as const)
  test(`an inbound topic that does not fit is skipped to the end of its packet, counted, reported (QoS ${qos})`, () => {
    const bench = new Bench({ rxBytes: 16 }).up();
    const bytes = Buffer.concat([
      message("t".repeat(17), "payload ".repeat(9), { qos, messageId: qos === 0 ? 0 : 5 }),
      message("t".repeat(16), "after"),
    ]);
    // In pieces of seven bytes: the skip goes on from chunk to chunk.
    for (let at = 0; at < bytes.length; at += 7) bench.receive(bytes.subarray(at, at + 7));
    expect(linesOf(bench, "notice")).toEqual([`notice ${Notice.TopicSkipped} 17`]);
    expect(bench.client.counters.skipped).toBe(1);
    expect(linesOf(bench, "message")).toEqual([
      `message ${"t".repeat(16)} q0 0+5/5 ${Buffer.from("after").toString("hex")}`,
    ]);
    expect(words(bench.written())).toEqual(qos === 0 ? [] : ["puback #5"]);
  });

test("messages sent before the outage and what is subscribed come back in one order: SUBSCRIBE first", () => {
  const bench = new Bench(KEPT).up();
  subscribe(bench.client, "cmd", 1, undefined);
  say(bench, "a", "x");
  expect(words(bench.written())).toEqual(["subscribe #1 cmd:1", "publish a q1 #2 x"]);
  expect(comeBack(bench, true)).toEqual(["connect", "subscribe #3 cmd:1", "publish a q1 #2 dup x"]);
  expect(lose(bench).client.link).toBe(Link.Waiting);
});
