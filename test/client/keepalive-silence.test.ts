/*
 * When nothing comes back: the question, the time for an answer, and giving up. And that a client which waits
 * is never called in a circle.
 */
import { expect, test } from "vitest";
import { subscribe, unsubscribe } from "#inbound";
import { disconnect, sent, start, tick } from "../../src/client/connection.ts";
import { isDue } from "../../src/client/clock.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import { Reason } from "../../src/client/status.ts";
import { Bench } from "../support/client.ts";
import { Driver } from "../support/driver.ts";
import { linesOf, lose, message, PINGRESP, say, suback, words } from "../support/wire.ts";

const HOUR_MS = 3600000;
const SILENT = [`close ${Reason.Silent} 0`];

const QUESTIONS: [string, (bench: Bench) => unknown, string][] = [
  ["PINGREQ", (bench) => bench.pass(54000), "pingreq"],
  ["SUBSCRIBE", (bench) => subscribe(bench.client, "a", 1, undefined), "subscribe #1 a:1"],
  ["UNSUBSCRIBE", (bench) => unsubscribe(bench.client, "a"), "unsubscribe #1 a"],
  ["PUBLISH with QoS 1", (bench) => say(bench, "a", "x"), "publish a q1 #1 x"],
];
for (const [question, ask, line] of QUESTIONS) {
  test(`silence after ${question} closes the link when the time for an answer is over`, () => {
    const bench = new Bench().up();
    ask(bench);
    expect(words(bench.written())).toEqual([line]);
    expect(dueMs(bench.client)).toBe((bench.nowMs + 20000) % 2 ** 30);
    bench.pass(19999);
    tick(bench.client, bench.nowMs);
    expect(bench.client.link).toBe(Link.Up);
    bench.pass(1);
    tick(bench.client, bench.nowMs);
    expect(linesOf(bench, "close")).toEqual(SILENT);
    expect(bench.client.link).toBe(Link.Waiting);
  });

  test(`any received byte counts after ${question}: the time for an answer begins anew`, () => {
    const bench = new Bench().up();
    ask(bench);
    bench.written();
    // Half of a message of somebody else's.
    bench.pass(19999).receive(message("t", "half of it").slice(0, 5));
    bench.pass(19999);
    tick(bench.client, bench.nowMs);
    expect(bench.client.link).toBe(Link.Up);
    bench.pass(1);
    tick(bench.client, bench.nowMs);
    expect(linesOf(bench, "close")).toEqual(SILENT);
  });
}

test("an answer ends the question: no silence is noticed afterwards", () => {
  const bench = new Bench().up();
  subscribe(bench.client, "a", 1, undefined);
  bench.written();
  bench.receive(suback(1, 1));
  bench.pass(50000);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Up);
});

test("a question that was lost with its connection is no question in the next one", () => {
  const bench = new Bench().up().pass(60000);
  expect(words(bench.written())).toEqual(["pingreq"]);
  lose(bench).up().pass(20000);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Up);
});

test("silence after QoS 0 is no silence: nothing was asked", () => {
  const bench = new Bench({ keepAliveS: 0 }).up();
  say(bench, "a", "x", 0);
  bench.written();
  bench.pass(HOUR_MS - 1);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Up);
});

test("a later question does not move the time for the answer to an older one", () => {
  const bench = new Bench().up();
  say(bench, "a", "1");
  bench.written();
  for (let second = 1; second < 20; second += 1) {
    say(bench.pass(1000), "a", "2");
    bench.written();
    tick(bench.client, bench.nowMs);
  }
  expect(bench.client.link).toBe(Link.Up);
  tick(bench.pass(1000).client, bench.nowMs);
  expect(linesOf(bench, "close")).toEqual(SILENT);
});

test("an answer that arrives late, in one call with a handler that publishes, is still an answer", () => {
  const bench: Bench = new Bench({}, { onMessage: () => tick(bench.client, bench.nowMs) }).up();
  say(bench, "a", "x");
  bench.written();
  bench.pass(25000).receive(message("t", "x"));
  expect(linesOf(bench, "close")).toEqual([]);
});

test("past 1.5 K the session is known dead: closed without a write", () => {
  const bench = new Bench({ keepAliveS: 100 }).up();
  say(bench, "a", "x");
  bench.pass(150001);
  tick(bench.client, bench.nowMs);
  expect(bench.written()).toHaveLength(0);
  expect(linesOf(bench, "close")).toEqual(SILENT);
  expect(bench.client.outbox.count).toBe(1);
});

test("at 1.5 K to the millisecond the link still lives, and a ping goes out", () => {
  const bench = new Bench({ keepAliveS: 100 }).up().pass(150000);
  tick(bench.client, bench.nowMs);
  expect(words(bench.written())).toEqual(["pingreq"]);
});

for (const keepAliveS of [60, 0])
  test(`a QoS 0 write that the network never takes is noticed after one answer's time (K = ${keepAliveS} s)`, () => {
    const bench = new Bench({ keepAliveS });
    start(bench.client, bench.nowMs);
    const driver = new Driver(bench).run(100);
    driver.isTaking = false;
    driver.at(200, () => say(bench, "a", "x", 0));
    driver.wakes = 0;
    driver.run(20099);
    expect(linesOf(bench, "close")).toEqual([]);
    driver.run(1);
    expect(linesOf(bench, "close")).toEqual(SILENT);
    expect(driver.wakes).toBe(1);
  });

test("a stalled QoS 1 write is noticed after one answer's time", () => {
  const bench = new Bench().up();
  say(bench, "a", "x");
  expect(words(bench.frame())).toEqual(["publish a q1 #1 x"]);
  bench.pass(20000);
  tick(bench.client, bench.nowMs);
  expect(linesOf(bench, "close")).toEqual(SILENT);
});

const LIVES: [string, number, (driver: Driver) => void][] = [
  ["idle", 60, () => undefined],
  ["idle without keep alive", 0, () => undefined],
  ["with a message a second", 60, (driver) => driver.every(1000, () => say(driver.bench, "a", "x", 0))],
  ["with a broker that never answers", 60, (driver) => (driver.isAnswering = false)],
  ["with a network that never takes a write", 60, (driver) => (driver.isTaking = false)],
  ["with writes of a minute each", 60, (driver) => (driver.sentAfterMs = 60000)],
];
for (const [life, keepAliveS, live] of LIVES)
  test(`an hour ${life}: a driver that calls when dueMs has come is never called in a circle`, () => {
    const bench = new Bench({ keepAliveS, retryCapS: 30 });
    start(bench.client, bench.nowMs);
    const driver = new Driver(bench).run(100);
    live(driver);
    // The driver throws at the sixth call at one moment.
    driver.run(HOUR_MS);
    expect(driver.wakes).toBeLessThan(700);
  });

test("dueMs is in the future in every state, once what was due is done", () => {
  const bench = new Bench();
  const check = (): void => {
    tick(bench.client, bench.nowMs);
    expect(isDue(dueMs(bench.client), bench.nowMs), `link ${bench.client.link}`).toBe(false);
  };
  check();
  start(bench.client, bench.nowMs);
  check();
  bench.open();
  check();
  bench.receive(new Uint8Array([0x20, 2, 0, 0]));
  check();
  bench.pass(54000);
  expect(words(bench.written())).toEqual(["pingreq"]);
  check();
  bench.receive(PINGRESP);
  disconnect(bench.client, bench.nowMs);
  bench.frame();
  check();
  sent(bench.client, bench.nowMs);
  check();
});
