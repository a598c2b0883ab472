/*
 * Taking messages: every status, what is kept of them, and what is written without waiting. What a full outbox does
 * stands in policy.test.ts, the table itself in outbox.test.ts.
 */
import { describe, expect, test } from "vitest";
import { keptChunk } from "#bytes";
import type { Frame } from "#bytes";
import { closed, disconnect } from "../../src/client/connection.ts";
import type { Feeds } from "../../src/client/options.ts";
import { Field, fieldAt } from "../../src/client/outbox.ts";
import { publishMessage } from "../../src/client/publish.ts";
import type { Message } from "../../src/client/publish.ts";
import * as statusFile from "../../src/client/status.ts";
import { Status } from "../../src/client/status.ts";
import { Bench, bytesOf, hex, namesOf, packetsOf } from "../support/client.ts";
import { words } from "../support/wire.ts";

const STATUSES = namesOf(statusFile, "Status");

const source = (): string => "x";
const long = (bytes: number): string => "x".repeat(bytes);

/** A head of 4 bytes and the topic with QoS 0, of 6 with QoS 1, if the packet is below 130 bytes. */
const LIMITS = { txBytes: 20, outboxBytes: 120, outboxEntries: 3 };

// What is told, the message but for its topic t and QoS 0, and the answer; limits are those above.
const STATUSES_OF: [string, Partial<Message>, Status][] = [
  ["no payload", {}, Status.Ok],
  ["an empty text", { payload: "" }, Status.Ok],
  ["no bytes", { payload: new Uint8Array(0) }, Status.Ok],
  ["QoS 2, which is not supported", { qos: 2 }, Status.Unsupported],
  ["QoS 3", { qos: 3 }, Status.Invalid],
  ["QoS -1", { qos: -1 }, Status.Invalid],
  ["QoS 0.5", { qos: 0.5 }, Status.Invalid],
  ["QoS NaN", { qos: NaN }, Status.Invalid],
  ["an empty topic", { topic: "" }, Status.Invalid],
  ["the wildcard + in the topic", { topic: "a+" }, Status.Invalid],
  ["the wildcard # in the topic", { topic: "a/#" }, Status.Invalid],
  ["U+0000 in the topic", { topic: "a\0" }, Status.Invalid],
  ["U+0001 in the topic", { topic: "a\u0001" }, Status.Ok],
  ["a topic of 65,536 bytes", { topic: long(65536) }, Status.Invalid],
  ["a topic of 65,535 bytes", { topic: long(65535) }, Status.TooLarge],
  ["a feed, where there are none", { topic: 0 }, Status.Invalid],
  ["a time to live of 0", { ttlS: 0 }, Status.Ok],
  ["a time to live of -1", { ttlS: -1 }, Status.Invalid],
  ["a time to live up to the last second that is counted", { ttlS: 1073741823 }, Status.Ok],
  ["a time to live of one second more", { ttlS: 1073741824 }, Status.Invalid],
  ["a source of 5 bytes", { source, totalBytes: 5 }, Status.Ok],
  ["a source of 0 bytes", { source, totalBytes: 0 }, Status.Ok],
  ["a source of -1 bytes", { source, totalBytes: -1 }, Status.Invalid],
  ["a source of 1.5 bytes", { source, totalBytes: 1.5 }, Status.Invalid],
  ["a source of NaN bytes", { source, totalBytes: NaN }, Status.Invalid],
  ["a source that does not say how many bytes", { source }, Status.Invalid],
  ["a source and a payload", { source, totalBytes: 5, payload: "" }, Status.Invalid],
  ["the longest source with QoS 0", { source, totalBytes: 268435452 }, Status.Ok],
  ["one byte more", { source, totalBytes: 268435453 }, Status.TooLarge],
  ["the longest source with QoS 1", { qos: 1, source, totalBytes: 268435450 }, Status.Ok],
  ["one byte more with QoS 1", { qos: 1, source, totalBytes: 268435451 }, Status.TooLarge],
  ["a source without an end", { source, totalBytes: Infinity }, Status.TooLarge],
  ["a head that just fits a frame", { topic: long(16) }, Status.Ok],
  ["a head of one byte more", { topic: long(17) }, Status.TooLarge],
  ["a head with an id that just fits a frame", { topic: long(14), qos: 1 }, Status.Ok],
  ["a head with an id of one byte more", { topic: long(15), qos: 1 }, Status.TooLarge],
  ["a head in which the length takes two bytes", { topic: long(15), payload: long(105) }, Status.Ok],
  ["one in which there is no room for that", { topic: long(16), payload: long(104) }, Status.Ok],
  ["a length of 127 behind a full head", { topic: long(16), source, totalBytes: 109 }, Status.Ok],
  ["a length of 128 behind a full head", { topic: long(16), source, totalBytes: 110 }, Status.TooLarge],
  ["a topic and payload as large as the outbox", { payload: long(119) }, Status.Ok],
  ["one byte more than the outbox", { payload: long(120) }, Status.TooLarge],
  ["characters of two bytes that pass the outbox", { payload: "ä".repeat(60) }, Status.TooLarge],
];

