/*
 * What of a client outlives a deep sleep: the session, what was learned, the readings that wait, and nothing else.
 */
import { begin, limitOf, take, used } from "#bytes";
import { subscribe } from "#inbound";
import { describe, expect, test } from "vitest";
import { Field, fieldAt } from "../../src/client/outbox.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { nextId } from "../../src/client/qos1.ts";
import { putSession, snapshotBytes, takeSession } from "../../src/client/snapshot.ts";
import { Status } from "../../src/client/status.ts";
import type { Bench } from "../support/client.ts";
import { connack, puback } from "../support/client.ts";
import { findBroken } from "../support/invariants.ts";
import { read, reader } from "../support/reader.ts";
import { bytesLike, comeBack, dial, lose, say, stream, suback, words } from "../support/wire.ts";

const HEADER_BYTES = 14;
const KEPT = { isPipelined: true, cleanSession: false } as const;
const CLEAN = { isPipelined: true } as const;

function snapshotOf(bench: Bench, unkept = 0): Uint8Array {
  const frame = begin(snapshotBytes(bench.client.outbox));
  expect(putSession(bench.client, frame)).toBe(unkept);
  return take(frame).slice();
}

/** The board sleeps and begins anew, with the same options. */
function sleep(bench: Bench, changes: ClientOptions, unkept = 0): Bench {
  const next = reader(changes);
  if (changes.cleanSession === false) subscribe(next.client, "cmd", 1, undefined);
  expect(takeSession(next.client, snapshotOf(bench, unkept))).toBe(Status.Ok);
  expect(findBroken(next.client)).toBe("");
  return next;
}

/** A client whose session the broker holds, with this id as the last one. */
function session(changes: ClientOptions): Bench {
  const bench = reader(changes);
  if (changes.cleanSession === false) subscribe(bench.client, "cmd", 1, undefined);
  bench.up().written();
  return changes.cleanSession === false ? bench.receive(suback(1, 1)) : bench;
}

test("readings that were never sent go out as new, in order", () => {
  const bench = reader(CLEAN);
  for (const [feed, text] of ["1", "2", "3"].entries()) read(bench, feed, text, { retain: feed === 1 });
  expect(words(dial(sleep(bench, CLEAN)).frame())).toEqual([
    "connect",
    "publish a q1 #1 1",
    "publish b q1 #2 retain 2",
    "publish c q1 #3 3",
  ]);
});

test("a client without anything keeps its header", () => {
  expect(snapshotOf(reader())).toHaveLength(HEADER_BYTES);
});

describe("with a kept session", () => {
  function slept(): Bench {
    const bench = session(KEPT);
    read(bench, 0, "sent");
    bench.written();
    read(bench, 1, "new");
    return sleep(lose(bench), KEPT);
  }

  test("what was sent is sent again first, with its id and DUP, and SUBSCRIBE is not", () => {
    const bench = slept();
    expect(words(dial(bench).frame())).toEqual([
      "connect",
      "publish a q1 #2 dup sent",
      "publish b q1 #3 new",
    ]);
    bench.receive(connack(0, true), puback(2), puback(3));
    expect(bench.client.outbox.count).toBe(0);
    expect(bench.log).toEqual(["connect present", "ack 1", "ack 2"]);
  });

  test("that turns out absent what went out in this burst stands, and SUBSCRIBE goes out", () => {
    const bench = slept();
    bench.open();
    bench.receive(connack(0, false));
    expect(words(bench.written())).toEqual(["subscribe #4 cmd:1"]);
    bench.receive(puback(2), puback(3));
    expect(bench.client.outbox.count).toBe(0);
  });

  test("that turns out absent before anything was sent all is new", () => {
    const bench = slept();
    bench.client.isPipelined = false;
    expect(words(bench.open())).toEqual(["connect"]);
    bench.receive(connack(0, false));
    expect(words(bench.written())).toEqual([
      "subscribe #3 cmd:1",
      "publish a q1 #4 sent",
      "publish b q1 #5 new",
    ]);
  });

  test("a SUBSCRIBE without its answer is sent again, and a subscription that is new is sent", () => {
    const bench = reader(KEPT);
    subscribe(bench.client, "cmd", 1, undefined);
    bench.up(true).written();
    const next = sleep(lose(bench), KEPT);
    expect(words(next.open())).toEqual(["connect", "subscribe #2 cmd:1"]);
    const other = reader(KEPT);
    for (const filter of ["cmd", "more"]) subscribe(other.client, filter, 1, undefined);
    expect(takeSession(other.client, snapshotOf(session(KEPT)))).toBe(Status.Ok);
    expect(words(other.open())).toEqual(["connect", "subscribe #2 more:1"]);
  });
});

