/*
 * Sending before CONNACK (MQTT 3.1.1, 3.1.4; DESIGN.md, "One wake"): what goes into the first write, and the
 * way back to step by step with a broker that does not like it.
 */
import { subscribe } from "#inbound";
import { describe, expect, test } from "vitest";
import { closed, disconnect, sent, tick } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { Cause, Reason } from "../../src/client/status.ts";
import { Bench, connack, puback } from "../support/client.ts";
import { bytesLike, comeBack, dial, linesOf, lose, say, stream, suback, words } from "../support/wire.ts";

const PIPELINED = { isPipelined: true };
const KEPT = { isPipelined: true, cleanSession: false };

describe("the first write", () => {
  test("holds CONNECT, SUBSCRIBE and every PUBLISH of the outbox that fits", () => {
    const bench = new Bench(PIPELINED);
    subscribe(bench.client, "cmd", 1, undefined);
    say(bench, "a", "1");
    say(bench, "b", "2", 0);
    expect(words(dial(bench).frame())).toEqual([
      "connect",
      "subscribe #1 cmd:1",
      "publish a q1 #2 1",
      "publish b q0 2",
    ]);
  });

  test("holds SUBSCRIBE only when the broker may have no session", () => {
    const bench = new Bench(KEPT);
    subscribe(bench.client, "cmd", 1, undefined);
    bench.up();
    bench.written();
    bench.receive(suback(1, 1));
    expect(comeBack(bench, true)).toEqual(["connect"]);
  });

  test("never holds DISCONNECT: before CONNACK, disconnect just closes", () => {
    const bench = new Bench(PIPELINED);
    say(bench, "a", "1", 0);
    dial(bench);
    disconnect(bench.client, bench.nowMs);
    expect(bench.client.link).toBe(Link.Down);
    expect(bench.written()).toHaveLength(0);
  });

  test("is not followed by DISCONNECT in any later write before CONNACK either", () => {
    const bench = new Bench(PIPELINED);
    say(bench, "a", "1", 0);
    const before = bench.open();
    disconnect(bench.client, bench.nowMs);
    expect(words(Buffer.concat([before, bench.written()]))).toEqual(["connect", "publish a q0 1"]);
  });

  test("is followed by what did not fit, still before CONNACK", () => {
    const bench = new Bench({ ...PIPELINED, txBytes: 64 });
    for (const topic of ["a", "b", "c"]) say(bench, topic, "x".repeat(24));
    expect(words(dial(bench).frame())).toEqual(["connect", `publish a q1 #1 ${"x".repeat(24)}`]);
    sent(bench.client, bench.nowMs);
    const topics = words(bench.written()).map((line) => line.slice(0, 9));
    expect(topics).toEqual(["publish b", "publish c"]);
    expect(bench.client.link).toBe(Link.Greeting);
  });

  test("is CONNECT alone when the outbox is empty, and what comes before CONNACK goes out at once", () => {
    const bench = new Bench(PIPELINED);
    expect(words(bench.open())).toEqual(["connect"]);
    say(bench, "a", "1");
    expect(words(bench.written())).toEqual(["publish a q1 #1 1"]);
  });

  test("is CONNECT alone without pipelining, whatever waits", () => {
    const bench = new Bench();
    subscribe(bench.client, "cmd", 1, undefined);
    say(bench, "a", "1");
    expect(words(bench.open())).toEqual(["connect"]);
    bench.receive(connack());
    expect(words(bench.written())).toEqual(["subscribe #1 cmd:1", "publish a q1 #2 1"]);
  });
});

test("what was pipelined and accepted is not sent again, and PUBACKs behind CONNACK count", () => {
  const bench = new Bench(PIPELINED);
  const number = say(bench, "a", "1");
  say(bench, "b", "2", 0);
  bench.open();
  bench.receive(Buffer.concat([connack(), puback(1)]));
  expect(bench.written()).toHaveLength(0);
  expect(linesOf(bench, "ack")).toEqual([`ack ${number}`]);
  expect(bench.client.outbox.count).toBe(0);
});

