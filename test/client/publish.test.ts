/*
 * Taking messages: every status, the three policies of a full outbox, time to live, and what is told and
 * counted. Sending them stands in send.test.ts, the table itself in outbox.test.ts.
 */
import { describe, expect, test } from "vitest";
import { keptChunk } from "#bytes";
import type { Frame, Kept } from "#bytes";
import { tick } from "../../src/client/connection.ts";
import type { Feeds } from "../../src/client/options.ts";
import { WhenFull } from "../../src/client/options.ts";
import * as optionsFile from "../../src/client/options.ts";
import * as outboxFile from "../../src/client/outbox.ts";
import { EntryState } from "../../src/client/outbox.ts";
import type { Entry } from "../../src/client/outbox.ts";
import { publishMessage } from "../../src/client/publish.ts";
import type { Message } from "../../src/client/publish.ts";
import * as statusFile from "../../src/client/status.ts";
import { Notice, Status } from "../../src/client/status.ts";
import { Bench, bytesOf, hex, namesOf, packetsOf, puback } from "../support/client.ts";

const STATUSES = namesOf(statusFile, "Status");
const POLICIES = namesOf(optionsFile, "WhenFull");

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
    const { client, log } = new Bench({ limits: LIMITS });
    const number = publishMessage(client, { topic: "t", qos: 0, ...fields });
    expect(Math.min(number, 0)).toBe(status);
    expect(client.outbox.count).toBe(status === Status.Ok ? 1 : 0);
    expect(client.counters).toMatchObject({ accepted: client.outbox.count, refused: 0 });
    if (status < 0) expect(client.outbox.usedBytes + client.lastNumber).toBe(0);
    expect(log).toEqual([]);
  });
}

test("a message of the largest size is sent whole, topic, payload and all", () => {
  const bench = new Bench({ limits: LIMITS }).up();
  publishMessage(bench.client, { topic: long(14), payload: long(106), qos: 1, retain: true });
  const [packet] = packetsOf(bench.written());
  expect(packet).toMatchObject({ topic: long(14), payload: Buffer.from(long(106)), qos: 1, retain: true });
});

test("numbers count the messages with QoS 1 from 1 on, go back to 1 after 2^30 - 1, and are 0 for QoS 0", () => {
  const { client } = new Bench();
  const publish = (qos: number) => publishMessage(client, { topic: "t", qos });
  expect([publish(1), publish(0), publish(1)]).toEqual([1, 0, 2]);
  client.lastNumber = 2 ** 30 - 2;
  expect([publish(1), publish(1)]).toEqual([2 ** 30 - 1, 1]);
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
    const { client } = new Bench({ feeds, limits: { outboxBytes: 3 } });
    expect(publishMessage(client, { topic: 12345, payload: bytesOf("01 02 03"), qos: 1 })).toBe(1);
    expect(client.outbox.usedBytes).toBe(3);
    expect(publishMessage(client, { topic: 0, payload: bytesOf("01"), qos: 1 })).toBe(Status.Full);
    expect(publishMessage(client, { topic: 0, payload: bytesOf("01020304"), qos: 1 })).toBe(Status.TooLarge);
  });

  test("are replaced by number", () => {
    const { client } = new Bench({ feeds, whenFull: WhenFull.ReplaceTopic });
    for (const topic of [0, 1, 0]) publishMessage(client, { topic, qos: 0 });
    expect(client.outbox.entries.slice(0, client.outbox.count).map((entry) => entry.topic)).toEqual([1, 0]);
  });
});

const STATES: Record<string, EntryState> = {
  q: EntryState.Queued,
  a: EntryState.Again,
  r: EntryState.Resend,
  s: EntryState.Sent,
};
const STATE_NAMES = namesOf(outboxFile, "EntryState");

/** A word is a state (queued, again, resend, sent), a topic, the bytes of topic and payload, ! for an alarm. */
function messageOf(word: string): Message {
  const payload = long(parseInt(word.slice(2), 10) - 1);
  return { topic: word[1] as string, payload, qos: 1, isAlarm: word.endsWith("!") };
}