for (const [what, fields, status] of STATUSES_OF) {
  test(`${what}: ${STATUSES[status]}`, () => {
    const { client, log } = new Bench(LIMITS);
    const number = publishMessage(client, { topic: "t", qos: 0, ...fields });
    expect(Math.min(number, 0)).toBe(status);
    expect(client.outbox.count).toBe(status === Status.Ok ? 1 : 0);
    expect(client.counters).toMatchObject({ accepted: client.outbox.count, refused: 0 });
    if (status < 0) expect(client.outbox.usedBytes + client.lastNumber).toBe(0);
    expect(log).toEqual([]);
  });
}

test("a message of the largest size is sent whole, topic, payload and all", () => {
  const bench = new Bench(LIMITS).up();
  publishMessage(bench.client, { topic: long(14), payload: long(106), qos: 1, retain: true });
  const [packet] = packetsOf(bench.written());
  expect(packet).toMatchObject({ topic: long(14), payload: Buffer.from(long(106)), qos: 1, retain: true });
});

test("the caller's record and bytes are the caller's again after the call", () => {
  const bench = new Bench().up();
  const payload = bytesOf("01 02 03");
  const message: Message = { topic: "a", payload, qos: 0, retain: true, isAlarm: true };
  publishMessage(bench.client, message);
  payload.fill(9);
  Object.assign(message, { topic: "b", payload: "other", retain: false, isAlarm: false });
  expect(packetsOf(bench.written())).toMatchObject([
    { topic: "a", payload: Buffer.from([1, 2, 3]), retain: true },
  ]);
});

describe("feeds", () => {
  const feeds: Feeds = {
    topic: (feed) => `feed/${feed}`,
    format: (_feed, _values, _frame: Frame) => Status.Ok,
    formatBytes: 10,
  };

  test("cost the bytes of their values alone", () => {
    const { client } = new Bench({ feeds, outboxBytes: 3 });
    expect(publishMessage(client, { topic: 12345, payload: bytesOf("01 02 03"), qos: 1 })).toBe(1);
    expect(client.outbox.usedBytes).toBe(3);
    expect(publishMessage(client, { topic: 0, payload: bytesOf("01"), qos: 1 })).toBe(Status.Full);
    expect(publishMessage(client, { topic: 0, payload: bytesOf("01020304"), qos: 1 })).toBe(Status.TooLarge);
  });
});

test("payloads of text and of bytes are kept as they are", () => {
  const { client } = new Bench();
  const payloads: [string | Uint8Array, string][] = [
    ["ä€", "c3a4e282ac"],
    [bytesOf("00ff80"), "00ff80"],
    ["\uFEFFx", "efbbbf78"],
    ["", ""],
  ];
  for (const [payload] of payloads) publishMessage(client, { topic: "t", payload, qos: 0 });
  const { outbox } = client;
  const kept = payloads.map((_, at) =>
    hex(keptChunk(outbox.store, at, fieldAt(outbox, at, Field.Topic), fieldAt(outbox, at, Field.Bytes))),
  );
  expect(kept).toEqual(payloads.map(([, bytes]) => bytes));
});

