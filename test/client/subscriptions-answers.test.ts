/*
 * The broker's answers about subscriptions: right ones, wrong ones, and those that nobody asked for.
 * Source: MQTT 3.1.1, sections 3.9 and 3.11.
 */
import { describe, expect, test } from "vitest";
import * as statusFile from "../../src/client/status.ts";
import { Reason } from "../../src/client/status.ts";
import { Bench, bytesOf, namesOf } from "../support/client.ts";
import { asks, suback, told, unsuback, want } from "../support/subscriber.ts";

const REASONS = namesOf(statusFile, "Reason");

// The filter asked for in SUBSCRIBE 1, the codes of its SUBACK, and why the connection ends, or None.
const CODES: [string, number[], Reason][] = [
  ["a0", [0], Reason.None],
  ["a0", [1], Reason.BadSuback],
  ["a0", [2], Reason.BadSuback],
  ["a0", [128], Reason.None],
  ["a0", [127], Reason.BadSuback],
  ["a1", [0], Reason.None],
  ["a1", [1], Reason.None],
  ["a1", [2], Reason.BadSuback],
  ["a1", [3], Reason.BadSuback],
  ["a1", [127], Reason.BadSuback],
  ["a1", [128], Reason.None],
  ["a1", [129], Reason.BadSuback],
  ["a1", [255], Reason.BadSuback],
  ["a0", [], Reason.BadSize],
  ["a0", [0, 0], Reason.BadSize],
];

for (const [word, codes, reason] of CODES) {
  test(`SUBACK [${codes.join(" ")}] for [${word}] is answered with ${REASONS[reason]} (3.9.3)`, () => {
    const bench = want(new Bench().up(), word, "b1");
    asks(bench);
    // By hand, for mqtt-packet writes no codes that are none.
    bench.receive(Uint8Array.from([0x90, 2 + codes.length, 0, 1, ...codes]));
    const close = bench.log.filter((line) => line.startsWith("close"));
    expect(close).toEqual(reason === Reason.None ? [] : [`close ${reason} 0`]);
    const subscribed = bench.log.filter((line) => line.startsWith("subscribed"));
    expect(subscribed).toEqual(reason === Reason.None ? [`subscribed a ${codes[0]}`] : []);
  });
}

describe("an answer that belongs to no question is passed over:", () => {
  const STRAYS: [string, Uint8Array][] = [
    ["SUBACK to another id", suback(9, 0)],
    ["SUBACK with a strange code to another id", bytesOf("9003000905")],
    ["SUBACK to the UNSUBSCRIBE", suback(2, 0)],
    ["UNSUBACK to another id", unsuback(9)],
    ["UNSUBACK to the SUBSCRIBE", unsuback(1)],
  ];
  for (const [what, answer] of STRAYS) {
    test(what, () => {
      const bench = want(new Bench().up(), "a0", "-b");
      expect(asks(bench)).toEqual(["subscribe 1 a0", "unsubscribe 2 b"]);
      told(bench);
      expect(told(bench.receive(answer))).toEqual([]);
      expect(told(bench.receive(suback(1, 0), unsuback(2)))).toEqual(["subscribed a 0", "subscribed b -1"]);
      expect(told(bench.receive(suback(1, 0), unsuback(2)))).toEqual([]);
    });
  }
});
