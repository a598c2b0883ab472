/*
 * Readings that wait for the station's moment while it is connected; alarms do not wait, nor do questions.
 */
import { wantFlush } from "#flush";
import { subscribe } from "#inbound";
import { expect, test } from "vitest";
import { isDone, undelivered } from "../../src/client/done.ts";
import { puback } from "../support/client.ts";
import { read, reader } from "../support/reader.ts";
import { comeBack, PINGRESP, say, words } from "../support/wire.ts";

function held(changes = {}): ReturnType<typeof reader> {
  const bench = reader(changes).up();
  bench.client.isHeld = true;
  return bench;
}

for (const qos of [0, 1])
  test(`readings of QoS ${qos} wait while they are held, and then go out in one write, in order`, () => {
    const bench = held();
    for (const text of ["1", "2", "3"]) read(bench, 0, text, { qos });
    expect(words(bench.written())).toEqual([]);
    bench.client.isHeld = false;
    const id = (number: number): string => (qos === 0 ? "" : `#${number} `);
    expect(words(bench.frame())).toEqual([1, 2, 3].map((each) => `publish a q${qos} ${id(each)}${each}`));
  });

test("an alarm goes out at once, with the older readings of its own feed before it", () => {
  const bench = held();
  read(bench, 0, "1");
  read(bench, 1, "2");
  read(bench, 0, "hot", { isAlarm: true });
  expect(words(bench.written())).toEqual(["publish a q1 #1 1", "publish a q1 #2 hot"]);
  expect(undelivered(bench.client)).toBe(3);
});

test("a text that is an alarm goes out at once as well, an answer to a command for one", () => {
  const bench = held();
  read(bench, 0, "1");
  say(bench, "log", "done", 1, { isAlarm: true });
  expect(words(bench.written())).toEqual(["publish log q1 #1 done"]);
});

test("a reading that was sent before is sent again at once: nothing may pass it", () => {
  const bench = reader({ cleanSession: false }).up();
  read(bench, 0, "1");
  bench.written();
  bench.client.isHeld = true;
  read(bench, 0, "2");
  expect(comeBack(bench, true)).toEqual(["connect", "publish a q1 #1 dup 1"]);
});

test("SUBSCRIBE and PINGREQ go out", () => {
  const bench = held();
  read(bench, 0, "1");
  subscribe(bench.client, "cmd", 1, undefined);
  wantFlush(bench.client, 8);
  expect(words(bench.written())).toEqual(["subscribe #1 cmd:1", "pingreq"]);
  const idle = held({ keepAliveS: 100 }).pass(60000);
  read(idle, 0, "1");
  expect(words(idle.written())).toEqual(["pingreq"]);
  idle.receive(PINGRESP);
});

test("what is held does not stand against a sleep, an alarm without its PUBACK does", () => {
  const bench = held();
  read(bench, 0, "1");
  bench.written();
  expect(isDone(bench.client)).toBe(true);
  read(bench, 1, "hot", { isAlarm: true });
  expect(isDone(bench.client)).toBe(false);
  bench.written();
  expect(isDone(bench.client)).toBe(false);
  bench.receive(puback(1));
  expect(isDone(bench.client)).toBe(true);
  expect(undelivered(bench.client)).toBe(1);
});