function wordOf(entry: Entry): string {
  const letter = Object.keys(STATES).find((key) => STATES[key] === entry.state);
  return `${letter}${entry.topic}${entry.costBytes}${entry.isAlarm ? "!" : ""}`;
}

const Refuse = WhenFull.Refuse;
const DropOldest = WhenFull.DropOldest;
const ReplaceTopic = WhenFull.ReplaceTopic;

// With room for 4 messages and 20 bytes: the policy, what waits, what comes, what waits then. Where that is the
// same as before, the answer is Full, and nothing at all was removed.
const POLICY_CASES: [WhenFull, before: string, message: string, after: string][] = [
  [Refuse, "qa5 qb5 qc5", "qd5", "qa5 qb5 qc5 qd5"],
  [Refuse, "qa5 qb5 qc5", "qd6", "qa5 qb5 qc5"],
  [Refuse, "qa1 qb1 qc1 qd1", "qe1", "qa1 qb1 qc1 qd1"],
  [Refuse, "qa5 qb5 qc5", "qd6!", "qa5 qb5 qc5"],

  [DropOldest, "qa5 qb5 qc5", "qd5", "qa5 qb5 qc5 qd5"],
  [DropOldest, "qa5 qb5 qc5", "qd6", "qb5 qc5 qd6"],
  [DropOldest, "qa5 qb5 qc5", "qd10", "qb5 qc5 qd10"],
  [DropOldest, "qa5 qb5 qc5", "qd11", "qc5 qd11"],
  [DropOldest, "qa5 qb5 qc5", "qd20", "qd20"],
  [DropOldest, "qa1 qb1 qc1 qd1", "qe1", "qb1 qc1 qd1 qe1"],
  [DropOldest, "qa5 qb5 qc5", "qa6", "qb5 qc5 qa6"],
  // In flight means untouchable, for alarms too; what is to be sent again is not in flight.
  [DropOldest, "sa5 qb5 rc5", "qd10", "sa5 rc5 qd10"],
  [DropOldest, "sa5 qb5 rc5", "qd11", "sa5 qb5 rc5"],
  [DropOldest, "sa5 qb5 rc5", "qd11!", "sa5 qb5 rc5"],
  [DropOldest, "sa1 rb1 sc1 rd1", "qe1", "sa1 rb1 sc1 rd1"],
  [DropOldest, "aa5 qb5 qc5", "qd6", "qb5 qc5 qd6"],
  // Alarms give way to alarms only, the oldest first.
  [DropOldest, "qa5! qb5 qc5", "qd10", "qa5! qc5 qd10"],
  [DropOldest, "qa5! qb5 qc5!", "qd10", "qa5! qc5! qd10"],
  [DropOldest, "qa5! qb5 qc5!", "qd11", "qa5! qb5 qc5!"],
  [DropOldest, "qa1! qb1! qc1! qd1!", "qe1", "qa1! qb1! qc1! qd1!"],
  [DropOldest, "qa1! qb1! qc1! qd1!", "qe1!", "qb1! qc1! qd1! qe1!"],
  [DropOldest, "qa5! qb5 qc5!", "qd11!", "qc5! qd11!"],

  [ReplaceTopic, "qa5 qb5", "qc5", "qa5 qb5 qc5"],
  [ReplaceTopic, "qa5 qb5", "qa5", "qb5 qa5"],
  [ReplaceTopic, "qa5 qb5 qa5", "qa1", "qb5 qa1"],
  [ReplaceTopic, "qa5 qb5 qc5", "qd6", "qa5 qb5 qc5"],
  [ReplaceTopic, "qa5 qb5 qc5", "qa10", "qb5 qc5 qa10"],
  [ReplaceTopic, "qa5 qb5 qc5", "qa11", "qa5 qb5 qc5"],
  [ReplaceTopic, "qa1 qb1 qc1 qd1", "qc1", "qa1 qb1 qd1 qc1"],
  [ReplaceTopic, "qa1 qb1 qc1 qd1", "qe1", "qa1 qb1 qc1 qd1"],
  [ReplaceTopic, "sa5 qb5 qa5", "qa5", "sa5 qb5 qa5"],
  [ReplaceTopic, "sa5 ra5 qb5", "qa6", "sa5 ra5 qb5"],
  [ReplaceTopic, "aa5 qb5", "qa5", "qb5 qa5"],
  [ReplaceTopic, "qa5! qb5!", "qa5!", "qb5! qa5!"],
];

