/*
 * DESIGN.md, "Delivery, said once": each sentence is a test. The first of them once more over random
 * histories: delivery-random.test.ts. What is about the broker's answers and messages: delivery-broker.test.ts.
 */
import type { IPublishPacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { sent, tick } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { WhenFull } from "../../src/client/options.ts";
import { Notice, Status } from "../../src/client/status.ts";
import { Bench, connack, puback } from "../support/client.ts";
import { comeBack, dial, linesOf, lose, packetsOf, say, words } from "../support/wire.ts";

const KEPT = { cleanSession: false };

test("a QoS 1 message that was accepted is sent again in every connection until its PUBACK came", () => {
  const bench = new Bench(KEPT).up();
  const number = say(bench, "a", "x");
  expect(words(bench.written())).toEqual(["publish a q1 #1 x"]);
  for (let loss = 0; loss < 5; loss += 1)
    expect(comeBack(bench, true)).toEqual(["connect", "publish a q1 #1 dup x"]);
  bench.receive(puback(1));
  expect(linesOf(bench, "ack")).toEqual([`ack ${number}`]);
  expect(comeBack(bench, true)).toEqual(["connect"]);
});

test("nothing is sent again in the middle of a healthy connection", () => {
  const bench = new Bench({ keepAliveS: 0 }).up();
  say(bench, "a", "x");
  expect(words(bench.written())).toEqual(["publish a q1 #1 x"]);
  for (let second = 0; second < 19; second += 1) {
    bench.pass(1000);
    tick(bench.client, bench.nowMs);
    expect(bench.written()).toHaveLength(0);
  }
  expect(bench.client.link).toBe(Link.Up);
});

const DROPS: [string, Notice, (bench: Bench) => void][] = [
  [
    "full",
    Notice.DroppedFull,
    (bench) => {
      for (let at = 0; at < 8; at += 1) say(bench, "b", "y");
      say(bench, "b", "y", 1, { whenFull: WhenFull.DropOldest });
    },
  ],
  [
    "replaced",
    Notice.DroppedReplaced,
    (bench) => say(bench, "a", "z", 1, { whenFull: WhenFull.ReplaceTopic }),
  ],
  [
    "expired",
    Notice.DroppedExpired,
    (bench) => {
      bench.pass(10000);
      tick(bench.client, bench.nowMs);
    },
  ],
];

for (const [reason, notice, drop] of DROPS) {
  test(`what does not arrive stands in a drop counter with its reason: ${reason}`, () => {
    const bench = new Bench();
    const number = say(bench, "a", "x", 1, { ttlS: 10 });
    if (reason === "full") say(bench, "b", "first y");
    drop(bench);
    const { droppedFull, droppedReplaced, droppedExpired, droppedUnsendable } = bench.client.counters;
    expect({ droppedFull, droppedReplaced, droppedExpired, droppedUnsendable }).toEqual({
      droppedFull: notice === Notice.DroppedFull ? 1 : 0,
      droppedReplaced: notice === Notice.DroppedReplaced ? 1 : 0,
      droppedExpired: notice === Notice.DroppedExpired ? 1 : 0,
      droppedUnsendable: 0,
    });
    expect(linesOf(bench, "notice")).toEqual([`notice ${notice} ${number}`]);
    bench.up();
    expect(
      words(bench.written()).filter((line) => line.startsWith("publish a") && line.endsWith("x")),
    ).toEqual([]);
  });
}

test("a message that is one second younger than its time to live is not dropped", () => {
  const bench = new Bench();
  say(bench, "a", "x", 1, { ttlS: 10 });
  bench.pass(9999);
  tick(bench.client, bench.nowMs);
  expect(words(bench.up().written())).toEqual(["publish a q1 #1 x"]);
});

test("an entry in flight is never dropped or replaced, whatever the policy and however old", () => {
  const bench = new Bench({ ...KEPT, outboxEntries: 2 }).up();
  say(bench, "a", "1", 1, { ttlS: 1 });
  say(bench, "a", "2", 1, { ttlS: 1 });
  bench.written();
  lose(bench).pass(60000);
  tick(bench.client, bench.nowMs);
  expect(say(bench, "a", "3", 1, { whenFull: WhenFull.DropOldest })).toBe(Status.Full);
  expect(say(bench, "a", "3", 1, { whenFull: WhenFull.ReplaceTopic })).toBe(Status.Full);
  expect(linesOf(bench, "notice")).toEqual([]);
  expect(comeBack(bench, true)).toEqual(["connect", "publish a q1 #1 dup 1", "publish a q1 #2 dup 2"]);
});

test("order holds per topic, also when an alarm overtakes and takes its topic along", () => {
  const bench = new Bench();
  say(bench, "a", "a1");
  say(bench, "b", "b1");
  say(bench, "b", "b2 alarm", 1, { isAlarm: true });
  say(bench, "a", "a2");
  expect(words(bench.up().written())).toEqual([
    "publish b q1 #1 b1",
    "publish b q1 #2 b2 alarm",
    "publish a q1 #3 a1",
    "publish a q1 #4 a2",
  ]);
});

test("after an outage: entries already sent first, in original order; then alarms; then the rest, oldest first", () => {
  const bench = new Bench(KEPT).up();
  say(bench, "a", "sent 1");
  say(bench, "b", "sent 2");
  bench.written();
  lose(bench);
  say(bench, "c", "rest 1");
  say(bench, "d", "alarm 1", 1, { isAlarm: true });
  say(bench, "e", "rest 2");
  say(bench, "f", "alarm 2", 1, { isAlarm: true });
  expect(comeBack(bench, true)).toEqual([
    "connect",
    "publish a q1 #1 dup sent 1",
    "publish b q1 #2 dup sent 2",
    "publish d q1 #3 alarm 1",
    "publish f q1 #4 alarm 2",
    "publish c q1 #5 rest 1",
    "publish e q1 #6 rest 2",
  ]);
});

// [MQTT-4.6.0-1]: the order in which the original PUBLISH packets were sent, which need not be that of age.
test("entries already sent are sent again in the order in which they were sent, not in that of their age", () => {
  const bench = new Bench(KEPT);
  say(bench, "a", "older");
  say(bench, "b", "alarm", 1, { isAlarm: true });
  expect(words(bench.up().written())).toEqual(["publish b q1 #1 alarm", "publish a q1 #2 older"]);
  expect(comeBack(bench, true)).toEqual([
    "connect",
    "publish b q1 #1 dup alarm",
    "publish a q1 #2 dup older",
  ]);
});

test("what wants only its newest uses the replace-topic policy, which leaves other topics alone", () => {
  const bench = new Bench();
  say(bench, "a", "a1");
  say(bench, "b", "b1");
  for (const payload of ["a2", "a3", "a4"]) say(bench, "a", payload, 1, { whenFull: WhenFull.ReplaceTopic });
  expect(bench.client.counters.droppedReplaced).toBe(3);
  expect(words(bench.up().written())).toEqual(["publish b q1 #1 b1", "publish a q1 #2 a4"]);
});

test("clean session off: what was sent and not acknowledged is sent again first, same id, DUP 1", () => {
  const bench = new Bench(KEPT).up();
  for (const payload of ["1", "2", "3"]) say(bench, "a", payload);
  bench.written();
  bench.receive(puback(2));
  lose(bench);
  say(bench, "b", "new");
  expect(comeBack(bench, true)).toEqual([
    "connect",
    "publish a q1 #1 dup 1",
    "publish a q1 #3 dup 3",
    "publish b q1 #4 new",
  ]);
});

for (const isPipelined of [false, true])
  test(`clean session on: what the outbox still holds is a new publish, DUP 0, new id (pipelined ${isPipelined})`, () => {
    const bench = new Bench({ isPipelined }).up();
    for (const payload of ["1", "2"]) say(bench, "a", payload);
    expect(words(bench.written())).toEqual(["publish a q1 #1 1", "publish a q1 #2 2"]);
    lose(bench);
    say(bench, "b", "alarm", 1, { isAlarm: true });
    expect(comeBack(bench, false)).toEqual([
      "connect",
      "publish a q1 #3 1",
      "publish a q1 #4 2",
      "publish b q1 #5 alarm",
    ]);
  });

test("if an expected session turns out absent, what went out in this burst stands; the rest is new", () => {
  const bench = new Bench({ ...KEPT, isPipelined: true, txBytes: 64 }).up();
  for (const payload of ["first", "other", "third"]) say(bench, "a", payload.repeat(4), 1);
  bench.written();
  lose(bench);
  dial(bench);
  expect(words(bench.frame())).toEqual(["connect", `publish a q1 #1 dup ${"first".repeat(4)}`]);
  bench.receive(connack(0, false));
  sent(bench.client, bench.nowMs);
  const rest = packetsOf(bench.written()).packets as IPublishPacket[];
  expect(rest.map(({ payload, dup }) => `${payload.toString()} ${dup}`)).toEqual([
    `${"other".repeat(4)} false`,
    `${"third".repeat(4)} false`,
  ]);
  const ids = rest.map(({ messageId }) => messageId as number);
  expect(ids.filter((id) => id <= 3)).toEqual([]);
  bench.receive(puback(1), ...ids.map(puback));
  expect(linesOf(bench, "ack")).toEqual(["ack 1", "ack 2", "ack 3"]);
});
