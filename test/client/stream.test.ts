/*
 * Messages that take more than one frame: from a source that can be read again, or from the outbox.
 * Sources that do wrong: stream-bad.test.ts. Source: MQTT 3.1.1, 3.3; DESIGN.md, "The public face".
 */
import { subscribe } from "#inbound";
import { describe, expect, test } from "vitest";
import { sent, tick } from "../../src/client/connection.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { Status } from "../../src/client/status.ts";
import { Bench, puback } from "../support/client.ts";
import { bytesLike, comeBack, lose, message, packetsOf, say, stream, words } from "../support/wire.ts";

const SMALL = { txBytes: 64 };
const KEPT = { txBytes: 64, cleanSession: false };

/** The payloads of the PUBLISH packets in these bytes. */
function payloads(bytes: Uint8Array): Uint8Array[] {
  const published = packetsOf(bytes).packets.filter((each) => each.cmd === "publish");
  return published.map(({ payload }) => new Uint8Array(Buffer.from(payload)));
}

/** Frame after frame, each handed on, as long as there are any. */
function frames(bench: Bench): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let frame = bench.frame(); frame.length > 0; frame = bench.frame()) {
    all.push(frame);
    sent(bench.client, bench.nowMs);
  }
  return all;
}

// Home Assistant's discovery messages have 300 to 700 bytes; 16,384 is where the length takes a third byte.
for (const totalBytes of [0, 1, 53, 54, 55, 300, 512, 700, 16400])
  for (const pieceBytes of [1, 7, 1000])
    test(`${totalBytes} bytes from a source that gives ${pieceBytes} at most go through 64 bytes of tx`, () => {
      const bench = new Bench(SMALL).up();
      const payload = bytesLike(totalBytes);
      const number = stream(bench, "ha/conf", payload, 1, pieceBytes);
      const all = frames(bench);
      expect(all.every(({ length }) => length <= 64)).toBe(true);
      expect(payloads(Buffer.concat(all))).toEqual([payload]);
      bench.receive(puback(1));
      expect(bench.log).toEqual(["connect absent", `ack ${number}`]);
    });

test("a source is asked for no more than has room, and always from where it stands", () => {
  const bench = new Bench(SMALL).up();
  const asked: [number, number][] = [];
  const payload = bytesLike(150);
  const source = (offset: number, limitBytes: number) => {
    asked.push([offset, limitBytes]);
    return payload.slice(offset, offset + Math.min(limitBytes, 50));
  };
  publishMessage(bench.client, { topic: "a", source, totalBytes: 150, qos: 0 });
  frames(bench);
  // The head takes six bytes, two of them for the length.
  expect(asked).toEqual([
    [0, 58],
    [50, 8],
    [58, 64],
    [108, 14],
    [122, 28],
  ]);
});

test("a source may give text and bytes in turn; text counts in bytes", () => {
  const bench = new Bench(SMALL).up();
  const parts = new Map<number, string | Uint8Array>([
    [0, "grün "],
    [6, new Uint8Array([0, 255])],
    [8, "€"],
  ]);
  const source = (offset: number) => parts.get(offset) as string | Uint8Array;
  publishMessage(bench.client, { topic: "a", source, totalBytes: 11, qos: 0 });
  expect(payloads(bench.written())).toEqual([
    new Uint8Array([...Buffer.from("grün "), 0, 255, ...Buffer.from("€")]),
  ]);
});

test("a QoS 1 resend reads from 0 again, with the same id and DUP 1", () => {
  const bench = new Bench(KEPT).up();
  const payload = bytesLike(300);
  const offsets: number[] = [];
  const source = (offset: number, limitBytes: number) => {
    offsets.push(offset);
    return payload.slice(offset, offset + limitBytes);
  };
  publishMessage(bench.client, { topic: "a", source, totalBytes: 300, qos: 1 });
  const first = bench.written();
  offsets.length = 0;
  lose(bench);
  bench.up(true);
  const again = bench.written();
  expect(offsets[0]).toBe(0);
  expect([words(first), words(again)]).toEqual([
    ["publish a q1 #1 300 bytes"],
    ["publish a q1 #1 dup 300 bytes"],
  ]);
  expect(payloads(again)).toEqual([payload]);
});

test("a QoS 1 stream cut in the middle begins again from 0, and counts as sent: same id, DUP 1", () => {
  const bench = new Bench(KEPT).up();
  stream(bench, "a", bytesLike(300));
  bench.frame();
  expect(comeBack(bench, true)).toEqual(["connect", "publish a q1 #1 dup 300 bytes"]);
});