/** Fill an outbox with these words, and give each entry its state. */
function benchWith(words: string, whenFull: WhenFull) {
  const bench = new Bench({ limits: { outboxEntries: 4, outboxBytes: 20 }, whenFull });
  for (const word of words.split(" ")) {
    const at = bench.client.outbox.count;
    expect(publishMessage(bench.client, { ...messageOf(word), whenFull: Refuse })).toBe(at + 1);
    const entry = bench.client.outbox.entries[at] as Entry;
    entry.state = STATES[word[0] as string] as EntryState;
    entry.packetId = entry.state > EntryState.Again ? at + 1 : 0;
  }
  return bench;
}

for (const [whenFull, before, message, after] of POLICY_CASES) {
  const isRefused = before === after && !after.endsWith(` ${message}`);
  const words = before.split(" ");
  // Each word of before that is missing after it was dropped; the new one is the last and not one of them.
  const kept = isRefused ? after.split(" ") : after.split(" ").slice(0, -1);
  const title = `${POLICIES[whenFull]}: ${message} to [${before}] makes [${after}]`;

  test(`${title}${isRefused ? ", for it is Full" : ""}`, () => {
    const bench = benchWith(before, whenFull);
    const { client, log } = bench;
    const number = publishMessage(client, messageOf(message));
    const entries = client.outbox.entries.slice(0, client.outbox.count);
    expect(entries.map(wordOf).join(" ")).toBe(isRefused ? before : after);
    expect(number).toBe(isRefused ? Status.Full : words.length + 1);

    const left = new Set(entries.map((entry) => entry.messageNumber));
    const gone = words.map((_, at) => at + 1).filter((number) => !left.has(number));
    expect(gone).toHaveLength(words.length - kept.length);
    const notice = whenFull === ReplaceTopic ? Notice.DroppedReplaced : Notice.DroppedFull;
    expect(log).toEqual(gone.map((number) => `notice ${notice} ${number}`));
    expect(client.counters).toMatchObject({
      accepted: words.length + (isRefused ? 0 : 1),
      refused: isRefused ? 1 : 0,
      droppedFull: whenFull === DropOldest ? gone.length : 0,
      droppedReplaced: whenFull === ReplaceTopic ? gone.length : 0,
    });
    for (const entry of entries) {
      const bytes = keptChunk(client.outbox.store, entry.kept as Kept, entry.keptBytes);
      expect(Buffer.from(bytes).toString()).toBe(long(entry.costBytes - 1));
    }
  });
}

test("a message's own policy counts more than the client's", () => {
  const own = (client: WhenFull, whenFull: WhenFull | undefined) =>
    publishMessage(benchWith("qa20", client).client, { ...messageOf("qb1"), whenFull });
  expect(own(Refuse, undefined)).toBe(Status.Full);
  expect(own(Refuse, DropOldest)).toBe(2);
  expect(own(DropOldest, undefined)).toBe(2);
  expect(own(DropOldest, Refuse)).toBe(Status.Full);
  expect(own(DropOldest, ReplaceTopic)).toBe(Status.Full);
});

test("a dropped message with QoS 0 is told as number 0", () => {
  const bench = new Bench({ limits: { outboxEntries: 1 }, whenFull: DropOldest });
  for (const topic of ["a", "b"]) publishMessage(bench.client, { topic, qos: 0 });
  expect(bench.log).toEqual([`notice ${Notice.DroppedFull} 0`]);
});

for (const [whenFull, topic] of [
  [DropOldest, "b"],
  [ReplaceTopic, "a"],
] as const) {
  test(`${POLICIES[whenFull]}: a handler that publishes when it is told of a drop neither breaks nor overfills`, () => {
    const bench: Bench = new Bench(
      { limits: { outboxEntries: 1 }, whenFull },
      {
        onNotice() {
          publishMessage(bench.client, { topic: "c", qos: 1, isAlarm: true, whenFull: Refuse });
        },
      },
    );
    publishMessage(bench.client, { topic: "a", qos: 1 });
    const number = publishMessage(bench.client, { topic, qos: 1 });
    const { client } = bench;
    expect(client.outbox.count).toBe(1);
    // Whoever came first has the place, and the other one was told so.
    const waiting = client.outbox.entries[0] as Entry;
    expect(waiting.topic).toBe(number > 0 ? topic : "c");
    if (number <= 0) expect(number).toBe(Status.Full);
  });
}

