/*
 * Handlers are the user's code: they throw, and they call the client back from inside.
 */
import { subscribe, unsubscribe } from "#inbound";
import { expect, test } from "vitest";
import { closed, disconnect, opened, sent, start, tick } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { WhenFull } from "../../src/client/options.ts";
import type { Handlers } from "../../src/client/options.ts";
import { nextFrame } from "../../src/client/send.ts";
import { Cause, Notice, Reason, Status } from "../../src/client/status.ts";
import { Told } from "../../src/client/tell.ts";
import { Bench, connack, puback } from "../support/client.ts";
import { bytesLike, linesOf, lose, message, say, suback, words } from "../support/wire.ts";

const fail = (): never => {
  throw new Error("a handler's own mistake");
};
const SMALL = { rxBytes: 16 };

/** A whole life, in which every handler is called. */
function live(also: Handlers): Bench {
  const bench = new Bench({ rxBytes: 16, outboxEntries: 2 }, also);
  say(bench, "a", "1", 1, { ttlS: 1 });
  tick(bench.pass(3000).client, bench.nowMs);
  subscribe(bench.client, "t", 1, undefined);
  bench.up();
  say(bench, "a", "2");
  bench.written();
  bench.receive(suback(1, 1), message("t", bytesLike(20), { qos: 1, messageId: 5 }), puback(2));
  expect(words(bench.written())).toEqual(["puback #5"]);
  return lose(bench);
}

const KINDS: [keyof Handlers, Told, number][] = [
  ["onConnect", Told.Connect, 1],
  ["onMessage", Told.Message, 2],
  ["onAck", Told.Ack, 1],
  ["onSubscribed", Told.Subscribed, 1],
  ["onClose", Told.Close, 1],
];
for (const [kind, told, calls] of KINDS)
  test(`${kind} that throws is counted, reported, and treated as taken`, () => {
    const good = live({});
    const bad = live({ [kind]: fail });
    const thrown = `notice ${Notice.HandlerThrew} ${told}`;
    expect(bad.log.filter((line) => line !== thrown)).toEqual(good.log);
    expect(linesOf(bad, thrown)).toHaveLength(calls);
    expect(bad.client.counters).toEqual({ ...good.client.counters, handlerErrors: calls });
  });

test("onNotice that throws is counted, and not told of itself for ever", () => {
  const good = live({});
  const bad = live({ onNotice: fail });
  expect(bad.log).toEqual(good.log);
  expect(bad.client.counters).toEqual({ ...good.client.counters, handlerErrors: 1 });
});

test("onNotice may throw while it is told of another handler that threw", () => {
  const bench = live({ onNotice: fail, onAck: fail });
  expect(bench.client.counters.handlerErrors).toBe(3);
});

test("a subscription's own handler that throws is treated as taken: it gets the rest as well", () => {
  const offsets: number[] = [];
  const bench = new Bench(SMALL);
  subscribe(bench.client, "t", 1, (_t, _p, _q, _r, _d, offset) => {
    offsets.push(offset);
    fail();
  });
  bench.up().written();
  bench.receive(message("t", bytesLike(40), { qos: 1, messageId: 5 }));
  expect([offsets, bench.client.counters.handlerErrors]).toEqual([[0, 16, 32], 3]);
  expect(words(bench.written())).toEqual(["puback #5"]);
});

test("a handler may publish, subscribe and unsubscribe", () => {
  const bench: Bench = new Bench(
    {},
    {
      onMessage: () => void say(bench, "reply", "y"),
      onAck: () => void subscribe(bench.client, "more", 0, undefined),
      onSubscribed: () => void unsubscribe(bench.client, "more"),
    },
  ).up();
  bench.receive(message("t", "x", { qos: 1, messageId: 5 }));
  expect(words(bench.written())).toEqual(["puback #5", "publish reply q1 #1 y"]);
  bench.receive(puback(1));
  expect(words(bench.written())).toEqual(["subscribe #2 more:0"]);
  bench.receive(suback(2, 0));
  expect(words(bench.written())).toEqual(["unsubscribe #3 more"]);
});

test("onSubscribed may unsubscribe filters whose SUBACK stands in the same chunk", () => {
  const bench: Bench = new Bench({}, { onSubscribed: () => void unsubscribe(bench.client, "b") }).up();
  for (const filter of ["a", "b", "c"]) subscribe(bench.client, filter, 1, undefined);
  bench.written();
  bench.receive(Buffer.concat([suback(1, 1), suback(2, 1), suback(3, 1)]));
  expect(linesOf(bench, "subscribed")).toEqual(["subscribed a 1", "subscribed b 1", "subscribed c 1"]);
  expect(words(bench.written())).toEqual(["unsubscribe #4 b"]);
});

test("a handler may disconnect in the middle of a chunk: what came before DISCONNECT is acknowledged", () => {
  const bench: Bench = new Bench({}, { onMessage: () => void disconnect(bench.client, bench.nowMs) }).up();
  const two = [5, 6].map((messageId) => message("t", "x", { qos: 1, messageId }));
  bench.receive(Buffer.concat(two));
  expect(words(bench.written())).toEqual(["puback #5", "puback #6", "disconnect"]);
  expect(linesOf(bench, "close")).toEqual([`close ${Reason.Asked} 0`]);
});

