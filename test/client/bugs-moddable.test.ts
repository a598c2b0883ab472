/*
 * Bugs of Moddable's three MQTT clients (M), as tests of ours: bugs.test.ts lists them.
 */
import { subscribe } from "#inbound";
import { expect, test } from "vitest";
import { closed, disconnect, opened, start, tick } from "../../src/client/connection.ts";
import { elapsedMs } from "../../src/client/clock.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import { checkOptions } from "../../src/client/check.ts";
import { Cause, Notice, Reason, Status } from "../../src/client/status.ts";
import { Told } from "../../src/client/tell.ts";
import { Bench, connack, hex, puback, testOptions } from "../support/client.ts";
import { bytesLike, linesOf, lose, message, PINGRESP, say, suback, words } from "../support/wire.ts";

test("M1: an empty payload does not wedge the parser", () => {
  const bench = new Bench().up().pass(60000);
  expect(words(bench.written())).toEqual(["pingreq"]);
  const bytes = Buffer.concat([
    message("t", "", { retain: true, qos: 1, messageId: 7 }),
    PINGRESP,
    message("u", "next"),
  ]);
  for (const byte of bytes) bench.receive(new Uint8Array([byte]));
  expect(linesOf(bench, "message")).toEqual(["message t q1 retain 0+0/0 ", "message u q0 0+4/4 6e657874"]);
  expect(bench.client.isPinged).toBe(false);
  expect(words(bench.written())).toEqual(["puback #7"]);
});

test("M2: 70,000 publishes use no id 0, and QoS 0 uses none at all", () => {
  const bench = new Bench().up();
  let lastId = 0;
  for (let count = 0; count < 70000; count += 1) {
    say(bench, "t", "x", 1);
    // 35 bytes: head, topic, id, payload, and behind it nothing else.
    const bytes = bench.written();
    const id = (bytes[5] as number) * 256 + (bytes[6] as number);
    if (id !== (lastId % 65535) + 1) expect.fail(`id ${id} behind ${lastId}`);
    bench.receive(new Uint8Array([0x40, 2, bytes[5] as number, bytes[6] as number]));
    lastId = id;
  }
  say(bench, "t", "x", 0);
  expect(hex(bench.written())).toBe("30040001" + "7478");
  say(bench, "t", "x", 1);
  expect(words(bench.written())).toEqual([`publish t q1 #${lastId + 1} x`]);
  expect(bench.client.counters).toMatchObject({ acknowledged: 70000, strayAcks: 0 });
});

test("M3: retain is told", () => {
  const bench = new Bench().up().receive(message("t", "x", { retain: true }), message("t", "x"));
  expect(linesOf(bench, "message")).toEqual(["message t q0 retain 0+1/1 78", "message t q0 0+1/1 78"]);
});

test("M4: session present is told, and decides whether SUBSCRIBE goes out", () => {
  for (const isPresent of [true, false]) {
    const bench = new Bench({ cleanSession: false });
    subscribe(bench.client, "t", 1, undefined);
    bench.up().written();
    bench.receive(suback(1, 1));
    lose(bench).up(isPresent);
    expect(linesOf(bench, "connect")[1]).toBe(`connect ${isPresent ? "present" : "absent"}`);
    expect(words(bench.written())).toEqual(isPresent ? [] : ["subscribe #2 t:1"]);
  }
});

test("M5: disconnect while the transport is being opened; what the port tells later is harmless", () => {
  const bench = new Bench();
  start(bench.client, bench.nowMs);
  disconnect(bench.client, bench.nowMs);
  expect(opened(bench.client, bench.nowMs)).toBe(Status.Unexpected);
  expect(closed(bench.client, Cause.UnknownHost, bench.nowMs)).toBe(Status.Unexpected);
  bench.receive(connack());
  expect([bench.client.link, bench.log]).toEqual([Link.Down, [`close ${Reason.Asked} 0`]]);
});

test("M6: DUP is told, and PUBACK is owed only when the payload has been read", () => {
  const bench = new Bench({ rxBytes: 16 }).up();
  const bytes = message("t", bytesLike(40), { qos: 1, messageId: 3, dup: true });
  bench.receive(bytes.slice(0, -1));
  expect(linesOf(bench, "message t q1 dup")).toHaveLength(2);
  expect(bench.written()).toHaveLength(0);
  bench.receive(bytes.slice(-1));
  expect(words(bench.written())).toEqual(["puback #3"]);
});

