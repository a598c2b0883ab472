/*
 * Calls that come in any state: disconnect, extra calls, calls that come twice.
 */
import { expect, test } from "vitest";
import { closed, disconnect, opened, sent, start, tick } from "../../src/client/connection.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import { received } from "../../src/client/receive.ts";
import { nextFrame } from "../../src/client/send.ts";
import { Cause, Reason, Status } from "../../src/client/status.ts";
import { Bench, connack, packet } from "../support/client.ts";
import { dial, linesOf, lose, message, say, words } from "../support/wire.ts";

/** How to come into each state, and what a call of disconnect does there. */
const STATES: [string, Link, (bench: Bench) => void, Status, string[], string[]][] = [
  ["Down", Link.Down, () => undefined, Status.Unexpected, [], []],
  ["Waiting", Link.Waiting, (bench) => lose(dial(bench)), Status.Ok, [`close ${Reason.Asked} 0`], []],
  [
    "Opening",
    Link.Opening,
    ({ client, nowMs }) => start(client, nowMs),
    Status.Ok,
    [`close ${Reason.Asked} 0`],
    [],
  ],
  ["Greeting", Link.Greeting, (bench) => bench.open(), Status.Ok, [`close ${Reason.Asked} 0`], []],
  ["Up", Link.Up, (bench) => bench.up(), Status.Ok, [`close ${Reason.Asked} 0`], ["disconnect"]],
  ["Closing", Link.Closing, closing, Status.Unexpected, [`close ${Reason.Asked} 0`], ["disconnect"]],
  ["Draining", Link.Draining, draining, Status.Ok, [`close ${Reason.Asked} 0`], ["puback #1", "disconnect"]],
];

function closing(bench: Bench): void {
  bench.up();
  disconnect(bench.client, bench.nowMs);
}

function draining(bench: Bench): void {
  bench.up();
  for (const messageId of [1, 2]) bench.receive(message("t", "x", { qos: 1, messageId }));
}

for (const [name, link, enter, status, closes, lines] of STATES) {
  const made = (): Bench => {
    const bench = new Bench({ pubacks: 1 });
    enter(bench);
    expect(bench.client.link).toBe(link);
    return bench;
  };

  test(`disconnect in ${name} ends in Down, and it stays there`, () => {
    const bench = made();
    bench.log.length = 0;
    expect(disconnect(bench.client, bench.nowMs)).toBe(status);
    expect(words(bench.written())).toEqual(lines);
    expect(linesOf(bench, "close")).toEqual(closes);
    bench.pass(400000);
    tick(bench.client, bench.nowMs);
    expect(bench.client.link).toBe(Link.Down);
  });

  test(`extra calls in ${name} are harmless`, () => {
    const bench = made();
    const { client, nowMs } = bench;
    const log = [...bench.log];
    for (let again = 0; again < 3; again += 1) {
      tick(client, nowMs);
      dueMs(client);
      if (link !== Link.Opening) expect(opened(client, nowMs)).toBe(Status.Unexpected);
      if (link > Link.Waiting) expect(start(client, nowMs)).toBe(Status.Unexpected);
      if (link <= Link.Waiting) expect(closed(client, Cause.Reset, nowMs)).toBe(Status.Unexpected);
      if (link <= Link.Opening) {
        sent(client, nowMs);
        received(client, connack(), nowMs);
        expect(nextFrame(client, nowMs)).toBe(0);
      }
    }
    expect(client.link).toBe(link);
    expect(bench.log).toEqual(log);
  });
}

test("start twice, and closed twice, are harmless", () => {
  const bench = new Bench();
  expect(start(bench.client, bench.nowMs)).toBe(Status.Ok);
  expect(start(bench.client, bench.nowMs)).toBe(Status.Unexpected);
  expect(opened(bench.client, bench.nowMs)).toBe(Status.Ok);
  expect(closed(bench.client, Cause.Ended, bench.nowMs)).toBe(Status.Ok);
  const retryAtMs = dueMs(bench.client);
  expect(closed(bench.client, Cause.Reset, bench.nowMs)).toBe(Status.Unexpected);
  expect(bench.log).toEqual([`close ${Reason.Lost} ${Cause.Ended}`]);
  expect(dueMs(bench.client)).toBe(retryAtMs);
});

test("a frame is the network's until sent: calls in between change none of its bytes", () => {
  const bench = new Bench().up();
  say(bench, "a", "first");
  const frame = bench.frame();
  say(bench, "a", "second");
  expect(nextFrame(bench.client, bench.nowMs)).toBe(0);
  tick(bench.client, bench.nowMs);
  bench.receive(message("t", "x", { qos: 1, messageId: 3 }));
  expect(bench.client.tx.bytes.slice(0, frame.length)).toEqual(frame);
  sent(bench.client, bench.nowMs);
  expect(words(bench.written())).toEqual(["puback #3", "publish a q1 #2 second"]);
});

test("disconnect leaves what is queued in the outbox, for the next connection", () => {
  const bench = new Bench().up();
  say(bench, "a", "x");
  disconnect(bench.client, bench.nowMs);
  expect(words(bench.written())).toEqual(["disconnect"]);
  expect(words(bench.up().written())).toEqual(["publish a q1 #1 x"]);
});

test("a connection whose DISCONNECT hangs ends after one answer's time, as asked", () => {
  const bench = new Bench().up();
  disconnect(bench.client, bench.nowMs);
  bench.frame();
  expect(dueMs(bench.client)).toBe((bench.nowMs + 20000) % 2 ** 30);
  bench.pass(20000);
  tick(bench.client, bench.nowMs);
  expect(linesOf(bench, "close")).toEqual([`close ${Reason.Asked} 0`]);
  expect(bench.client.link).toBe(Link.Down);
});

test("between disconnect and its write a PUBACK still counts; behind the write nothing is taken", () => {
  const bench = new Bench().up();
  const number = say(bench, "a", "x");
  bench.written();
  disconnect(bench.client, bench.nowMs);
  bench.receive(packet({ cmd: "puback", messageId: 1 }));
  expect(linesOf(bench, "ack")).toEqual([`ack ${number}`]);
  expect(words(bench.frame())).toEqual(["disconnect"]);
  bench.receive(message("t", "x"));
  expect(linesOf(bench, "message")).toEqual([]);
});

// The limit, none being the default, and how many messages it takes.
for (const [pubacks, most] of [
  [undefined, 20],
  [5, 5],
] as const)
  test(`with a limit of ${pubacks} PUBACKs, message ${most + 1} that waits for one is an overrun`, () => {
    const bench = new Bench({ pubacks }).up();
    for (let messageId = 1; messageId <= most; messageId += 1)
      bench.receive(message("t", "x", { qos: 1, messageId }));
    expect(bench.client.link).toBe(Link.Up);
    bench.receive(message("t", "x", { qos: 1, messageId: most + 1 }));
    expect(bench.client.link).toBe(Link.Draining);
    expect(linesOf(bench, "message")).toHaveLength(most);
  });
