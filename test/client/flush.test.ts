/*
 * Queued commands: PINGREQ in the first write, PINGRESP as the answer that the queue is empty, asked again while messages
 * keep coming. What real brokers do: test/end-to-end/queued.test.ts.
 */
import { isFlushed, wantFlush } from "#flush";
import { subscribe } from "#inbound";
import { describe, expect, test } from "vitest";
import { tick } from "../../src/client/connection.ts";
import { isDone } from "../../src/client/done.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { Link } from "../../src/client/link.ts";
import { Reason } from "../../src/client/status.ts";
import { Bench, connack, puback } from "../support/client.ts";
import { bytesLike, dial, lose, message, PINGRESP, say, suback, words } from "../support/wire.ts";

const KEPT = { isPipelined: true, cleanSession: false } as const;

function wanting(changes: ClientOptions = KEPT, questions = 8): Bench {
  const bench = new Bench(changes);
  wantFlush(bench.client, questions);
  return bench;
}

/** The session of an earlier connection holds the subscription. */
function returning(changes: ClientOptions = KEPT, questions = 8): Bench {
  const bench = new Bench(changes);
  subscribe(bench.client, "cmd", 1, undefined);
  bench.up().written();
  bench.receive(suback(1, 1)).written();
  wantFlush(bench.client, questions);
  return lose(bench);
}

function queued(count: number, from = 1): Uint8Array {
  const all = Array.from({ length: count }, (_, at) => message("cmd", "x", { qos: 1, messageId: from + at }));
  return new Uint8Array(Buffer.concat(all));
}

describe("the question", () => {
  test("stands in the first write, behind CONNECT and the messages", () => {
    const bench = returning();
    say(bench, "a", "1");
    expect(words(dial(bench).frame())).toEqual(["connect", "publish a q1 #2 1", "pingreq"]);
  });

  test("stands behind SUBSCRIBE when the broker may have no session", () => {
    const bench = wanting();
    subscribe(bench.client, "cmd", 1, undefined);
    expect(words(dial(bench).frame())).toEqual(["connect", "subscribe #1 cmd:1", "pingreq"]);
  });

  test("comes behind CONNACK where nothing may come before it", () => {
    const bench = wanting({ ...KEPT, isPipelined: false });
    subscribe(bench.client, "cmd", 1, undefined);
    expect(words(bench.open())).toEqual(["connect"]);
    expect(words(bench.receive(connack()).written())).toEqual(["subscribe #1 cmd:1", "pingreq"]);
  });

  test("is not asked unless wanted", () => {
    const bench = new Bench(KEPT);
    expect(words(bench.open())).toEqual(["connect"]);
    expect(isFlushed(bench.client)).toBe(true);
  });

  test("waits for a frame with room for all PUBACKs before it", () => {
    const bench = returning({ ...KEPT, txBytes: 33, pubacks: 20 });
    bench.open();
    bench.receive(connack(0, true), queued(9), PINGRESP);
    const first = words(bench.frame());
    expect(first).toHaveLength(8);
    expect(first.every((line) => line.startsWith("puback"))).toBe(true);
  });
});