test("a message that began while no PUBACK could be owed is not acknowledged by its last piece", () => {
  const bench = new Bench({ rxBytes: 16, txBytes: 20, pubacks: 5 }).up();
  for (const messageId of [1, 2, 3, 4, 5]) bench.receive(message("t", "x", { qos: 1, messageId }));
  disconnect(bench.client, bench.nowMs);
  const long = message("t", bytesLike(32), { qos: 1, messageId: 6 });
  bench.receive(long.slice(0, -1));
  // The five PUBACKs fill this frame, so that DISCONNECT is still to come, and the table is empty again.
  expect(words(bench.frame())).toHaveLength(5);
  bench.receive(long.slice(-1));
  sent(bench.client, bench.nowMs);
  expect(words(bench.written())).toEqual(["disconnect"]);
  expect(linesOf(bench, "message")).toHaveLength(5);
});

test("behind a message that could not be acknowledged after disconnect, the next one is read from its first byte", () => {
  const bench = new Bench({ rxBytes: 16, pubacks: 1 }).up();
  bench.receive(message("t", "x", { qos: 1, messageId: 1 }));
  disconnect(bench.client, bench.nowMs);
  const passedOver = message("t", bytesLike(40), { qos: 1, messageId: 2 });
  bench.receive(Buffer.concat([passedOver, message("t", "y"), message("t", "z")]));
  expect(linesOf(bench, "message").slice(1)).toEqual(["message t q0 0+1/1 79", "message t q0 0+1/1 7a"]);
  expect(bench.client.counters.received).toBe(3);
  expect(words(bench.written())).toEqual(["puback #1", "disconnect"]);
});

// A write inside publish may find the socket dead, and the public face then says closed, all inside a handler.
for (const [title, payload] of [
  ["a whole message", "x"],
  ["a message in pieces", "x".repeat(40)],
] as const)
  test(`the link may be lost inside a handler (${title}): nothing of it is acknowledged in the next connection`, () => {
    const bench: Bench = new Bench(SMALL, {
      onMessage: () => void closed(bench.client, Cause.Reset, bench.nowMs),
    }).up();
    bench.receive(Buffer.concat([message("t", payload, { qos: 1, messageId: 5 }), message("t", "later")]));
    expect(linesOf(bench, "message")).toHaveLength(1);
    expect(bench.client.link).toBe(Link.Waiting);
    bench.up();
    expect(words(bench.written())).toEqual([]);
    expect(bench.client.inbound.owedIds).toEqual([]);
  });

test("the link may be lost inside onSubscribed, onAck and onConnect", () => {
  for (const kind of ["onSubscribed", "onAck", "onConnect"] as const) {
    const bench: Bench = new Bench({}, { [kind]: () => void closed(bench.client, Cause.Reset, bench.nowMs) });
    for (const filter of ["a", "b"]) subscribe(bench.client, filter, 1, undefined);
    say(bench, "a", "x");
    bench.client.isPipelined = true;
    bench.open();
    bench.receive(Buffer.concat([connack(), suback(1, 1), suback(2, 1), puback(3), message("t", "x")]));
    expect(linesOf(bench, "message"), kind).toEqual([]);
    expect(linesOf(bench, "close"), kind).toEqual([`close ${Reason.Lost} ${Cause.Reset}`]);
    expect(bench.client.link, kind).toBe(Link.Waiting);
  }
});

test("onClose may start again at once, even up to an open transport: the old chunk is not read on", () => {
  const bench: Bench = new Bench(
    {},
    {
      onClose: () => {
        start(bench.client, bench.nowMs);
        opened(bench.client, bench.nowMs);
      },
    },
  ).up();
  bench.receive(Buffer.concat([new Uint8Array([0xf0, 0]), connack(), message("t", "x")]));
  expect(bench.client.link).toBe(Link.Greeting);
  expect(words(bench.written())).toEqual(["connect"]);
  expect(linesOf(bench, "message")).toEqual([]);
});

test("a handler may ask for a frame in the middle of a chunk: PUBACKs of what came before it go out once", () => {
  const bench: Bench = new Bench({}, { onMessage: () => void nextFrame(bench.client, bench.nowMs) }).up();
  for (const messageId of [5, 6]) bench.receive(message("t", "x", { qos: 1, messageId }));
  // The second call of the handler took the frame with the first PUBACK.
  expect(words(bench.client.tx.bytes.slice(0, bench.client.tx.used))).toEqual(["puback #5"]);
  sent(bench.client, bench.nowMs);
  expect(words(bench.written())).toEqual(["puback #6"]);
});

const POLICIES: [WhenFull, Notice][] = [
  [WhenFull.DropOldest, Notice.DroppedFull],
  [WhenFull.ReplaceTopic, Notice.DroppedReplaced],
];
for (const [whenFull, what] of POLICIES)
  test(`onNotice ${what} may publish into the room that was just made: no message is torn, all are counted`, () => {
    let extra = 0;
    const bench: Bench = new Bench(
      { outboxEntries: 2, outboxBytes: 40 },
      {
        onNotice: () => {
          if (extra === 0) extra = say(bench, "extra", "from the handler", 1);
        },
      },
    );
    say(bench, "a", "1".repeat(16));
    say(bench, "b", "2".repeat(16));
    const number = say(bench, "a", "3".repeat(16), 1, { whenFull });
    const { accepted, droppedFull, droppedReplaced } = bench.client.counters;
    expect(bench.client.outbox.count).toBeLessThanOrEqual(2);
    expect(bench.client.outbox.usedBytes).toBeLessThanOrEqual(40);
    expect(bench.client.outbox.count).toBe(accepted - droppedFull - droppedReplaced);
    expect(number === Status.Full || number > 0).toBe(true);
    const texts = words(bench.up().written()).map((line) => line.split(" ").slice(4).join(" "));
    for (const text of texts) expect(text).toMatch(/^(1{16}|2{16}|3{16}|from the handler)$/);
  });