test("a QoS 0 stream cut by a loss is queued again: the broker cannot have it", () => {
  const bench = new Bench(KEPT).up();
  stream(bench, "a", bytesLike(300), 0);
  bench.frame();
  expect(comeBack(bench, true)).toEqual(["connect", "publish a q0 300 bytes"]);
  expect(comeBack(bench, true)).toEqual(["connect"]);
});

test("a PUBACK in the middle of its stream means nothing: the rest goes out, and the real one counts", () => {
  const bench = new Bench(SMALL).up();
  const number = stream(bench, "a", bytesLike(300));
  const first = bench.frame();
  bench.receive(puback(1));
  expect(bench.client.counters).toMatchObject({ strayAcks: 1, acknowledged: 0 });
  sent(bench.client, bench.nowMs);
  expect(payloads(Buffer.concat([first, bench.written()]))).toEqual([bytesLike(300)]);
  bench.receive(puback(1));
  expect(bench.log.at(-1)).toBe(`ack ${number}`);
});

describe("nothing is interleaved while a message is written", () => {
  const OTHERS: [string, (bench: Bench) => unknown, string[]][] = [
    ["a PUBACK", (bench) => bench.receive(message("t", "x", { qos: 1, messageId: 9 })), ["puback #9"]],
    ["a PUBLISH", (bench) => say(bench, "b", "x", 0), ["publish b q0 x"]],
    ["an alarm", (bench) => say(bench, "b", "x", 0, { isAlarm: true }), ["publish b q0 x"]],
    ["a SUBSCRIBE", (bench) => subscribe(bench.client, "c", 0, undefined), ["subscribe #2 c:0"]],
    ["another stream", (bench) => stream(bench, "b", bytesLike(80), 0), ["publish b q0 80 bytes"]],
  ];
  for (const [what, act, lines] of OTHERS)
    test(`${what} waits`, () => {
      const bench = new Bench(SMALL).up();
      stream(bench, "big", bytesLike(300));
      const first = bench.frame();
      act(bench);
      sent(bench.client, bench.nowMs);
      const all = Buffer.concat([first, bench.written()]);
      expect(words(all)).toEqual(["publish big q1 #1 300 bytes", ...lines]);
      expect(payloads(all)[0]).toEqual(bytesLike(300));
    });

  test("a ping waits, and is not needed any more behind the last piece", () => {
    const bench = new Bench({ ...SMALL, keepAliveS: 10 }).up();
    stream(bench, "big", bytesLike(150), 0);
    const all: Uint8Array[] = [];
    for (let frame = bench.frame(); frame.length > 0; frame = bench.frame()) {
      all.push(frame);
      bench.pass(9900);
      tick(bench.client, bench.nowMs);
      sent(bench.client, bench.nowMs);
      if (all.length === 3) break;
    }
    expect(words(Buffer.concat(all))).toEqual(["publish big q0 150 bytes"]);
    expect(words(bench.written())).toEqual(["pingreq"]);
  });
});

test("a stored message larger than tx goes out like a stream", () => {
  const bench = new Bench(SMALL).up();
  const payload = bytesLike(300);
  say(bench, "a", payload);
  say(bench, "b", "small");
  const all = frames(bench);
  expect(all.length).toBeGreaterThan(4);
  expect(words(Buffer.concat(all))).toEqual(["publish a q1 #1 300 bytes", "publish b q1 #2 small"]);
  expect(payloads(Buffer.concat(all))[0]).toEqual(payload);
});

test("a message that fits a frame is one write: it waits for a frame that has room for all of it", () => {
  const bench = new Bench(SMALL).up();
  say(bench, "a", "x".repeat(30), 0);
  say(bench, "b", "y".repeat(30), 0);
  say(bench, "c", "z".repeat(59), 0);
  const all = frames(bench);
  expect(all.slice(0, 2).map(words)).toEqual([["publish a q0 30 bytes"], ["publish b q0 30 bytes"]]);
  // 64 bytes, just as many as a frame has.
  expect(all.slice(2).map(words)).toEqual([["publish c q0 59 bytes"]]);
});

test("a message whose head fits no frame is refused when it is published", () => {
  const bench = new Bench({ txBytes: 32 });
  expect(stream(bench, "t".repeat(26), bytesLike(300), 1)).toBe(Status.TooLarge);
  expect(stream(bench, "t".repeat(25), bytesLike(300), 1)).toBe(1);
});
