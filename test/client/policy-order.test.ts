/*
 * Which waiting messages go first: what was sent before, alarms, the rest; and order within a topic.
 * Not here: what a full outbox drops (policy.test.ts).
 */
import { describe, expect, test } from "vitest";
import { keptChunk, textAt } from "#bytes";
import { closed } from "../../src/client/connection.ts";
import type { Feeds } from "../../src/client/options.ts";
import { WhenFull } from "../../src/client/options.ts";
import { EntryFlag, Field, fieldAt } from "../../src/client/outbox.ts";
import { publishMessage } from "../../src/client/publish.ts";
import type { Client } from "../../src/client/state.ts";
import { Status } from "../../src/client/status.ts";
import { Bench, bytesOf, packetsOf } from "../support/client.ts";
import { findBroken } from "../support/invariants.ts";

function topicOf({ outbox }: Client, at: number): string {
  const topicBytes = fieldAt(outbox, at, Field.Topic);
  return textAt(keptChunk(outbox.store, at, 0, topicBytes), 0, topicBytes);
}

// Messages as topic and ! for an alarm: sent in an earlier connection, of which the broker knows or nothing; published
// while there is none; and the places, from 1, in the order in which all are sent then.
const ORDERS: [tried: string, queued: string, order: string][] = [
  ["", "", ""],
  ["", "a b c", "1 2 3"],
  ["a", "b c", "1 2 3"],
  ["a b", "", "1 2"],
  ["", "a b! c", "2 1 3"],
  ["", "a b! c!", "2 3 1"],
  ["a", "b c!", "1 3 2"],
  ["a!", "b c! d", "1 3 2 4"],
  // Those of one topic keep their order, so the alarm takes the older ones along.
  ["", "a b a b! b a", "2 4 1 3 5 6"],
  ["", "a b b! a!", "2 3 1 4"],
  ["", "a b c! a!", "3 1 4 2"],
  // What was taken along is passed by no later alarm.
  ["", "a b a! c!", "1 3 4 2"],
  ["", "a a! a a!", "1 2 3 4"],
  // What was sent before is ahead of the alarm of its topic, and is not taken along.
  ["a", "b a!", "1 3 2"],
  ["a b", "c a!", "1 2 4 3"],
  ["a", "a b a!", "1 2 4 3"],
];

for (const [tried, queued, order] of ORDERS)
  for (const isPresent of [true, false])
    test(`[${tried}] sent before, [${queued}] not: sent as ${order}, session ${isPresent ? "kept" : "gone"}`, () => {
      const bench = new Bench({ cleanSession: false, outboxEntries: 10, txBytes: 256 }).up();
      let place = 0;
      const publish = (list: string) => {
        for (const word of list.split(" ").filter((word) => word !== "")) {
          place += 1;
          const isAlarm = word.endsWith("!");
          const topic = word[0] as string;
          publishMessage(bench.client, { topic, payload: String(place), qos: 1, isAlarm });
          expect(findBroken(bench.client)).toBe("");
        }
      };
      publish(tried);
      bench.written();
      closed(bench.client, 0, bench.nowMs);
      publish(queued);
      const sent = packetsOf(bench.up(isPresent).written()).map((each) =>
        each.cmd === "publish" ? each.payload.toString() : each.cmd,
      );
      expect(sent.join(" ")).toBe(order);
    });

test("an alarm keeps its payload, number, flags and time to live on its way to the front", () => {
  const bench = new Bench();
  for (const [topic, qos] of [
    ["a", 0],
    ["b", 1],
    ["c", 0],
  ] as const)
    publishMessage(bench.client, { topic, payload: `${topic}1`, qos, retain: qos === 1, ttlS: 100 });
  publishMessage(bench.client, {
    topic: "d",
    payload: "alarm",
    qos: 1,
    retain: true,
    isAlarm: true,
    ttlS: 7,
  });
  const numbers = (at: number) =>
    [Field.Number, Field.Flags, Field.ExpiresS].map((field) => fieldAt(bench.client.outbox, at, field));
  expect([0, 1, 2, 3].map(numbers)).toEqual([
    [2, EntryFlag.Retain + EntryFlag.Qos1 + EntryFlag.Alarm, 7],
    [0, 0, 100],
    [1, EntryFlag.Retain + EntryFlag.Qos1, 100],
    [0, 0, 100],
  ]);
  expect(packetsOf(bench.up().written())).toMatchObject([
    { topic: "d", payload: Buffer.from("alarm"), retain: true, qos: 1 },
    { topic: "a", payload: Buffer.from("a1"), retain: false, qos: 0 },
    { topic: "b", payload: Buffer.from("b1"), retain: true, qos: 1 },
    { topic: "c", payload: Buffer.from("c1"), retain: false, qos: 0 },
  ]);
});

describe("whose topic is whose:", () => {
  const feeds: Feeds = { topic: (feed) => `feed/${feed}`, format: () => Status.Ok, formatBytes: 10 };
  const topicFields = ({ outbox }: Client) =>
    Array.from({ length: outbox.count }, (_, at) => fieldAt(outbox, at, Field.Topic));

  test("feeds are replaced by number, and a number is not the same text", () => {
    const { client } = new Bench({ feeds, whenFull: WhenFull.ReplaceTopic });
    for (const topic of [0, "1", 1, "0", 0]) publishMessage(client, { topic, qos: 0 });
    expect(topicFields(client)).toEqual([1, -2, 1, -1]);
  });

  test("an alarm of a feed takes along those of its number, not those of the same text", () => {
    const { client } = new Bench({ feeds });
    for (const topic of ["1", 1, 2]) publishMessage(client, { topic, qos: 0 });
    publishMessage(client, { topic: 1, qos: 0, isAlarm: true });
    expect(topicFields(client)).toEqual([-2, -2, 1, -3]);
  });

  test("a topic as bytes is the same as its text; one that begins alike is not", () => {
    const { client } = new Bench({ whenFull: WhenFull.ReplaceTopic });
    for (const topic of ["ä", "äb", "b"]) publishMessage(client, { topic, qos: 0 });
    publishMessage(client, { topic: bytesOf("c3a4"), qos: 0 });
    publishMessage(client, { topic: bytesOf("62"), qos: 0 });
    expect([0, 1, 2].map((at) => topicOf(client, at))).toEqual(["äb", "ä", "b"]);
  });
});