describe("falling back to step by step", () => {
  const ENDS: [string, (bench: Bench) => void, boolean][] = [
    ["a reset before CONNACK", (bench) => closed(bench.client, Cause.Reset, bench.nowMs), true],
    ["an end before CONNACK", (bench) => closed(bench.client, Cause.Ended, bench.nowMs), true],
    [
      "silence instead of CONNACK",
      (bench) => {
        bench.pass(15000);
        tick(bench.client, bench.nowMs);
      },
      true,
    ],
    ["a refusal", (bench) => bench.receive(connack(3)), false],
    ["a loss behind CONNACK", (bench) => lose(bench.receive(connack())), false],
    ["disconnect", (bench) => disconnect(bench.client, bench.nowMs), false],
  ];
  for (const [end, act, isFallback] of ENDS)
    test(`${end} is ${isFallback ? "" : "not "}followed by a connection without pipelining`, () => {
      const bench = new Bench(PIPELINED);
      say(bench, "a", "1");
      bench.open();
      act(bench);
      const lines = words(bench.open());
      expect(lines).toEqual(isFallback ? ["connect"] : ["connect", "publish a q1 #2 1"]);
    });

  test("it lasts", () => {
    const bench = new Bench(PIPELINED);
    say(bench, "a", "1");
    bench.open();
    lose(bench);
    for (let again = 0; again < 3; again += 1) {
      expect(words(bench.open())).toEqual(["connect"]);
      bench.receive(connack());
      lose(bench);
    }
  });

  test("it is taken back when the connection without pipelining is dropped as well", () => {
    const bench = new Bench(PIPELINED);
    say(bench, "a", "1");
    bench.open();
    lose(bench);
    expect(words(bench.open())).toEqual(["connect"]);
    lose(bench);
    expect(words(bench.open())).toEqual(["connect", "publish a q1 #2 1"]);
  });

  test("it is never taken back for a client that was made without pipelining", () => {
    const bench = new Bench();
    say(bench, "a", "1");
    for (let again = 0; again < 3; again += 1) {
      expect(words(bench.open())).toEqual(["connect"]);
      lose(bench);
    }
  });

  test("a transport that never opened, or a CONNECT that went out alone, says nothing against pipelining", () => {
    const bench = new Bench(PIPELINED);
    bench.open();
    lose(bench);
    say(bench, "a", "1");
    expect(words(bench.open())).toEqual(["connect", "publish a q1 #1 1"]);
  });
});

describe("QoS 0", () => {
  test("pipelined and then refused is sent again: the broker has processed nothing", () => {
    const bench = new Bench(PIPELINED);
    say(bench, "a", "1", 0);
    expect(words(bench.open())).toEqual(["connect", "publish a q0 1"]);
    bench.receive(connack(3));
    expect(words(bench.open())).toEqual(["connect", "publish a q0 1"]);
    bench.receive(connack());
    expect(comeBack(bench, false)).toEqual(["connect"]);
  });

  test("pipelined and then lost is not sent twice: the broker may have it", () => {
    const bench = new Bench(PIPELINED);
    say(bench, "a", "1", 0);
    expect(words(bench.open())).toEqual(["connect", "publish a q0 1"]);
    expect(comeBack(bench, false)).toEqual(["connect"]);
    expect(bench.client.outbox.count).toBe(0);
  });

  test("refused together with a later QoS 1 message of its topic keeps its place before it", () => {
    const bench = new Bench(PIPELINED);
    say(bench, "a", "older", 0);
    say(bench, "a", "newer", 1);
    bench.open();
    bench.receive(connack(3));
    const lines = words(bench.open()).map((line) => line.split(" ").at(-1));
    expect(lines).toEqual(["connect", "older", "newer"]);
  });

  test("half written when CONNACK comes goes on, and is gone when it is whole", () => {
    const bench = new Bench({ ...PIPELINED, txBytes: 64 });
    stream(bench, "big", bytesLike(150), 0);
    const parts = [dial(bench).frame()];
    bench.receive(connack());
    expect(bench.client.outbox.count).toBe(1);
    sent(bench.client, bench.nowMs);
    parts.push(bench.written());
    expect(words(Buffer.concat(parts))).toEqual(["connect", "publish big q0 150 bytes"]);
    expect(bench.client.outbox.count).toBe(0);
  });
});

test("a refusal is told with its reason also when much was pipelined", () => {
  const bench = new Bench(PIPELINED);
  for (let at = 0; at < 5; at += 1) say(bench, "a", `${at}`);
  bench.open();
  bench.receive(connack(5));
  expect(bench.log).toEqual([`close ${Reason.Refused} 5`]);
  expect(bench.client.outbox.count).toBe(5);
});
