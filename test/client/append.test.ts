/*
 * Payloads that join a message which waits: when they do, when they do not, and what is left unchanged.
 */
import { expect, test } from "vitest";
import { putPayload } from "#bytes";
import { appendMessage } from "../../src/client/append.ts";
import { closed } from "../../src/client/connection.ts";
import { WhenFull } from "../../src/client/options.ts";
import type { ClientOptions, Feeds } from "../../src/client/options.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { Status } from "../../src/client/status.ts";
import { Bench, bytesOf, hex, puback } from "../support/client.ts";
import { findBroken } from "../support/invariants.ts";
import { words } from "../support/wire.ts";

/** Feed 0 is the topic f0 and so on; the payload is the stored bytes in hexadecimal digits. */
const FEEDS: Feeds = {
  topic: (feed) => `f${feed}`,
  format: (_feed, values, frame) => putPayload(frame, hex(values)),
  formatBytes: 64,
};

const LIMIT_BYTES = 3;

function benchOf(changes: ClientOptions = {}): Bench {
  return new Bench({ feeds: FEEDS, ...changes });
}

/** Append "0:0a", which is feed 0 and its bytes; ! behind it for an alarm, and q0 before it for QoS 0. */
function append(bench: Bench, text: string): number {
  const [, quality, feed, bytes, alarm] = /^(q0 )?(\d):(\w+)(!?)$/.exec(text) as unknown as string[];
  const message = {
    topic: Number(feed),
    payload: bytesOf(bytes as string),
    qos: quality === undefined ? 1 : 0,
    isAlarm: alarm === "!",
  };
  const answer = appendMessage(bench.client, message, LIMIT_BYTES);
  expect(findBroken(bench.client)).toBe("");
  return answer;
}

// What is appended while there is no connection, and what goes out then.
const CASES: [string, string[], string[]][] = [
  ["one alone", ["0:01"], ["f0 q1 #1 01"]],
  ["two of a feed go out together", ["0:01", "0:02"], ["f0 q1 #1 0102"]],
  ["up to the limit", ["0:01", "0:02", "0:03", "0:04"], ["f0 q1 #1 010203", "f0 q1 #2 04"]],
  ["a whole that passes it goes alone", ["0:0102", "0:0304"], ["f0 q1 #1 0102", "f0 q1 #2 0304"]],
  ["feeds keep apart", ["0:01", "1:02", "0:03", "1:04"], ["f0 q1 #1 0103", "f1 q1 #2 0204"]],
  [
    "others keep their places",
    ["1:01", "0:02", "2:03", "0:04"],
    ["f1 q1 #1 01", "f0 q1 #2 0204", "f2 q1 #3 03"],
  ],
  [
    "an alarm goes alone, behind what it takes along",
    ["1:01", "0:02", "0:03!"],
    ["f0 q1 #1 02", "f0 q1 #2 03", "f1 q1 #3 01"],
  ],
  ["what follows an alarm may join it", ["0:01!", "0:02"], ["f0 q1 #1 0102"]],
  [
    "order holds: never past a newer one of the feed",
    ["0:01", "0:020304", "0:05"],
    ["f0 q1 #1 01", "f0 q1 #2 020304", "f0 q1 #3 05"],
  ],
  ["QoS 0 as well", ["q0 0:01", "q0 0:02"], ["f0 q0 0102"]],
];

for (const [what, appended, sent] of CASES)
  test(`${what}: ${appended.join(" ")}`, () => {
    const bench = benchOf();
    for (const each of appended) append(bench, each);
    bench.up();
    expect(words(bench.written())).toEqual(sent.map((line) => `publish ${line}`));
    expect(findBroken(bench.client)).toBe("");
  });

test("the number stays that of the first, and its PUBACK is told once", () => {
  const bench = benchOf();
  expect([append(bench, "0:01"), append(bench, "0:02"), append(bench, "1:03")]).toEqual([1, 1, 2]);
  bench.up();
  bench.written();
  bench.receive(puback(1), puback(2));
  expect(bench.log.filter((line) => line.startsWith("ack"))).toEqual(["ack 1", "ack 2"]);
  expect(bench.client.counters).toMatchObject({ accepted: 2, acknowledged: 2 });
});

test("what was sent once is repeated byte for byte, and no other joins it", () => {
  const bench = benchOf({ cleanSession: false }).up();
  append(bench, "0:01");
  expect(words(bench.written())).toEqual(["publish f0 q1 #1 01"]);
  append(bench, "0:02");
  closed(bench.client, 0, bench.nowMs);
  append(bench, "0:03");
  bench.pass(300_000).up(true);
  expect(words(bench.written())).toEqual(["publish f0 q1 #1 dup 01", "publish f0 q1 #2 0203"]);
});

test("where the outbox has no byte left, its policy decides, and another message begins", () => {
  const bench = benchOf({ outboxBytes: 3, whenFull: WhenFull.DropOldest });
  append(bench, "1:0102");
  append(bench, "0:03");
  append(bench, "0:04");
  expect(bench.client.counters.droppedFull).toBe(1);
  append(bench, "0:05");
  bench.up();
  expect(words(bench.written())).toEqual(["publish f0 q1 #1 03", "publish f0 q1 #2 0405"]);
});

test("where the policy refuses, what waits is unchanged", () => {
  const bench = benchOf({ outboxBytes: 2 });
  append(bench, "0:0102");
  expect(append(bench, "0:03")).toBe(Status.Full);
  bench.up();
  expect(words(bench.written())).toEqual(["publish f0 q1 #1 0102"]);
});

test("messages to other topics are left alone", () => {
  const bench = benchOf();
  publishMessage(bench.client, { topic: "f0", payload: "x", qos: 1 });
  append(bench, "0:01");
  bench.up();
  expect(words(bench.written())).toEqual(["publish f0 q1 #1 x", "publish f0 q1 #2 01"]);
});
