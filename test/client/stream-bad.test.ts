/*
 * Sources are the user's code: one that ends early, gives too much, throws, or calls the client back.
 */
import { describe, expect, test } from "vitest";
import { closed, disconnect, sent, tick } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import type { Source } from "#stream";
import { publishMessage } from "../../src/client/publish.ts";
import { nextFrame } from "../../src/client/send.ts";
import { Cause, Notice, Reason, Status } from "../../src/client/status.ts";
import { Bench } from "../support/client.ts";
import { bytesLike, comeBack, linesOf, say, words } from "../support/wire.ts";

const SMALL = { txBytes: 64 };
const TOTAL = 300;

/** A source that is good up to this offset, and then does something else. */
function goodTo(goodBytes: number, then: Source): Source {
  const payload = bytesLike(TOTAL);
  return (offset, limitBytes) =>
    offset >= goodBytes
      ? then(offset, limitBytes)
      : payload.slice(offset, Math.min(offset + limitBytes, goodBytes));
}

const BAD: [string, Source][] = [
  ["ends early", () => new Uint8Array(0)],
  ["ends early with empty text", () => ""],
  [
    "throws",
    () => {
      throw new Error("the card was pulled");
    },
  ],
  ["gives one byte too much", (_, limitBytes) => bytesLike(limitBytes + 1)],
  [
    "gives text that is too long in bytes only",
    (_, limitBytes) => "é".repeat(Math.floor(limitBytes / 2) + 1),
  ],
];

for (const [what, then] of BAD)
  for (const goodBytes of [0, 1, 100, TOTAL - 1])
    for (const qos of [0, 1])
      test(`a source (QoS ${qos}) that ${what} after ${goodBytes} bytes closes with BadSource; the client recovers`, () => {
        const bench = new Bench(SMALL).up();
        const source = goodTo(goodBytes, then);
        const number = publishMessage(bench.client, { topic: "bad", source, totalBytes: TOTAL, qos });
        say(bench, "good", "x");
        const lines = words(bench.written());
        expect(lines.filter((line) => !line.startsWith("part"))).toEqual([]);
        expect(bench.log.slice(1)).toEqual([
          `notice ${Notice.DroppedUnsendable} ${number}`,
          `close ${Reason.BadSource} 0`,
        ]);
        expect(bench.client.counters.droppedUnsendable).toBe(1);
        expect(bench.client.link).toBe(Link.Waiting);
        expect(comeBack(bench, false).map((line) => line.replace(/#\d+ /, ""))).toEqual([
          "connect",
          "publish good q1 x",
        ]);
        expect(bench.client.outbox.count).toBe(1);
      });

describe("a source that calls the client back", () => {
  /** A client that writes a stream of 300 bytes, whose source does something at offset 58, once. */
  function calling(act: (bench: Bench) => void, qos = 1): Bench {
    const bench = new Bench(SMALL).up();
    const payload = bytesLike(TOTAL);
    let isDone = false;
    const source: Source = (offset, limitBytes) => {
      if (offset > 50 && !isDone) {
        isDone = true;
        act(bench);
      }
      return payload.slice(offset, offset + limitBytes);
    };
    publishMessage(bench.client, { topic: "big", source, totalBytes: TOTAL, qos });
    return bench;
  }

  for (const qos of [0, 1])
    test(`with disconnect: the message under way is finished, then DISCONNECT, and that is all (QoS ${qos})`, () => {
      const bench = calling(({ client, nowMs }) => disconnect(client, nowMs), qos);
      say(bench, "queued", "x");
      const lines = words(bench.written());
      expect(lines).toEqual([`publish big q${qos} ${qos > 0 ? "#1 " : ""}300 bytes`, "disconnect"]);
      expect(bench.client.link).toBe(Link.Down);
      expect(linesOf(bench, "close")).toEqual([`close ${Reason.Asked} 0`]);
      // What was queued stays queued, and QoS 1 without its PUBACK as well.
      expect(bench.client.outbox.count).toBe(1 + qos);
    });

  test("with disconnect, in a frame that has room for more: what is queued stays queued", () => {
    const bench = new Bench().up();
    const source = (): string => {
      disconnect(bench.client, bench.nowMs);
      return "x";
    };
    publishMessage(bench.client, { topic: "a", source, totalBytes: 1, qos: 0 });
    say(bench, "queued", "x");
    expect(words(bench.written())).toEqual(["publish a q0 x", "disconnect"]);
    expect(words(bench.up().written())).toEqual(["publish queued q1 #1 x"]);
  });

  test("with publish: the new message waits", () => {
    const bench = calling((self) => say(self, "b", "x", 0));
    expect(words(bench.written())).toEqual(["publish big q1 #1 300 bytes", "publish b q0 x"]);
  });

  test("with closed: nothing of the frame is written, and the message is sent again", () => {
    const bench = calling(({ client, nowMs }) => closed(client, Cause.Reset, nowMs));
    const bytes = bench.written();
    expect(bytes.length % 64).toBe(0);
    expect(bench.client.link).toBe(Link.Waiting);
    expect(comeBack(bench, false)).toEqual(["connect", "publish big q1 #2 300 bytes"]);
  });

  // The public face pumps on every publish, so a source that publishes asks for a frame in the middle of one.
  test("with nextFrame, tick and sent, as publish on the public face does: nothing is written twice or torn", () => {
    const bench = calling((self) => {
      say(self, "b", "x", 0);
      tick(self.client, self.nowMs);
      expect(nextFrame(self.client, self.nowMs)).toBe(0);
    });
    expect(words(bench.written())).toEqual(["publish big q1 #1 300 bytes", "publish b q0 x"]);
  });
});

test("a handler that is told of a drop may ask for a frame: the one that is being filled stays whole", () => {
  const inner: number[] = [];
  const bench: Bench = new Bench(SMALL, {
    onNotice: () => inner.push(nextFrame(bench.client, bench.nowMs)),
  }).up();
  say(bench, "old", "x", 1, { ttlS: 5 });
  say(bench, "a", "first", 0);
  bench.pass(6000);
  expect([words(bench.written()), inner]).toEqual([["publish a q0 first"], [0]]);
});

test("a source that fails before anything was written costs its message, and the message alone", () => {
  const bench = new Bench(SMALL);
  publishMessage(bench.client, { topic: "bad", source: () => "", totalBytes: 10, qos: 1 });
  say(bench, "good", "x", 0);
  bench.up().written();
  expect(bench.client.counters).toMatchObject({ droppedUnsendable: 1 });
  expect(comeBack(bench, false)).toEqual(["connect", "publish good q0 x"]);
});

test("a stream of a length that is no length, or with a payload as well, is refused", () => {
  const bench = new Bench(SMALL);
  const source = () => "x";
  for (const totalBytes of [-1, 1.5, undefined])
    expect(publishMessage(bench.client, { topic: "a", source, totalBytes, qos: 0 })).toBe(Status.Invalid);
  expect(publishMessage(bench.client, { topic: "a", source, totalBytes: 1, payload: "x", qos: 0 })).toBe(
    Status.Invalid,
  );
  expect(bench.client.outbox.count).toBe(0);
  sent(bench.client, bench.nowMs);
});
