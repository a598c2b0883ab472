/*
 * Messages from the broker: what handlers are told, which of them, and when the message is acknowledged.
 * Handlers that throw or call back: receive-handlers.test.ts. Cuts at every byte: cuts.test.ts.
 */
import { subscribe } from "#inbound";
import { describe, expect, test } from "vitest";
import { Link } from "../../src/client/link.ts";
import { Notice, Reason } from "../../src/client/status.ts";
import { Bench, connack, hex, puback } from "../support/client.ts";
import { bytesLike, linesOf, lose, message, say, suback, words } from "../support/wire.ts";

const SMALL = { rxBytes: 16 };

describe("a message is told with", () => {
  const CASES: [string, Parameters<typeof message>[2], string, string[]][] = [
    ["QoS 0", {}, "q0", []],
    ["QoS 1, and acknowledged", { qos: 1, messageId: 9 }, "q1", ["puback #9"]],
    ["retain", { retain: true }, "q0 retain", []],
    ["DUP", { qos: 1, messageId: 65535, dup: true }, "q1 dup", ["puback #65535"]],
    ["DUP and retain", { qos: 1, messageId: 1, dup: true, retain: true }, "q1 retain dup", ["puback #1"]],
  ];
  for (const [what, flags, told, lines] of CASES)
    test(what, () => {
      const bench = new Bench().up().receive(message("t/ü", "x", flags));
      expect(bench.log.slice(1)).toEqual([`message t/ü ${told} 0+1/1 78`]);
      expect(words(bench.written())).toEqual(lines);
    });
});

for (const qos of [0, 1] as const)
  test(`an empty payload is one call (QoS ${qos})`, () => {
    const bench = new Bench().up().receive(message("t", "", { qos, messageId: qos }));
    expect(bench.log.slice(1)).toEqual([`message t q${qos} 0+0/0 `]);
    expect(words(bench.written())).toEqual(qos === 0 ? [] : ["puback #1"]);
  });

// A payload of up to rxBytes is one piece; the cut depends on the message alone.
for (const [totalBytes, pieces] of [
  [1, ["0+1"]],
  [15, ["0+15"]],
  [16, ["0+16"]],
  [17, ["0+16", "16+1"]],
  [32, ["0+16", "16+16"]],
  [40, ["0+16", "16+16", "32+8"]],
] as const)
  for (const chunkBytes of [1, 5, 1000])
    test(`${totalBytes} bytes with rxBytes 16 come as ${pieces.join(", ")} in chunks of ${chunkBytes}`, () => {
      const bench = new Bench(SMALL).up();
      const bytes = message("t", bytesLike(totalBytes), { qos: 1, messageId: 3 });
      for (let at = 0; at < bytes.length; at += chunkBytes) bench.receive(bytes.slice(at, at + chunkBytes));
      const lines = linesOf(bench, "message").map((line) => line.split(" "));
      expect(lines.map((line) => line[3])).toEqual(pieces.map((piece) => `${piece}/${totalBytes}`));
      expect(lines.map((line) => line[4]).join("")).toBe(hex(bytesLike(totalBytes)));
    });

test("PUBACK follows the last piece, and not the one before", () => {
  const bench = new Bench(SMALL).up();
  const bytes = message("t", bytesLike(40), { qos: 1, messageId: 3 });
  for (let at = 0; at < bytes.length - 1; at += 1) bench.receive(bytes.slice(at, at + 1));
  expect(linesOf(bench, "message")).toHaveLength(2);
  expect(bench.written()).toHaveLength(0);
  bench.receive(bytes.slice(-1));
  expect(words(bench.written())).toEqual(["puback #3"]);
});

test("more PUBACKs than fit one frame go out in the next ones, oldest first, each once", () => {
  const bench = new Bench({ txBytes: 22 }).up();
  const ids = Array.from({ length: 12 }, (_, at) => 40 + at);
  for (const messageId of ids) bench.receive(message("t", "x", { qos: 1, messageId }));
  expect(words(bench.written())).toEqual(ids.map((id) => `puback #${id}`));
});

test("a message that breaks off is not acknowledged, and does not run into the next connection", () => {
  const bench = new Bench(SMALL).up();
  const bytes = message("t", bytesLike(40), { qos: 1, messageId: 3 });
  bench.receive(bytes.slice(0, 30));
  lose(bench);
  bench.up();
  expect(bench.written()).toHaveLength(0);
  bench.log.length = 0;
  bench.receive(message("u", "new"));
  expect(bench.log).toEqual(["message u q0 0+3/3 6e6577"]);
});

test("returning false at offset 0 skips the rest, which is still acknowledged", () => {
  const bench = new Bench(SMALL, { onMessage: () => false }).up();
  bench.receive(message("t", bytesLike(60), { qos: 1, messageId: 3 }), message("u", bytesLike(60)));
  expect(linesOf(bench, "message").map((line) => line.split(" ")[3])).toEqual(["0+16/60", "0+16/60"]);
  expect(words(bench.written())).toEqual(["puback #3"]);
  expect(bench.client.counters.received).toBe(2);
});

