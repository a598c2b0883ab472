/*
 * What a full outbox does, and how long messages wait: the three policies, and time to live.
 * Not here: which go first (policy-order.test.ts), the table itself (outbox.test.ts).
 */
import { describe, expect, test } from "vitest";
import { keptChunk, textAt } from "#bytes";
import { tick } from "../../src/client/connection.ts";
import * as optionsFile from "../../src/client/options.ts";
import { WhenFull } from "../../src/client/options.ts";
import { EntryFlag, Field, fieldAt, setField } from "../../src/client/outbox.ts";
import { publishMessage } from "../../src/client/publish.ts";
import type { Message } from "../../src/client/publish.ts";
import type { Client } from "../../src/client/state.ts";
import { Notice, Status } from "../../src/client/status.ts";
import { Bench, hex, namesOf, packetsOf, puback } from "../support/client.ts";

const POLICIES = namesOf(optionsFile, "WhenFull");

const long = (bytes: number): string => "x".repeat(bytes);

/** A word is a letter (see letterOf), a topic, the bytes of topic and payload, ! for an alarm. */
function messageOf(word: string): Message {
  const payload = long(parseInt(word.slice(2), 10) - 1);
  return { topic: word[1] as string, payload, qos: 1, isAlarm: word.endsWith("!") };
}

/** The letter of an entry: sent, to be sent again with its id, to be sent again as new, or queued. */
function letterOf({ outbox }: Client, at: number): string {
  if (at < outbox.sentCount) return "s";
  if (fieldAt(outbox, at, Field.Id) > 0) return "r";
  return at < outbox.triedCount ? "a" : "q";
}

function topicOf({ outbox }: Client, at: number): string {
  const topicBytes = fieldAt(outbox, at, Field.Topic);
  return textAt(keptChunk(outbox.store, at, 0, topicBytes), 0, topicBytes);
}

/** What waits, as words. */
function wordsOf(client: Client): string[] {
  return Array.from({ length: client.outbox.count }, (_, at) => {
    const isAlarm = fieldAt(client.outbox, at, Field.Flags) >= EntryFlag.Alarm;
    const bytes = fieldAt(client.outbox, at, Field.Bytes);
    return `${letterOf(client, at)}${topicOf(client, at)}${bytes}${isAlarm ? "!" : ""}`;
  });
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
  // In flight means untouchable, for alarms too; what is sent again as new is not in flight.
  [DropOldest, "sa5 rb5 qc5", "qd10", "sa5 rb5 qd10"],
  [DropOldest, "sa5 rb5 qc5", "qd11", "sa5 rb5 qc5"],
  [DropOldest, "sa5 rb5 qc5", "qd11!", "sa5 rb5 qc5"],
  [DropOldest, "sa1 sb1 rc1 rd1", "qe1", "sa1 sb1 rc1 rd1"],
  [DropOldest, "aa5 qb5 qc5", "qd6", "qb5 qc5 qd6"],
  // Alarms give way to alarms only, after all others, the oldest first; a new one goes behind the alarms.
  [DropOldest, "qa5! qb5 qc5", "qd10", "qa5! qc5 qd10"],
  [DropOldest, "qa5! qb5! qc5", "qd10", "qa5! qb5! qd10"],
  [DropOldest, "qa5! qb5! qc5", "qd11", "qa5! qb5! qc5"],
  [DropOldest, "qa1! qb1! qc1! qd1!", "qe1", "qa1! qb1! qc1! qd1!"],
  [DropOldest, "qa1! qb1! qc1! qd1!", "qe1!", "qb1! qc1! qd1! qe1!"],
  [DropOldest, "qa5! qb5! qc5", "qd11!", "qb5! qd11!"],
  [DropOldest, "qa5! qb5 qc5", "qd5!", "qa5! qd5! qb5 qc5"],
  [DropOldest, "qa5! qb5 qc5", "qd10!", "qa5! qd10! qc5"],
  // An alarm takes older messages of its topic along, which then are alarms themselves.
  [DropOldest, "qa5! qb5 qc5", "qc6!", "qa5! qc5! qc6!"],
  [DropOldest, "aa5 qb5 qc5", "qc5!", "aa5 qc5! qc5! qb5"],

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
  [ReplaceTopic, "qa5 qb5", "qb5!", "qb5! qa5"],
  [ReplaceTopic, "qa5! qb5", "qa5", "qb5 qa5"],
];