test("M7: an empty QoS 0 message is told with its last byte, before any other packet comes", () => {
  const bench = new Bench().up().receive(message("t", ""));
  expect(linesOf(bench, "message")).toEqual(["message t q0 0+0/0 "]);
});

test("M8: QoS 2 is not accepted: neither to subscribe nor to publish nor for a will", () => {
  const bench = new Bench();
  expect(subscribe(bench.client, "t", 2, undefined)).toBe(Status.Unsupported);
  expect(say(bench, "t", "x", 2)).toBe(Status.Unsupported);
  const will = { topic: "w", payload: "x", qos: 2, retain: false };
  expect(checkOptions(testOptions({ will }), "peer1")).toBe(Status.Unsupported);
});

test("M9: nine bytes that claim 16 MB allocate nothing: the stores stay what they were", () => {
  const bench = new Bench().up();
  const { gathered } = bench.client.decoder;
  const store = gathered.bytes;
  bench.receive(new Uint8Array([0x30, 0xff, 0xff, 0xff, 0x07, 0, 1, 0x74, 0x78]));
  expect(gathered.bytes).toBe(store);
  expect(store).toHaveLength(128);
  expect(bench.client.inbound.wholeBytes).toBe(16777212);
  expect(bench.client.link).toBe(Link.Up);
});

test("M10: an exception in a handler is counted and told", () => {
  const bench = new Bench(
    {},
    {
      onMessage: () => {
        throw new Error("a handler's own mistake");
      },
    },
  ).up();
  bench.receive(message("t", "x"));
  expect(linesOf(bench, "notice")).toEqual([`notice ${Notice.HandlerThrew} ${Told.Message}`]);
  expect(bench.client.counters.handlerErrors).toBe(1);
});

test("M11: without keep alive there are still deadlines: for CONNACK, for an answer, for a proof of life", () => {
  const options = { keepAliveS: 0 };
  const greeting = new Bench(options);
  greeting.open();
  tick(greeting.pass(15000).client, greeting.nowMs);
  expect(greeting.log).toEqual([`close ${Reason.NoConnack} 0`]);

  const asked = new Bench(options).up();
  say(asked, "a", "x");
  asked.written();
  tick(asked.pass(20000).client, asked.nowMs);
  expect(linesOf(asked, "close")).toEqual([`close ${Reason.Silent} 0`]);

  const idle = new Bench(options).up().pass(3600000);
  expect(words(idle.written())).toEqual(["pingreq"]);
});

test("M12: a broker that is away for a day is tried less and less often, and the outbox stays bounded", () => {
  const bench = new Bench();
  let tries = 0;
  for (let passedMs = 0; passedMs < 86400000; tries += 1) {
    start(bench.client, bench.nowMs);
    lose(bench);
    say(bench, "a", `${tries}`, 1);
    const waitMs = elapsedMs(bench.nowMs, dueMs(bench.client));
    bench.pass(waitMs);
    passedMs += waitMs;
  }
  // One each second would be 86,400.
  expect(tries).toBeLessThan(800);
  expect(bench.client.outbox.count).toBe(8);
  expect(bench.client.counters.refused).toBe(tries - 8);
});

test("M13: a will goes out whole, also with an empty message; without a topic it is no will", () => {
  const will = { topic: "w", payload: "", qos: 0, retain: false };
  const bytes = new Bench({ will }).open();
  // Flags: clean session and will. Behind the client id: the topic, and a message of no bytes.
  expect(bytes[9]).toBe(6);
  expect(hex(bytes.slice(19))).toBe("000177" + "0000");
  expect(checkOptions(testOptions({ will: { ...will, topic: "" } }), "peer1")).toBe(Status.Invalid);
});

test("M2: an id in flight is passed over when the count comes round", () => {
  const bench = new Bench().up();
  say(bench, "a", "long in flight");
  expect(words(bench.written())).toEqual(["publish a q1 #1 long in flight"]);
  bench.client.lastId = 65534;
  for (const payload of ["x", "y"]) say(bench, "a", payload);
  expect(words(bench.written())).toEqual(["publish a q1 #65535 x", "publish a q1 #2 y"]);
  bench.receive(puback(1), puback(2), puback(65535));
  expect(bench.client.outbox.count).toBe(0);
});