test("returning false from a handler that lost the link does not spare what the next connection brings", () => {
  const bench: Bench = new Bench(SMALL, {
    onMessage: () => {
      if (bench.client.counters.connects === 1) lose(bench);
      return false;
    },
  }).up();
  bench.receive(message("t", bytesLike(60)));
  bench.open();
  bench.log.length = 0;
  bench.receive(connack(5));
  expect(bench.log).toEqual([`close ${Reason.Refused} 5`]);
  bench.up().log.length = 0;
  bench.receive(message("u", "new"));
  expect(bench.log).toEqual(["message u q0 0+3/3 6e6577"]);
});

test("returning false later spares nothing: the pieces that follow are told", () => {
  const offsets: number[] = [];
  const bench = new Bench(SMALL, {
    onMessage: (_topic, _piece, _qos, _retain, _dup, offset) => {
      offsets.push(offset);
      return offset === 0;
    },
  }).up();
  bench.receive(message("t", bytesLike(60)));
  expect(offsets).toEqual([0, 16, 32, 48]);
});

test("without any handler a message is passed over, acknowledged and counted", () => {
  const bench = new Bench(SMALL).up();
  bench.client.options.onMessage = undefined;
  bench.receive(message("t", bytesLike(60), { qos: 1, messageId: 3 }));
  expect(words(bench.written())).toEqual(["puback #3"]);
  expect(bench.client.counters.received).toBe(1);
});

describe("a message goes", () => {
  const told: string[] = [];
  const taker = (name: string) => (topic: string) => void told.push(`${name} ${topic}`);

  function subscribed(): Bench {
    told.length = 0;
    const bench = new Bench({}, { onMessage: taker("onMessage") });
    subscribe(bench.client, "sport/#", 1, taker("first"));
    subscribe(bench.client, "sport/+/score", 1, taker("second"));
    subscribe(bench.client, "quiet", 1, undefined);
    subscribe(bench.client, "#", 1, taker("all"));
    bench.up().written();
    return bench;
  }
  const CASES: [string, string][] = [
    ["sport/tennis/score", "first"],
    ["sport", "first"],
    ["sports", "all"],
    ["quiet", "all"],
    ["$SYS/uptime", "onMessage"],
  ];
  for (const [topic, name] of CASES)
    test(`on ${topic} to ${name}: the first subscription with a handler that matches, else onMessage`, () => {
      subscribed().receive(message(topic, "x"));
      expect(told).toEqual([`${name} ${topic}`]);
    });

  test("with all its pieces to the handler that took the first, even if that one is replaced meanwhile", () => {
    const bench = new Bench(SMALL);
    const offsets: string[] = [];
    const late = () => void offsets.push("late");
    subscribe(bench.client, "t", 0, (_t, _p, _q, _r, _d, offset) => {
      offsets.push(`early ${offset}`);
      subscribe(bench.client, "t", 0, late);
    });
    bench.up().receive(message("t", bytesLike(20)), message("t", "x"));
    expect(offsets).toEqual(["early 0", "early 16", "late"]);
  });
});

test("a PUBACK for an id that is not in flight is counted and reported, and changes nothing", () => {
  const bench = new Bench().up();
  const number = say(bench, "a", "x");
  bench.written();
  bench.receive(puback(2), puback(1), puback(1));
  expect(bench.log.slice(1)).toEqual([
    `notice ${Notice.StrayAck} 2`,
    `ack ${number}`,
    `notice ${Notice.StrayAck} 1`,
  ]);
  expect(bench.client.counters).toMatchObject({ strayAcks: 2, acknowledged: 1 });
});

test("a PUBACK for a message that is queued and was never sent is stray", () => {
  const bench = new Bench({ cleanSession: false }).up();
  say(bench, "a", "x");
  bench.receive(puback(1));
  expect(bench.client.counters.strayAcks).toBe(1);
  expect(words(bench.written())).toEqual(["publish a q1 #1 x"]);
});

test("PUBACKs count in any order", () => {
  const bench = new Bench().up();
  const numbers = ["1", "2", "3"].map((payload) => say(bench, "a", payload));
  bench.written();
  bench.receive(puback(3), puback(1), puback(2));
  expect(linesOf(bench, "ack")).toEqual(
    [numbers[2], numbers[0], numbers[1]].map((number) => `ack ${number}`),
  );
});

test("each SUBACK belongs to the filter of its id; 0x80 is a failure and is told as one", () => {
  const bench = new Bench().up();
  for (const filter of ["a", "b", "c"]) subscribe(bench.client, filter, 1, undefined);
  expect(words(bench.written())).toEqual(["subscribe #1 a:1", "subscribe #2 b:1", "subscribe #3 c:1"]);
  bench.receive(suback(1, 1), suback(2, 128), suback(3, 0));
  expect(linesOf(bench, "subscribed")).toEqual(["subscribed a 1", "subscribed b 128", "subscribed c 0"]);
});

test("a PUBLISH with QoS 2 closes with a reason, and so do PUBREC, PUBREL and PUBCOMP", () => {
  for (const bytes of [[0x34], [0x50], [0x62], [0x70]]) {
    const bench = new Bench().up().receive(new Uint8Array(bytes));
    expect(linesOf(bench, "close")).toEqual([`close ${Reason.Qos2} 0`]);
    expect(bench.client.link).toBe(Link.Waiting);
  }
});
