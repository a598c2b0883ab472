/*
 * QoS 1 on the way out: packet ids, 1 to 65535, one after the other, passing over those in flight (MQTT 3.1.1,
 * 2.3.1); message numbers; and what a lost session does to them.
 * Not here: acknowledgements (receive.test.ts) and what is sent again (delivery.test.ts).
 */
import { expect, test } from "vitest";
import { closed } from "../../src/client/connection.ts";
import { Field, setField } from "../../src/client/outbox.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { nextId } from "../../src/client/qos1.ts";
import { subscribe, unsubscribe } from "../../src/client/subscriptions.ts";
import type { Subscription } from "../../src/client/subscriptions.ts";
import { Bench, packetsOf } from "../support/client.ts";

/** A client with these ids in flight: messages in the outbox, and questions about subscriptions. */
function clientWith(lastId: number, messages: number[], questions: number[]) {
  const bench = new Bench({ outboxEntries: 4, subscriptions: 4 });
  const { client } = bench;
  for (const [at, packetId] of messages.entries()) {
    publishMessage(client, { topic: "t", qos: 1 });
    setField(client.outbox, at, Field.Id, packetId);
  }
  for (const [at, packetId] of questions.entries()) {
    subscribe(client, `f${at}`, 0, undefined);
    (client.inbound.table[at] as Subscription).packetId = packetId;
  }
  client.lastId = lastId;
  return client;
}

// The last id, ids in flight in the outbox and in subscriptions, and the next two.
const NEXT: [number, number[], number[], number[]][] = [
  [0, [], [], [1, 2]],
  [65533, [], [], [65534, 65535]],
  [65534, [], [], [65535, 1]],
  [65535, [], [], [1, 2]],
  [0, [1], [], [2, 3]],
  [0, [2], [], [1, 3]],
  [0, [], [1], [2, 3]],
  [0, [1, 3], [2], [4, 5]],
  [0, [4, 2], [1, 3], [5, 6]],
  [65534, [65535], [1], [2, 3]],
  [65534, [2, 1], [65535, 4], [3, 5]],
];

for (const [lastId, messages, questions, next] of NEXT) {
  const taken = `[${messages.join(" ")}] in the outbox and [${questions.join(" ")}] in subscriptions`;
  test(`after ${lastId}, with ${taken}, the next ids are ${next.join(" and ")}`, () => {
    const client = clientWith(lastId, messages, questions);
    expect([nextId(client), nextId(client)]).toEqual(next);
  });
}

test("over two rounds no id is 0, above 65535, or one in flight, and every other comes twice", () => {
  const taken = [1, 300, 65535, 40000];
  const client = clientWith(0, taken.slice(0, 2), taken.slice(2));
  const counts = new Array<number>(65537).fill(0);
  for (let count = 0; count < 2 * (65535 - taken.length); count += 1) (counts[nextId(client)] as number) += 1;
  const unexpected = counts.flatMap((count, id) => {
    const isFree = id > 0 && id < 65536 && !taken.includes(id);
    return count === (isFree ? 2 : 0) ? [] : [id];
  });
  expect(unexpected).toEqual([]);
});

test("messages and questions of one frame all have ids of their own, also around the wrap", () => {
  const bench = new Bench().up();
  const { client } = bench;
  client.lastId = 65533;
  subscribe(client, "a", 1, undefined);
  unsubscribe(client, "b");
  for (let count = 0; count < 3; count += 1) publishMessage(client, { topic: "t", qos: 1 });
  const ids = packetsOf(bench.frame()).map((packet) => packet.messageId);
  expect(ids).toEqual([65534, 65535, 1, 2, 3]);
});

test("a message with QoS 0 takes no id, written at once or queued", () => {
  const bench = new Bench();
  publishMessage(bench.client, { topic: "t", qos: 0 });
  bench.up();
  publishMessage(bench.client, { topic: "t", qos: 0 });
  expect(packetsOf(bench.written())).toHaveLength(2);
  expect(bench.client.lastId).toBe(0);
});

test("numbers count the messages with QoS 1 from 1 on, go back to 1 after 2^30 - 1, and are 0 for QoS 0", () => {
  const { client } = new Bench();
  const publish = (qos: number) => publishMessage(client, { topic: "t", qos });
  expect([publish(1), publish(0), publish(1)]).toEqual([1, 0, 2]);
  client.lastNumber = 2 ** 30 - 2;
  expect([publish(1), publish(1)]).toEqual([2 ** 30 - 1, 1]);
});

// Whether the session is kept, and is present; the id and DUP of the second sending (3.1.2.4, 4.4).
const AGAIN: [boolean, boolean, number, boolean][] = [
  [true, false, 2, false],
  [false, true, 1, true],
  [false, false, 2, false],
];

for (const [cleanSession, isPresent, messageId, dup] of AGAIN) {
  const session = `${cleanSession ? "clean" : "kept"} session that is ${isPresent ? "present" : "absent"}`;
  test(`in a ${session}, a message is sent again with id ${messageId} and DUP ${Number(dup)}`, () => {
    const bench = new Bench({ cleanSession }).up();
    publishMessage(bench.client, { topic: "t", qos: 1 });
    expect(packetsOf(bench.written())).toMatchObject([{ messageId: 1, dup: false }]);
    closed(bench.client, 0, bench.nowMs);
    bench.up(isPresent);
    expect(packetsOf(bench.written())).toMatchObject([{ messageId, dup }]);
  });
}
