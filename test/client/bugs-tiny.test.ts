/*
 * Bugs of tinyMQTT (T) and micro-mqtt (U), as tests of ours: bugs.test.ts lists them.
 */
import { subscribe } from "#inbound";
import { expect, test } from "vitest";
import { tick } from "../../src/client/connection.ts";
import { elapsedMs } from "../../src/client/clock.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Reason } from "../../src/client/status.ts";
import { Bench, connack, hex, packet, puback } from "../support/client.ts";
import { linesOf, message, say, suback, words } from "../support/wire.ts";

const HOUR_MS = 3600000;

/** What a client with a subscription writes and is told when these bytes come in chunks of this size. */
function outcome(bytes: Uint8Array, chunkBytes: number): { log: string[]; lines: string[] } {
  const bench = new Bench({ isPipelined: true });
  subscribe(bench.client, "t", 1, undefined);
  bench.open();
  for (let at = 0; at < bytes.length; at += chunkBytes) bench.receive(bytes.slice(at, at + chunkBytes));
  return { log: bench.log, lines: words(bench.written()) };
}

const GLUED = Buffer.concat([
  connack(),
  suback(1, 1),
  message("t", "kept", { retain: true, qos: 1, messageId: 4 }),
]);
const ALL = {
  log: ["connect absent", "subscribed t 1", "message t q1 retain 0+4/4 6b657074"],
  lines: ["puback #4"],
};

test("T1: a message in two reads is whole, and SUBACK with a retained message in one read loses neither", () => {
  for (const chunkBytes of [9, 14, 15, 16, 17]) expect(outcome(GLUED, chunkBytes)).toEqual(ALL);
});

test("U2: CONNACK, SUBACK and a retained message in one read are all read", () => {
  expect(outcome(GLUED, GLUED.length)).toEqual(ALL);
});

test("U5: the same bytes one by one, or two by two, have the same outcome", () => {
  for (const chunkBytes of [1, 2, 3]) expect(outcome(GLUED, chunkBytes)).toEqual(ALL);
});

test("T2: QoS 1 messages are acknowledged, more than 20 of them, and their id is no payload", () => {
  const bench = new Bench().up();
  for (let messageId = 1; messageId <= 25; messageId += 1) {
    bench.receive(message("t", "x", { qos: 1, messageId }));
    expect(words(bench.written())).toEqual([`puback #${messageId}`]);
  }
  expect(new Set(linesOf(bench, "message"))).toEqual(new Set(["message t q1 0+1/1 78"]));
});

for (const sum of [123, 124, 125, 126, 127, 128])
  test(`T3: topic and payload of ${sum} bytes together have the right length`, () => {
    const bench = new Bench({ txBytes: 256 }).up();
    say(bench, "abc", "x".repeat(sum - 3), 0);
    const bytes = bench.written();
    expect(words(bytes)).toEqual([`publish abc q0 ${sum - 3} bytes`]);
    expect(bytes).toHaveLength(sum + 2 < 128 ? sum + 4 : sum + 5);
  });

test("T4: connected is told with CONNACK and not before", () => {
  const bench = new Bench();
  bench.open();
  expect(bench.log).toEqual([]);
  bench.receive(connack());
  expect(bench.log).toEqual(["connect absent"]);
});

test("T5: CONNECT says the keep alive that is kept", () => {
  const bench = new Bench({ keepAliveS: 100 });
  expect(hex(bench.open().slice(10, 12))).toBe("0064");
  bench.receive(connack());
  expect(words(bench.pass(60000).written())).toEqual(["pingreq"]);
});

test("T6: CONNECT, SUBSCRIBE and PUBLISH longer than 127 bytes are written right", () => {
  const bench = new Bench({ clientId: "c".repeat(150), txBytes: 512 });
  expect(words(bench.open())).toEqual(["connect"]);
  bench.receive(connack());
  subscribe(bench.client, "f".repeat(150), 1, undefined);
  say(bench, "t", "x".repeat(150));
  expect(words(bench.written())).toEqual([`subscribe #1 ${"f".repeat(150)}:1`, "publish t q1 #2 150 bytes"]);
});

test("T7: two clients know nothing of each other", () => {
  const first = new Bench().up();
  const second = new Bench().up();
  say(first, "first", "1");
  say(second, "second", "2");
  expect([words(first.written()), words(second.written())]).toEqual([
    ["publish first q1 #1 1"],
    ["publish second q1 #1 2"],
  ]);
  first.receive(message("t", "x").slice(0, 4));
  second.receive(message("u", "y"));
  first.receive(message("t", "x").slice(4));
  expect([linesOf(first, "message"), linesOf(second, "message")]).toEqual([
    ["message t q0 0+1/1 78"],
    ["message u q0 0+1/1 79"],
  ]);
});

test("U1: each message in flight has an id of its own, and its PUBACK is told with its number", () => {
  const bench = new Bench().up();
  const numbers = ["1", "2", "3"].map((payload) => say(bench, "a", payload));
  expect(words(bench.written())).toEqual(["publish a q1 #1 1", "publish a q1 #2 2", "publish a q1 #3 3"]);
  bench.receive(puback(2));
  expect(linesOf(bench, "ack")).toEqual([`ack ${numbers[1]}`]);
});

test("U3: the packet behind one of more than 127 bytes is read, at every length", () => {
  for (const bytes of [120, 123, 124, 125, 200, 16383, 16400]) {
    const bench = new Bench().up();
    bench.receive(
      Buffer.concat([message("t", "x".repeat(bytes)), message("u", "next"), packet({ cmd: "pingresp" })]),
    );
    expect(bench.log.at(-1), `${bytes}`).toBe("message u q0 0+4/4 6e657874");
  }
});

test("U4: QoS 2 is answered with nothing: the link closes with its reason", () => {
  const bench = new Bench().up().receive(message("t", "x", { qos: 2, messageId: 1 }));
  expect(bench.written()).toHaveLength(0);
  expect(bench.log.at(-1)).toBe(`close ${Reason.Qos2} 0`);
});

test("U6: silence ends a connection that nobody closed", () => {
  const bench = new Bench().up();
  say(bench, "a", "x");
  bench.written();
  tick(bench.pass(20000).client, bench.nowMs);
  expect(bench.log.at(-1)).toBe(`close ${Reason.Silent} 0`);
});

test("U7: a wrong password goes to the back-off cap: few tries a day", () => {
  const bench = new Bench();
  let tries = 0;
  for (let passedMs = 0; passedMs < 24 * HOUR_MS; tries += 1) {
    bench.open();
    bench.receive(connack(4));
    expect(bench.client.longestMs).toBe(300000);
    const waitMs = elapsedMs(bench.nowMs, dueMs(bench.client));
    bench.pass(waitMs);
    passedMs += waitMs;
  }
  // 300 s, drawn from 0 on, is 150 s in the mean: about 576 a day, where every 5 s would be 17,280.
  expect(tries).toBeLessThan(700);
});