describe("time to live", () => {
  /** What is in the outbox after so many seconds with a tick in each, or the most the clock can hold. */
  function waitingAfter(bench: Bench, seconds: number): number {
    for (let left = seconds; left > 0; left -= 500000)
      tick(bench.client, bench.pass(Math.min(left, 500000) * 1000).nowMs);
    return bench.client.outbox.count;
  }

  // The client's, the message's own, and the second in which it is dropped; 0 for never.
  const LIVES: [number, number | undefined, number][] = [
    [0, undefined, 0],
    [10, undefined, 10],
    [10, 5, 5],
    [10, 20, 20],
    [10, 0, 0],
    [0, 1, 1],
    [0, 3000000, 3000000],
  ];
  for (const [ttlS, own, endS] of LIVES) {
    const end = endS === 0 ? "is never dropped" : `is dropped in second ${endS}, not in the one before`;
    test(`with ${ttlS} s from the client and ${own ?? "none"} of its own, a message ${end}`, () => {
      const bench = new Bench({ ttlS });
      publishMessage(bench.client, { topic: "t", qos: 1, ttlS: own });
      expect(waitingAfter(bench, endS === 0 ? 40000000 : endS - 1)).toBe(1);
      expect(bench.log).toEqual([]);
      if (endS === 0) return;
      expect(waitingAfter(bench, 1)).toBe(0);
      expect(bench.log).toEqual([`notice ${Notice.DroppedExpired} 1`]);
      expect(bench.client.counters.droppedExpired).toBe(1);
    });
  }

  test("a message may wait all of its time, also when that begins late in a second", () => {
    const bench = new Bench();
    tick(bench.client, bench.pass(900).nowMs);
    publishMessage(bench.client, { topic: "t", qos: 1, ttlS: 1 });
    tick(bench.client, bench.pass(999).nowMs);
    expect(bench.client.outbox.count).toBe(1);
    expect(waitingAfter(bench, 2)).toBe(0);
  });

  for (const [letter, isDropped] of Object.entries({ q: true, a: true, r: false, s: false })) {
    test(`what is ${STATE_NAMES[STATES[letter] as EntryState]} is ${isDropped ? "" : "not "}dropped at its end`, () => {
      const bench = benchWith(`${letter}t1`, Refuse);
      (bench.client.outbox.entries[0] as Entry).expiresS = 1;
      expect(waitingAfter(bench, 2)).toBe(isDropped ? 0 : 1);
    });
  }

  test("what is over is not sent, even if no tick came before", () => {
    const bench = new Bench({ ttlS: 10 }).up();
    bench.pass(5000);
    for (const topic of ["a", "b", "c"])
      publishMessage(bench.client, { topic, qos: 0, ttlS: topic === "b" ? 0 : 4 });
    bench.pass(5000);
    expect(packetsOf(bench.written())).toMatchObject([{ topic: "b" }]);
    expect(bench.log.slice(1)).toEqual([
      `notice ${Notice.DroppedExpired} 0`,
      `notice ${Notice.DroppedExpired} 0`,
    ]);
  });

  test("an answer that comes in time for what was sent still counts after its end", () => {
    const bench = new Bench({ ttlS: 10 }).up();
    publishMessage(bench.client, { topic: "t", qos: 1 });
    const [packet] = packetsOf(bench.written());
    expect(waitingAfter(bench, 15)).toBe(1);
    bench.receive(puback(packet?.messageId as number));
    expect(bench.log.slice(1)).toEqual(["ack 1"]);
    expect(bench.client.outbox.count).toBe(0);
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
  const kept = client.outbox.entries.slice(0, client.outbox.count);
  expect(
    kept.map((entry) => hex(keptChunk(client.outbox.store, entry.kept as Kept, entry.keptBytes))),
  ).toEqual(payloads.map(([, bytes]) => bytes));
});