describe("the answer", () => {
  test("without a message since the question says that the queue is empty", () => {
    const bench = returning();
    bench.open();
    bench.receive(connack(0, true));
    expect(isFlushed(bench.client)).toBe(false);
    bench.receive(PINGRESP);
    expect(isFlushed(bench.client)).toBe(true);
    expect(words(bench.written())).toEqual([]);
  });

  test("behind messages is asked for again, behind their PUBACKs", () => {
    const bench = returning();
    bench.open();
    bench.receive(connack(0, true), queued(2), PINGRESP);
    expect(isFlushed(bench.client)).toBe(false);
    expect(words(bench.written())).toEqual(["puback #1", "puback #2", "pingreq"]);
    bench.receive(PINGRESP);
    expect(isFlushed(bench.client)).toBe(true);
  });

  test("is the same when all of it is glued behind CONNACK, in one chunk, or comes byte by byte", () => {
    const all = new Uint8Array(Buffer.concat([connack(0, true), queued(3), PINGRESP]));
    for (const pieceBytes of [all.length, 1, 7]) {
      const bench = returning();
      bench.open();
      for (let at = 0; at < all.length; at += pieceBytes) bench.receive(all.slice(at, at + pieceBytes));
      expect(words(bench.written()).at(-1)).toBe("pingreq");
      bench.receive(PINGRESP);
      expect(isFlushed(bench.client)).toBe(true);
    }
  });

  test("a broker that sends 20 at a time is asked until it has sent all 45", () => {
    const bench = returning({ ...KEPT, pubacks: 20 });
    bench.open();
    bench.receive(connack(0, true));
    let asked = 1;
    for (const [from, count] of [
      [1, 20],
      [21, 20],
      [41, 5],
    ] as const) {
      bench.receive(queued(count, from), PINGRESP);
      expect(isFlushed(bench.client)).toBe(false);
      asked += words(bench.written()).filter((line) => line === "pingreq").length;
    }
    bench.receive(PINGRESP);
    expect(isFlushed(bench.client)).toBe(true);
    expect(asked).toBe(4);
    expect(bench.client.counters.received).toBe(45);
  });

  test("before SUBACK, as aedes gives it, is not believed: messages come behind SUBACK", () => {
    const bench = wanting();
    subscribe(bench.client, "cmd", 1, undefined);
    bench.open();
    bench.receive(connack(), PINGRESP);
    expect(words(bench.written())).toEqual([]);
    expect(isFlushed(bench.client)).toBe(false);
    bench.receive(suback(1, 1));
    expect(words(bench.written())).toEqual(["pingreq"]);
    bench.receive(PINGRESP);
    expect(isFlushed(bench.client)).toBe(true);
  });

  test("in front of a SUBSCRIBE that an absent session calls for is not believed", () => {
    const bench = returning();
    expect(words(bench.open())).toEqual(["connect", "pingreq"]);
    bench.receive(connack(0, false), PINGRESP);
    expect(words(bench.written())).toEqual(["subscribe #2 cmd:1"]);
    expect(isFlushed(bench.client)).toBe(false);
    expect(words(bench.receive(suback(2, 1)).written())).toEqual(["pingreq"]);
    bench.receive(PINGRESP);
    expect(isFlushed(bench.client)).toBe(true);
  });

  test("to a PINGREQ of the keepalive that was asked before is not the answer", () => {
    const bench = new Bench({ keepAliveS: 100 }).up().pass(60000);
    expect(words(bench.written())).toEqual(["pingreq"]);
    wantFlush(bench.client, 8);
    expect(words(bench.written())).toEqual([]);
    bench.receive(PINGRESP);
    expect(isFlushed(bench.client)).toBe(false);
    expect(words(bench.written())).toEqual(["pingreq"]);
    bench.receive(PINGRESP);
    expect(isFlushed(bench.client)).toBe(true);
  });

  test("counts from the question: two PINGREQs of the keepalive before it want two PINGRESPs more", () => {
    const bench = new Bench({ keepAliveS: 10 }).up();
    expect(words(bench.pass(6000).written())).toEqual(["pingreq"]);
    expect(words(bench.pass(6000).written())).toEqual(["pingreq"]);
    wantFlush(bench.client, 8);
    bench.receive(PINGRESP);
    expect(words(bench.written())).toEqual([]);
    bench.receive(PINGRESP);
    expect(words(bench.written())).toEqual(["pingreq"]);
    expect(isFlushed(bench.client)).toBe(false);
  });

  test("of one ping too many changes nothing", () => {
    const bench = returning();
    bench.open();
    bench.receive(connack(0, true), PINGRESP, PINGRESP, PINGRESP);
    expect(isFlushed(bench.client)).toBe(true);
    wantFlush(bench.client, 8);
    expect(words(bench.written())).toEqual(["pingreq"]);
    expect(isFlushed(bench.client)).toBe(false);
  });
});

describe("an end", () => {
  for (const questions of [1, 3, 8])
    test(`to questions comes after ${questions}, when messages never stop`, () => {
      const bench = returning(KEPT, questions);
      bench.open();
      bench.receive(connack(0, true));
      let asked = 1;
      for (let round = 0; round < 20; round += 1) {
        bench.receive(message("cmd", "x"), PINGRESP);
        asked += words(bench.written()).filter((line) => line === "pingreq").length;
      }
      expect(asked).toBe(questions);
      expect(isFlushed(bench.client)).toBe(true);
    });

  test("of the connection is followed by the question in the next one", () => {
    const bench = returning();
    bench.open();
    bench.receive(connack(0, true), queued(1), PINGRESP);
    lose(bench);
    expect(isFlushed(bench.client)).toBe(false);
    expect(words(bench.open())).toEqual(["connect", "pingreq"]);
    bench.receive(connack(0, true), PINGRESP);
    expect(isFlushed(bench.client)).toBe(true);
  });

  test("of the wait is the answer's time, as for any question", () => {
    const bench = returning();
    bench.open();
    bench.receive(connack(0, true));
    tick(bench.pass(19999).client, bench.nowMs);
    expect(bench.client.link).toBe(Link.Up);
    tick(bench.pass(1).client, bench.nowMs);
    expect(bench.log.at(-1)).toBe(`close ${Reason.Silent} 0`);
  });
});

describe("safe to sleep", () => {
  test("is the answer when messages are acknowledged, and the queue is empty, and not before", () => {
    const bench = returning();
    say(bench, "a", "1");
    const steps: [string, () => void][] = [
      ["nothing is written", () => {}],
      ["CONNECT is written", () => bench.open()],
      ["CONNACK came", () => bench.receive(connack(0, true))],
      ["a command came", () => bench.receive(queued(1))],
      ["PUBACK came", () => bench.receive(puback(2))],
      ["the first answer came", () => bench.receive(PINGRESP)],
      ["PUBACK and the question are written", () => bench.written()],
    ];
    for (const [what, step] of steps) {
      step();
      expect(isDone(bench.client), what).toBe(false);
    }
    bench.receive(PINGRESP);
    expect(isDone(bench.client)).toBe(true);
  });

  test("is no before a message that is too large for one frame is written", () => {
    const bench = new Bench().up();
    say(bench, "big", bytesLike(300), 0);
    bench.frame();
    expect(isDone(bench.client)).toBe(false);
  });

  test("is yes for a client that wants nothing, connected or not", () => {
    const bench = new Bench();
    expect(isDone(bench.client)).toBe(true);
    bench.up();
    bench.written();
    expect(isDone(bench.client)).toBe(true);
    expect(isDone(lose(bench).client)).toBe(true);
  });
});