test("with a clean session what was sent is a new publish, with a new id", () => {
  const bench = session(CLEAN);
  read(bench, 0, "sent");
  bench.written();
  read(bench, 1, "new");
  expect(words(sleep(lose(bench), CLEAN).open())).toEqual([
    "connect",
    "publish a q1 #2 sent",
    "publish b q1 #3 new",
  ]);
});

test("a message of QoS 0 that was written and whose CONNACK is missing is not sent again", () => {
  const bench = reader(CLEAN);
  read(bench, 0, "spent", { qos: 0 });
  bench.open();
  read(bench, 1, "new", { qos: 0 });
  expect(words(sleep(bench, CLEAN).open())).toEqual(["connect", "publish b q0 new"]);
});

test("alarms stay before the rest, and a newer one goes behind them and what was sent", () => {
  const bench = session(KEPT);
  read(bench, 0, "sent");
  bench.written();
  lose(bench);
  read(bench, 1, "rest");
  read(bench, 2, "alarm", { isAlarm: true });
  const next = sleep(bench, KEPT);
  read(next, 2, "newer", { isAlarm: true });
  const texts = words(next.open()).map((line) => line.split(" ").at(-1));
  expect(texts).toEqual(["connect", "sent", "alarm", "newer", "rest"]);
});

test("back-off and the random sequence go on where they were", () => {
  const bench = reader();
  for (let failures = 0; failures < 4; failures += 1) lose(dial(bench));
  const next = sleep(bench, CLEAN);
  expect(next.client.longestMs).toBe(8000);
  expect(next.client.randomState).toBe(bench.client.randomState);
});

test("a wait drawn from behind any cap is kept as it is", () => {
  const bench = reader();
  bench.client.longestMs = 1000000000;
  bench.client.randomState = 65535;
  const next = sleep(bench, CLEAN);
  expect([next.client.longestMs, next.client.randomState]).toEqual([1000000000, 65535]);
});

for (const [given, learned, then] of [
  [true, false, false],
  [true, true, true],
  [false, false, false],
] as const)
  test(`made ${given ? "with" : "without"} pipelining and ${learned ? "not " : ""}going step by step: ${then}`, () => {
    const bench = reader({ isPipelined: given });
    bench.client.isPipelined = learned;
    expect(sleep(bench, { isPipelined: given }).client.isPipelined).toBe(then);
  });

test("all 65,535 ids are used, one after the other, across sleeps", () => {
  let bench = session(CLEAN);
  const seen = new Set<number>();
  while (seen.size < 65535) {
    for (let wake = 0; wake < 1000; wake += 1) {
      const id = nextId(bench.client);
      expect(seen.has(id) && seen.size < 65535).toBe(false);
      seen.add(id);
    }
    bench = sleep(bench, CLEAN);
  }
  expect([Math.min(...seen), Math.max(...seen)]).toEqual([1, 65535]);
});

test("texts and streams are not kept, and are counted", () => {
  const bench = session(KEPT);
  say(bench, "log", "text");
  read(bench, 0, "reading");
  stream(bench, "file", bytesLike(300));
  const next = sleep(bench, KEPT, 2);
  expect(next.client.outbox.count).toBe(1);
  expect(words(next.open())).toEqual(["connect", "publish a q1 #2 reading"]);
});