/** Fill an outbox with these words, and give each entry its state. */
function benchWith(words: string, whenFull: WhenFull) {
  const bench = new Bench({ outboxEntries: 4, outboxBytes: 20, whenFull });
  for (const word of words.split(" ")) {
    const at = bench.client.outbox.count;
    expect(publishMessage(bench.client, { ...messageOf(word), whenFull: Refuse })).toBe(at + 1);
    const { outbox } = bench.client;
    const letter = word[0] as string;
    if (letter === "s") outbox.sentCount = at + 1;
    if (letter !== "q") outbox.triedCount = at + 1;
    if (letter === "s" || letter === "r") setField(outbox, at, Field.Id, at + 1);
  }
  expect(wordsOf(bench.client).join(" ")).toBe(words);
  return bench;
}

for (const [whenFull, before, message, after] of POLICY_CASES) {
  const isRefused = before === after && !after.endsWith(` ${message}`);
  const words = before.split(" ");
  const keptCount = after.split(" ").length - (isRefused ? 0 : 1);
  const title = `${POLICIES[whenFull]}: ${message} to [${before}] makes [${after}]`;

  test(`${title}${isRefused ? ", for it is Full" : ""}`, () => {
    const bench = benchWith(before, whenFull);
    const { client, log } = bench;
    const number = publishMessage(client, messageOf(message));
    expect(wordsOf(client).join(" ")).toBe(isRefused ? before : after);
    expect(number).toBe(isRefused ? Status.Full : words.length + 1);

    const left = new Set(wordsOf(client).map((_, at) => fieldAt(client.outbox, at, Field.Number)));
    const isAlarm = (number: number) => Number((words[number - 1] as string).endsWith("!"));
    const gone = words.map((_, at) => at + 1).filter((number) => !left.has(number));
    // The oldest first, but alarms last.
    gone.sort((one, other) => isAlarm(one) - isAlarm(other) || one - other);
    expect(gone).toHaveLength(words.length - keptCount);
    const notice = whenFull === ReplaceTopic ? Notice.DroppedReplaced : Notice.DroppedFull;
    expect(log).toEqual(gone.map((number) => `notice ${notice} ${number}`));
    expect(client.counters).toMatchObject({
      accepted: words.length + (isRefused ? 0 : 1),
      refused: isRefused ? 1 : 0,
      droppedFull: whenFull === DropOldest ? gone.length : 0,
      droppedReplaced: whenFull === ReplaceTopic ? gone.length : 0,
    });
    for (let at = 0; at < client.outbox.count; at += 1) {
      const bytes = fieldAt(client.outbox, at, Field.Bytes);
      expect(hex(keptChunk(client.outbox.store, at, 1, bytes))).toBe("78".repeat(bytes - 1));
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
  const bench = new Bench({ outboxEntries: 1, whenFull: DropOldest });
  for (const topic of ["a", "b"]) publishMessage(bench.client, { topic, qos: 0 });
  expect(bench.log).toEqual([`notice ${Notice.DroppedFull} 0`]);
});

for (const [whenFull, topic] of [
  [DropOldest, "b"],
  [ReplaceTopic, "a"],
] as const) {
  test(`${POLICIES[whenFull]}: a handler that publishes when it is told of a drop neither breaks nor overfills`, () => {
    const bench: Bench = new Bench(
      { outboxEntries: 1, whenFull },
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
    expect(topicOf(client, 0)).toBe(number > 0 ? topic : "c");
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

  for (const [letter, isDropped] of Object.entries({ q: true, a: true, r: false })) {
    const what = { q: "was never sent", a: "is to be sent as new", r: "is in flight" }[letter];
    test(`what ${what} is ${isDropped ? "" : "not "}dropped at its end`, () => {
      const bench = benchWith(`${letter}t1`, Refuse);
      setField(bench.client.outbox, 0, Field.ExpiresS, 1);
      expect(waitingAfter(bench, 2)).toBe(isDropped ? 0 : 1);
    });
  }

  test("what is over is not sent, even if no tick came before", () => {
    const bench = new Bench({ ttlS: 10 }).up();
    bench.pass(5000);
    for (const topic of ["a", "b", "c"])
      publishMessage(bench.client, { topic, qos: 1, ttlS: topic === "b" ? 0 : 4 });
    bench.pass(5000);
    expect(packetsOf(bench.written())).toMatchObject([{ topic: "b" }]);
    expect(bench.log.slice(1)).toEqual([
      `notice ${Notice.DroppedExpired} 1`,
      `notice ${Notice.DroppedExpired} 3`,
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