describe("a topic given as UTF-8", () => {
  const CASES: [string, Status][] = [
    ["74", Status.Ok],
    ["c3a4", Status.Ok],
    ["", Status.Invalid],
    ["c3", Status.Invalid],
    ["eda080", Status.Invalid],
    ["2b", Status.Invalid],
    ["23", Status.Invalid],
    ["00", Status.Invalid],
    ["61".repeat(17), Status.TooLarge],
    ["61".repeat(65536), Status.Invalid],
  ];
  for (const [bytes, status] of CASES) {
    const shown = bytes.length > 40 ? `of ${bytes.length / 2} bytes` : `[${bytes}]`;
    test(`${shown}: ${STATUSES[status]}`, () => {
      const bench = new Bench(LIMITS);
      expect(publishMessage(bench.client, { topic: bytesOf(bytes), payload: "x", qos: 0 })).toBe(status);
      const topic = Buffer.from(bytes, "hex").toString();
      expect(words(bench.up().written())).toEqual(status === Status.Ok ? [`publish ${topic} q0 x`] : []);
    });
  }

  test("is sent like the same text, at once and from the outbox", () => {
    const topic = bytesOf("612fc3a4");
    const bench = new Bench();
    publishMessage(bench.client, { topic, payload: "1", qos: 1 });
    bench.up();
    expect(words(bench.written())).toEqual(["publish a/ä q1 #1 1"]);
    bench.receive(bytesOf("40020001"));
    publishMessage(bench.client, { topic, payload: "2", qos: 0 });
    topic.fill(0x62);
    expect(words(bench.written())).toEqual(["publish a/ä q0 2"]);
  });
});

describe("a message with QoS 0 is written at once, and takes no place,", () => {
  const publish = (bench: Bench, payload: string, more: Partial<Message> = {}) =>
    publishMessage(bench.client, { topic: "t", payload, qos: 0, ...more });

  test("when nothing waits", () => {
    const bench = new Bench().up();
    expect(publish(bench, "a", { retain: true })).toBe(0);
    expect(publish(bench, "b")).toBe(0);
    expect(bench.client.outbox.count).toBe(0);
    expect(bench.client.counters).toMatchObject({ accepted: 2, sent: 2 });
    expect(words(bench.written())).toEqual(["publish t q0 retain a", "publish t q0 b"]);
  });

  test("but waits its turn behind what waits, before CONNACK, and while the network has our frame", () => {
    const bench = new Bench({ cleanSession: false });
    publish(bench, "a");
    bench.open();
    publish(bench, "b");
    expect(bench.client.outbox.count).toBe(2);
    bench.receive(bytesOf("20020000"));
    publish(bench, "c");
    expect(words(bench.frame())).toEqual(["publish t q0 a", "publish t q0 b", "publish t q0 c"]);
    publish(bench, "d");
    expect(bench.client.outbox.count).toBe(1);
    expect(bench.client.tx.used).toBeGreaterThan(0);
  });

  test("but waits behind a QoS 1 message that is not acknowledged", () => {
    const bench = new Bench().up();
    publish(bench, "a", { qos: 1 });
    bench.written();
    publish(bench, "b");
    expect(bench.client.outbox.count).toBe(2);
    expect(words(bench.written())).toEqual(["publish t q0 b"]);
    expect(bench.client.outbox.count).toBe(1);
  });

  test("as far as the frame has room; the rest waits, in order", () => {
    const bench = new Bench({ txBytes: 30 }).up();
    for (const payload of ["one".repeat(3), "two".repeat(3), "three".repeat(2), "four"])
      publish(bench, payload);
    expect(bench.client.outbox.count).toBe(2);
    expect(words(bench.frame())).toEqual(["publish t q0 oneoneone", "publish t q0 twotwotwo"]);
  });

  test("and goes out before DISCONNECT", () => {
    const bench = new Bench().up();
    publish(bench, "a");
    disconnect(bench.client, bench.nowMs);
    expect(words(bench.written())).toEqual(["publish t q0 a", "disconnect"]);
  });

  test("and is gone with a connection that ends before the network took it", () => {
    const bench = new Bench().up();
    publish(bench, "a");
    closed(bench.client, 0, bench.nowMs);
    expect(words(bench.up().written())).toEqual([]);
  });
});

test("a payload that is neither text nor bytes is Invalid", () => {
  const { client } = new Bench();
  for (const payload of [7, {}, true])
    expect(publishMessage(client, { topic: "t", qos: 0, payload: payload as never })).toBe(Status.Invalid);
  expect(client.outbox.count).toBe(0);
});
