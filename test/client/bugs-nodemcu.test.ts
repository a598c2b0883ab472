/*
 * Bugs of NodeMCU (N), as tests of ours: bugs.test.ts lists them.
 */
import { subscribe } from "#inbound";
import { expect, test } from "vitest";
import { disconnect, start, tick } from "../../src/client/connection.ts";
import { checkOptions } from "../../src/client/check.ts";
import { Reason, Status } from "../../src/client/status.ts";
import { Bench, connack, puback, testOptions } from "../support/client.ts";
import { Driver } from "../support/driver.ts";
import { bytesLike, linesOf, message, say, suback, words } from "../support/wire.ts";

const KEPT = { cleanSession: false };

test("N1: the queued commands of a kept session, glued to CONNACK, arrive and are acknowledged", () => {
  const bench = new Bench(KEPT);
  bench.open();
  const commands = [5, 6].map((messageId) => message("cmd", `${messageId}`, { qos: 1, messageId }));
  bench.receive(Buffer.concat([connack(0, true), ...commands]));
  expect(bench.log).toEqual(["connect present", "message cmd q1 0+1/1 35", "message cmd q1 0+1/1 36"]);
  expect(words(bench.written())).toEqual(["puback #5", "puback #6"]);
});

test("N2: a split between the bytes of a length loses neither that message nor the next", () => {
  const bytes = Buffer.concat([
    message("t", bytesLike(100).fill(65)),
    message("t", bytesLike(200)),
    message("u", "x"),
  ]);
  const second = message("t", bytesLike(100)).length;
  for (const cut of [1, 2, second + 1, second + 2, second + 3]) {
    const bench = new Bench({ rxBytes: 256 }).up();
    bench.receive(bytes.subarray(0, cut), bytes.subarray(cut));
    expect(linesOf(bench, "message").map((line) => line.split(" ")[3])).toEqual([
      "0+100/100",
      "0+200/200",
      "0+1/1",
    ]);
  }
});

test("N3: one message without PUBACK stops neither sends nor the timeout", () => {
  const bench = new Bench();
  start(bench.client, bench.nowMs);
  const driver = new Driver(bench).run(1000);
  driver.isAnswering = false;
  driver.at(2000, () => say(bench, "a", "1"));
  driver.at(9000, () => say(bench, "a", "2"));
  driver.run(21000);
  expect(driver.timesOf("publish")).toEqual([2000, 9000]);
  expect(linesOf(bench, "close")[0]).toBe(`close ${Reason.Silent} 0`);
});

test("N3: PINGREQ goes out also while a PUBACK is missing", () => {
  const bench = new Bench({ keepAliveS: 10 }).up();
  say(bench, "a", "x");
  bench.written();
  bench.pass(9000);
  expect(words(bench.written())).toEqual(["pingreq"]);
});

test("N4: a send that hangs ends the link after one answer's time", () => {
  const bench = new Bench({ keepAliveS: 0 }).up();
  say(bench, "a", "x", 1);
  expect(bench.frame().length).toBeGreaterThan(0);
  tick(bench.pass(20000).client, bench.nowMs);
  expect(linesOf(bench, "close")).toEqual([`close ${Reason.Silent} 0`]);
});

test("N5: SUBACK 0x80 is no success, and a code that was not asked for closes", () => {
  const bench = new Bench().up();
  subscribe(bench.client, "a", 0, undefined);
  bench.written();
  bench.receive(suback(1, 128));
  expect(linesOf(bench, "subscribed")).toEqual(["subscribed a 128"]);
  subscribe(bench.client, "b", 0, undefined);
  bench.written();
  bench.receive(suback(2, 1));
  expect(linesOf(bench, "close")).toEqual([`close ${Reason.BadSuback} 0`]);
});

test("N6: a QoS 2 message is refused by name, so that no duplicate of it can be delivered", () => {
  for (const dup of [false, true]) {
    const bench = new Bench().up().receive(message("t", "x", { qos: 2, messageId: 1, dup }));
    expect(bench.log.slice(1)).toEqual([`close ${Reason.Qos2} 0`]);
  }
});

test("N7: the queue outlives a disconnect and a loss, and DUP is set on what was sent", () => {
  const bench = new Bench(KEPT).up();
  say(bench, "a", "sent");
  bench.written();
  say(bench, "a", "queued");
  disconnect(bench.client, bench.nowMs);
  expect(words(bench.written())).toEqual(["disconnect"]);
  expect(words(bench.up(true).written())).toEqual(["publish a q1 #1 dup sent", "publish a q1 #2 queued"]);
});

test("N8: options have names; a wrong one is an answer, not another option", () => {
  const userless = testOptions({ password: "secret" });
  expect(checkOptions(userless, "peer1")).toBe(Status.Invalid);
  expect(checkOptions(testOptions({ userName: "me", password: "secret" }), "peer1")).toBe(Status.Ok);
});

test("N9: clean session is on by default, as its documentation says", () => {
  // The flags of CONNECT: 2 is clean session.
  expect(new Bench().open()[9]).toBe(2);
  expect(new Bench(KEPT).open()[9]).toBe(0);
});

for (const [bytes, reason] of [
  ["2000", Reason.BadSize],
  ["200100", Reason.BadSize],
  ["2003000000", Reason.BadSize],
] as const)
  test(`N10: a CONNACK of the wrong length (${bytes}) closes and is no connection`, () => {
    const bench = new Bench();
    bench.open();
    bench.receive(new Uint8Array(Buffer.from(bytes, "hex")));
    expect(bench.log).toEqual([`close ${reason} 0`]);
  });

test("N11: each publish is answered with its own number", () => {
  const bench = new Bench().up();
  const numbers = [say(bench, "a", "1"), say(bench, "b", "2")];
  bench.written();
  bench.receive(puback(2), puback(1));
  expect(linesOf(bench, "ack")).toEqual([`ack ${numbers[1]}`, `ack ${numbers[0]}`]);
  expect(numbers[0]).not.toBe(numbers[1]);
});
