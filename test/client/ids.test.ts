/*
 * Packet ids: 1 to 65535, one after the other, passing over those in flight (MQTT 3.1.1, 2.3.1).
 */
import { expect, test } from "vitest";
import { nextId } from "../../src/client/ids.ts";
import type { Entry } from "../../src/client/outbox.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { subscribe, unsubscribe } from "../../src/client/subscriptions.ts";
import type { Subscription } from "../../src/client/subscriptions.ts";
import { Bench, packetsOf } from "../support/client.ts";

/** A client with these ids in flight: messages in the outbox, and questions about subscriptions. */
function clientWith(lastId: number, messages: number[], questions: number[]) {
  const bench = new Bench({ limits: { outboxEntries: 4, subscriptions: 4 } });
  const { client } = bench;
  for (const [at, packetId] of messages.entries()) {
    publishMessage(client, { topic: "t", qos: 1 });
    (client.outbox.entries[at] as Entry).packetId = packetId;
  }
  for (const [at, packetId] of questions.entries()) {
    subscribe(client, `f${at}`, 0, undefined);
    (client.inbound.subscriptions[at] as Subscription).packetId = packetId;
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

test("a message with QoS 0 takes no id", () => {
  const bench = new Bench().up();
  publishMessage(bench.client, { topic: "t", qos: 0 });
  bench.written();
  expect(bench.client.lastId).toBe(0);
});