describe("20 readings of 12 bytes", () => {
  const LARGE = { outboxEntries: 20, outboxBytes: 1024, txBytes: 512 };
  function full(): Bench {
    const bench = session({ ...LARGE, ...KEPT });
    for (let at = 0; at < 20; at += 1) read(bench, at % 3, `reading ${10 + at}..`);
    return bench;
  }

  test("take 14 + 20 x (5 + 12) bytes: with the head of a block and a plan they fit an ESP8266", () => {
    const bytes = snapshotOf(full()).length;
    expect(bytes).toBe(354);
    expect(bytes + 32 + 2 * 9).toBeLessThanOrEqual(472);
  });

  test("come back as they were", () => {
    const before = full();
    const bench = sleep(before, { ...LARGE, ...KEPT });
    expect(words(bench.open()).slice(1)).toEqual(words(before.written()));
  });

  for (const [room, count] of [
    [354, 20],
    [353, 19],
    [HEADER_BYTES + 17, 1],
    [HEADER_BYTES + 16, 0],
  ] as const)
    test(`in ${room} bytes: the ${count} that are sent first, and the others are counted`, () => {
      const before = full();
      const frame = begin(room);
      expect(putSession(before.client, frame)).toBe(20 - count);
      expect(used(frame)).toBe(HEADER_BYTES + 17 * count);
      const bench = reader({ ...LARGE, ...KEPT });
      expect(takeSession(bench.client, take(frame))).toBe(Status.Ok);
      expect(bench.client.outbox.count).toBe(count);
    });

  test("do not fit where not even the header does", () => {
    const frame = begin(HEADER_BYTES - 1);
    expect(putSession(full().client, frame)).toBe(Status.Full);
    expect(used(frame)).toBe(0);
  });
});

test("values of 0, 255, 256 and 500 bytes are kept", () => {
  for (const bytes of [0, 255, 256, 500]) {
    const bench = reader({ outboxBytes: 512, txBytes: 600 });
    const changed = { outboxBytes: 512, txBytes: 600 };
    read(bench, 0, "x".repeat(bytes));
    const next = sleep(bench, changed);
    expect(fieldAt(next.client.outbox, 0, Field.Bytes)).toBe(bytes);
  }
});

describe("what this client cannot have written changes nothing", () => {
  const whole = (): Uint8Array => {
    const bench = session(KEPT);
    read(bench, 0, "reading");
    bench.written();
    read(bench, 1, "another");
    return snapshotOf(bench);
  };
  const isRefused = (chunk: Uint8Array, changes: ClientOptions = KEPT): void => {
    const bench = reader(changes);
    const before = JSON.stringify(bench.client);
    expect(takeSession(bench.client, chunk)).toBe(Status.Malformed);
    expect(JSON.stringify(bench.client)).toBe(before);
  };

  test("cut off at any byte", () => {
    const chunk = whole();
    for (let bytes = 0; bytes < chunk.length; bytes += 1) isRefused(chunk.slice(0, bytes));
  });

  test("longer than it says", () => isRefused(new Uint8Array([...whole(), 0])));

  test("with more entries than the table has", () => isRefused(whole(), { ...KEPT, outboxEntries: 1 }));

  test("with more bytes than the table has", () => isRefused(whole(), { ...KEPT, outboxBytes: 13 }));

  test("with more entries tried than there are", () => {
    const chunk = whole();
    chunk[13] = 3;
    isRefused(chunk);
  });
});

test("the limits of a client say how much its snapshot takes at most", () => {
  const { client } = reader({ outboxEntries: 8, outboxBytes: 512 });
  expect(snapshotBytes(client.outbox)).toBe(HEADER_BYTES + 8 * 5 + 512);
  expect(limitOf(begin(snapshotBytes(client.outbox)))).toBe(566);
});

test("a session that goes on without a sleep is the same as one that slept", () => {
  const bench = session(KEPT);
  read(bench, 0, "sent");
  bench.written();
  const slept = sleep(bench, KEPT);
  expect(words(slept.open())).toEqual(comeBack(bench, true));
});
