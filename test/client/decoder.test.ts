/*
 * What we read: packets of mqtt-packet's making come out as they went in, however they are cut; whatever the
 * standard forbids ends the connection with the Reason that names it.
 * What we write and mqtt-packet reads stands in protocol.test.ts.
 */
import fc from "fast-check";
import type { Packet as AnyPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { take } from "#bytes";
import { messagePart } from "#inbound";
import { Packet } from "#protocol";
import { expectPacket, gather, headByte, Part } from "../../src/client/decoder.ts";
import { Link } from "../../src/client/link.ts";
import * as statusFile from "../../src/client/status.ts";
import { Notice, Reason } from "../../src/client/status.ts";
import { Bench, bytesOf, hex, namesOf, packet } from "../support/client.ts";

const REASONS = namesOf(statusFile, "Reason");

/** What was read: a message as its fields, anything else as its type and body. */
interface Read {
  type: number;
  body: string;
  message?: { topic: string; qos: number; retain: boolean; dup: boolean; id: number; pieces: number[] };
}

/** A connected client that reads without answering, and what it has read. */
class Reader {
  readonly reads: Read[] = [];
  private readonly bench: Bench;

  constructor(rxBytes: number) {
    this.bench = new Bench(
      { rxBytes },
      {
        onMessage: (topic, piece, qos, retain, dup, offset, totalBytes) => {
          if (offset === 0) {
            const { messageId: id } = this.bench.client.inbound;
            const message = { topic, qos, retain, dup, id, pieces: [piece.length] };
            this.reads.push({ type: Packet.Publish, body: hex(piece), message });
          } else {
            const read = this.reads.at(-1) as Read;
            expect(offset).toBe(read.body.length / 2);
            read.body += hex(piece);
            read.message?.pieces.push(piece.length);
          }
          expect(offset + piece.length).toBeLessThanOrEqual(totalBytes);
        },
      },
    ).up();
  }

  /** Read chunks to their end, or to the first reason to close, which stands as a negative type. */
  read(chunks: Uint8Array[]): Read[] {
    for (const chunk of chunks) {
      const reason = this.readChunk(chunk);
      // Whoever still reads the chunk reads nonsense.
      chunk.fill(0xee);
      if (reason === Reason.None) continue;
      this.reads.push({ type: -reason, body: "" });
      break;
    }
    return this.reads;
  }

  private readChunk(chunk: Uint8Array): Reason {
    const { client } = this.bench;
    const { decoder } = client;
    let at = 0;
    let reason: Reason = Reason.None;
    while (reason === Reason.None && (at < chunk.length || decoder.needBytes === 0)) {
      if (decoder.part <= Part.Length) {
        // Each packet comes in its turn here: the link is in the state for it.
        if (decoder.part === Part.First)
          client.link = (chunk[at] as number) === Packet.Connack * 16 ? Link.Greeting : Link.Up;
        reason = headByte(client, chunk[at] as number);
        at += 1;
        continue;
      }
      at += gather(decoder, chunk, at);
      if (decoder.needBytes > 0) continue;
      if (decoder.part === Part.Body) this.takeBody();
      else reason = messagePart(client);
    }
    return reason;
  }

  private takeBody(): void {
    const { decoder } = this.bench.client;
    this.reads.push({ type: Math.floor(decoder.first / 16), body: hex(take(decoder.gathered)) });
    expectPacket(decoder);
  }

  reset(): void {
    expectPacket(this.bench.client.decoder);
    this.reads.length = 0;
  }
}

const packetId = fc.integer({ min: 1, max: 65535 });
const topicText = fc
  .string({ unit: "binary", minLength: 1, maxLength: 10 })
  .map((text) => text.replaceAll(/[\0+#]/g, "/"));

/** What a broker may send, and what reading it must give. */
const message = fc
  .record({
    topic: topicText,
    payload: fc.uint8Array({ maxLength: 150 }).map((bytes) => Buffer.from(bytes)),
    qos: fc.constantFrom(0 as const, 1 as const),
    retain: fc.boolean(),
    isDup: fc.boolean(),
    id: packetId,
  })
  .map(({ topic, payload, qos, retain, isDup, id }): [AnyPacket, Read] => {
    const fields = { topic, qos, retain, dup: isDup && qos === 1 };
    const pieces: number[] = [];
    for (let left = payload.length; left > 64; left -= 64) pieces.push(64);
    pieces.push(payload.length - 64 * pieces.length);
    const read = { type: Packet.Publish, body: hex(payload) };
    return [
      { cmd: "publish", payload, messageId: id, ...fields },
      { ...read, message: { ...fields, id: qos === 0 ? 0 : id, pieces } },
    ];
  });

const u16 = (value: number): string => value.toString(16).padStart(4, "0");

const connack = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.boolean())
  .map(([returnCode, sessionPresent]): [AnyPacket, Read] => [
    { cmd: "connack", returnCode, sessionPresent },
    { type: Packet.Connack, body: `0${Number(sessionPresent)}0${returnCode}` },
  ]);

const answer = fc
  .tuple(fc.constantFrom("puback" as const, "unsuback" as const), packetId)
  .map(([cmd, messageId]): [AnyPacket, Read] => [
    { cmd, messageId, granted: [] },
    { type: cmd === "puback" ? Packet.Puback : Packet.Unsuback, body: u16(messageId) },
  ]);

const suback = fc
  .tuple(packetId, fc.constantFrom(0, 1, 2, 128))
  .map(([messageId, granted]): [AnyPacket, Read] => [
    { cmd: "suback", messageId, granted: [granted] },
    { type: Packet.Suback, body: u16(messageId) + hex(Uint8Array.of(granted)) },
  ]);

const pingresp = fc.constant<[AnyPacket, Read]>([{ cmd: "pingresp" }, { type: Packet.Pingresp, body: "" }]);

const KINDS = { PUBLISH: message, CONNACK: connack, "PUBACK and UNSUBACK": answer, SUBACK: suback };
const anyKind = fc.oneof(message, connack, answer, suback, pingresp);

/** Cut bytes at places that are drawn; empty chunks included. */
function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const at = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.slice(from, at[index] ?? bytes.length));
}

for (const [kind, arbitrary] of Object.entries({ ...KINDS, PINGRESP: pingresp })) {
  test(`${kind} of mqtt-packet's making is read as it was meant`, () => {
    const isRead = ([fields, read]: [AnyPacket, Read]) => {
      expect(new Reader(64).read([packet(fields)])).toEqual([read]);
    };
    fc.assert(fc.property(arbitrary, isRead));
  });
}

test("several packets are read the same, wherever the network cuts them", () => {
  const places = fc.array(fc.nat(2000), { maxLength: 12 });
  const isRead = (pairs: [AnyPacket, Read][], places: number[]) => {
    const bytes = Buffer.concat(pairs.map(([fields]) => packet(fields)));
    const reads = new Reader(64).read(cut(bytes, places));
    expect(reads).toEqual(pairs.map(([, read]) => read));
  };
  fc.assert(fc.property(fc.array(anyKind, { maxLength: 6 }), places, isRead));
});

test("byte by byte they are read the same, and not one byte too early", () => {
  const isRead = ([fields, read]: [AnyPacket, Read]) => {
    const bytes = [...packet(fields)].map((byte) => Uint8Array.of(byte));
    const reader = new Reader(64);
    const early = structuredClone(reader.read(bytes.slice(0, -1)));
    // Only pieces that are full may come before the last byte.
    if (read.message !== undefined && read.message.pieces.length > 1)
      expect(early[0]?.message?.pieces).toEqual(read.message.pieces.slice(0, -1));
    else expect(early).toEqual([]);
    expect(reader.read(bytes.slice(-1))).toEqual([read]);
  };
  fc.assert(fc.property(anyKind, isRead));
});

test("after a reset nothing is left of a packet that was cut, at any byte", () => {
  const bytes = packet({ cmd: "publish", topic: "a/b", qos: 1, messageId: 7, payload: "hello", ...NO_FLAGS });
  for (let at = 0; at <= bytes.length; at += 1) {
    const reader = new Reader(8);
    reader.read([bytes.slice(0, at)]);
    reader.reset();
    expect(reader.read([bytesOf("40020007")])).toEqual([{ type: Packet.Puback, body: "0007" }]);
  }
});

const NO_FLAGS = { retain: false, dup: false } as const;

/** The reason told by a client that received this, whole, and byte by byte; or none. */
function reasonsFor(hexText: string, isUp: boolean): string[] {
  const bytes = bytesOf(hexText);
  return [[bytes], [...bytes].map((byte) => Uint8Array.of(byte))].map((chunks) => {
    const bench = new Bench();
    if (isUp) bench.up();
    else bench.open();
    bench.receive(...chunks);
    const line = bench.log.find((line) => line.startsWith("close ")) ?? "close 0 0";
    return REASONS[Number(line.split(" ")[1])] ?? line;
  });
}

// What is wrong, its section in MQTT 3.1.1, the bytes, why they close, and the nearest bytes that do not.
type Bad = [what: string, section: string, bad: string, reason: Reason, good: string];

const BAD_WHILE_UP: Bad[] = [
  ["a length of five bytes", "2.2.3", "30 80 80 80 80 01", Reason.BadLength, "30 80 80 80 01"],
  ["a length of five bytes, all ones", "2.2.3", "30 ff ff ff ff", Reason.BadLength, "30 ff ff ff 7f"],
  ["a length of 0 in two bytes", "2.2.3", "d0 80 00", Reason.BadLength, "d0 00"],
  ["a length of 2 in two bytes", "2.2.3", "40 82 00 00 01", Reason.BadLength, "40 02 00 01"],
  ["a length of 128 in three bytes", "2.2.3", "30 80 81 00", Reason.BadLength, "30 80 01"],
  ["a length of 0 in four bytes", "2.2.3", "d0 80 80 80 00", Reason.BadLength, "d0 00"],
  ["packet type 0", "2.2.1", "00 00", Reason.BadType, "d0 00"],
  ["packet type 15", "2.2.1", "f0 00", Reason.BadType, "d0 00"],
  ["PUBACK with flags 1", "2.2.2", "41 02 00 01", Reason.BadFlags, "40 02 00 01"],
  ["SUBACK with flags 2", "2.2.2", "92 03 00 01 00", Reason.BadFlags, "90 03 00 01 00"],
  ["UNSUBACK with flags 4", "2.2.2", "b4 02 00 01", Reason.BadFlags, "b0 02 00 01"],
  ["PINGRESP with flags 8", "2.2.2", "d8 00", Reason.BadFlags, "d0 00"],
  ["DUP with QoS 0", "3.3.1.1", "38 03 00 01 61", Reason.BadFlags, "3a 05 00 01 61 00 01"],
  ["QoS 3", "3.3.1.2", "36 05 00 01 61 00 01", Reason.BadQos, "32 05 00 01 61 00 01"],
  ["a PUBLISH with QoS 2", "3.3.1.2", "34 05 00 01 61 00 01", Reason.Qos2, "32 05 00 01 61 00 01"],
  ["PUBREC", "3.5", "50 02 00 01", Reason.Qos2, "40 02 00 01"],
  ["PUBREL", "3.6", "62 02 00 01", Reason.Qos2, "40 02 00 01"],
  ["PUBREL with flags 0", "3.6.1", "60 02 00 01", Reason.BadFlags, "40 02 00 01"],
  ["PUBCOMP", "3.7", "70 02 00 01", Reason.Qos2, "40 02 00 01"],
  ["CONNECT", "3.1", "10 00", Reason.ClientPacket, "d0 00"],
  ["SUBSCRIBE", "3.8", "82 06 00 01 00 01 61 00", Reason.ClientPacket, "90 03 00 01 00"],
  ["UNSUBSCRIBE", "3.10", "a2 05 00 01 00 01 61", Reason.ClientPacket, "b0 02 00 01"],
  ["PINGREQ", "3.12", "c0 00", Reason.ClientPacket, "d0 00"],
  ["DISCONNECT", "3.14", "e0 00", Reason.ClientPacket, "d0 00"],
  ["PUBACK of 1 byte", "3.4.1", "40 01 00", Reason.BadSize, "40 02 00 01"],
  ["PUBACK of 3 bytes", "3.4.1", "40 03 00 01 00", Reason.BadSize, "40 02 00 01"],
  ["SUBACK of 2 bytes", "3.9", "90 02 00 01", Reason.BadSize, "90 03 00 01 00"],
  ["SUBACK of 4 bytes", "3.9", "90 04 00 01 00 00", Reason.BadSize, "90 03 00 01 00"],
  ["SUBACK of more than rxBytes", "3.9", "90 81 01", Reason.BadSize, "90 03"],
  ["UNSUBACK of 1 byte", "3.11.1", "b0 01 00", Reason.BadSize, "b0 02 00 01"],
  ["UNSUBACK of 3 bytes", "3.11.1", "b0 03 00 01 00", Reason.BadSize, "b0 02 00 01"],
  ["PINGRESP of 1 byte", "3.13.1", "d0 01 00", Reason.BadSize, "d0 00"],
  ["a PUBLISH of 0 bytes", "3.3.2", "30 00", Reason.BadSize, "30 03 00 01 61"],
  ["a PUBLISH of 1 byte", "3.3.2", "30 01 00", Reason.BadSize, "30 03 00 01 61"],
  ["a topic one byte longer than its packet", "3.3.2.1", "30 03 00 02 61", Reason.BadSize, "30 03 00 01 61"],
  [
    ...(["a topic that leaves one byte for the id", "3.3.2.2"] as const),
    ...(["32 04 00 01 61 00", Reason.BadSize, "32 05 00 01 61 00 01"] as const),
  ],
  [
    "a topic of 65,535 bytes in a packet of 4",
    "3.3.2.1",
    "30 04 ff ff 61 61",
    Reason.BadSize,
    "30 03 00 01 61",
  ],
  ["id 0 in a PUBLISH", "2.3.1", "32 05 00 01 61 00 00", Reason.BadId, "32 05 00 01 61 01 00"],
  ["id 0 in a PUBACK", "2.3.1", "40 02 00 00", Reason.BadId, "40 02 01 00"],
  ["id 0 in a SUBACK", "2.3.1", "90 03 00 00 00", Reason.BadId, "90 03 01 00 00"],
  ["id 0 in an UNSUBACK", "2.3.1", "b0 02 00 00", Reason.BadId, "b0 02 01 00"],
  ["an empty topic", "4.7.3", "30 02 00 00", Reason.BadTopic, "30 03 00 01 61"],
  ["an empty topic before an id", "4.7.3", "32 04 00 00 00 01", Reason.BadTopic, "32 05 00 01 61 00 01"],
  ["the wildcard # in a topic", "3.3.2.1", "30 05 00 03 61 2f 23", Reason.BadTopic, "30 05 00 03 61 2f 22"],
  ["the wildcard + in a topic", "3.3.2.1", "30 03 00 01 2b", Reason.BadTopic, "30 03 00 01 2a"],
  ["U+0000 in a topic", "1.5.3", "30 04 00 02 61 00", Reason.BadTopic, "30 04 00 02 61 01"],
  ["a second CONNACK", "3.2", "20 02 00 00", Reason.OutOfTurn, "d0 00"],
];

// Topics that are no UTF-8 (1.5.3, RFC 3629), and their nearest neighbours that are.
const ILL_FORMED: [what: string, bad: string, good: string][] = [
  ["an over-long / in two bytes", "c0 af", "c2 af"],
  ["the last over-long form of two bytes", "c1 bf", "c2 80"],
  ["the last over-long form of three bytes", "e0 9f bf", "e0 a0 80"],
  ["the last over-long form of four bytes", "f0 8f bf bf", "f0 90 80 80"],
  ["the first surrogate, U+D800", "ed a0 80", "ed 9f bf"],
  ["the last surrogate, U+DFFF", "ed bf bf", "ee 80 80"],
  ["the first code above U+10FFFF", "f4 90 80 80", "f4 8f bf bf"],
  ["a lead byte above F4", "f5 80 80 80", "f4 80 80 80"],
  ["the byte FF", "ff", "7f"],
  ["two bytes cut after one", "c3", "c3 a4"],
  ["three bytes cut after two", "e2 82", "e2 82 ac"],
  ["four bytes cut after three", "f0 9f 98", "f0 9f 98 80"],
  ["a stray continuation", "80", "c2 80"],
  ["a stray continuation behind a character", "c3 a4 a4", "c3 a4 c3 a4"],
  ["a slash in place of a continuation", "e2 2f ac", "e2 82 ac 2f"],
  ["a second lead byte in place of a continuation", "c3 c3", "c3 a4"],
];

function publishHex(topicHex: string): string {
  const topic = bytesOf(topicHex);
  return hex(Uint8Array.of(0x30, topic.length + 2, 0, topic.length)) + hex(topic);
}

const badTopics = ILL_FORMED.map(([what, bad, good]): Bad => [
  `a topic with ${what}`,
  "1.5.3",
  publishHex(bad),
  Reason.BadTopic,
  publishHex(good),
]);

const BAD_CONNACKS: Bad[] = [
  ["a PINGRESP before CONNACK", "3.2", "d0 00", Reason.OutOfTurn, "20 02 00 00 d0 00"],
  ["a PUBLISH before CONNACK", "3.2", "30 03 00 01 61", Reason.OutOfTurn, "20 02 00 00 30 03 00 01 61"],
  ["CONNACK of 1 byte", "3.2.1", "20 01 00", Reason.BadSize, "20 02 00 00"],
  ["CONNACK of 3 bytes", "3.2.1", "20 03 00 00 00", Reason.BadSize, "20 02 00 00"],
  ["CONNACK with flags 1 in its first byte", "2.2.2", "21 02 00 00", Reason.BadFlags, "20 02 00 00"],
  ["CONNACK with a reserved flag", "3.2.2.1", "20 02 02 00", Reason.BadConnack, "20 02 00 00"],
  [
    "CONNACK with the reserved flags and a session",
    "3.2.2.1",
    "20 02 81 00",
    Reason.BadConnack,
    "20 02 00 00",
  ],
  ["CONNACK with code 6", "3.2.2.3", "20 02 00 06", Reason.BadConnack, "20 02 00 00"],
  ["session present after a clean start", "3.2.2.2", "20 02 01 00", Reason.BadSession, "20 02 00 00"],
  ["session present with a refusal", "3.2.2.2", "20 02 01 05", Reason.BadSession, "20 02 00 00"],
];

const CASES: [Bad, boolean][] = [
  ...[...BAD_WHILE_UP, ...badTopics].map((bad): [Bad, boolean] => [bad, true]),
  ...BAD_CONNACKS.map((bad): [Bad, boolean] => [bad, false]),
];

for (const [[what, section, bad, reason, good], isUp] of CASES) {
  const name = REASONS[reason] as string;
  describe(`${section} ${what}`, () => {
    test(`${bad} closes as ${name}`, () => {
      expect(reasonsFor(bad, isUp)).toEqual([name, name]);
    });

    test(`${good} does not close`, () => {
      expect(reasonsFor(good, isUp)).toEqual(["None", "None"]);
    });
  });
}

for (const code of [1, 2, 3, 4, 5]) {
  test(`refusal ${code} is told with its code, and with session present it is BadSession (3.2.2)`, () => {
    const log = (flags: string, cleanSession: boolean) => {
      const bench = new Bench({ cleanSession });
      bench.open();
      return bench.receive(bytesOf(`2002${flags}0${code}`)).log;
    };
    expect(log("00", true)).toEqual([`close ${Reason.Refused} ${code}`]);
    expect(log("00", false)).toEqual([`close ${Reason.Refused} ${code}`]);
    expect(log("01", false)).toEqual([`close ${Reason.BadSession} 0`]);
  });
}

test("session present is no mistake when the session was to be kept (3.2.2.2)", () => {
  expect(new Bench({ cleanSession: false }).up(true).log).toEqual(["connect present"]);
});

test("nothing is read behind what ended the connection", () => {
  const bench = new Bench().up();
  bench.receive(bytesOf("f000 3003000161"), bytesOf("3003000161"));
  expect(bench.log).toEqual(["connect absent", `close ${Reason.BadType} 0`]);
});

test("no bytes at all can make the client throw, or wait with more than a packet's first bytes", () => {
  const first = fc.constantFrom(0x20, 0x30, 0x32, 0x3b, 0x40, 0x90, 0xb0, 0xd0, 0x62, 0x00);
  const packetLike = fc.tuple(first, fc.integer({ min: 0, max: 12 }), fc.uint8Array({ maxLength: 12 }));
  const noise = packetLike.map(([first, length, body]) => Uint8Array.of(first, length, ...body));
  const isSafe = (chunks: Uint8Array[]) => {
    const bench = new Bench({ rxBytes: 8 }).up();
    for (const chunk of chunks) bench.receive(chunk);
    expect([Link.Up, Link.Waiting, Link.Draining]).toContain(bench.client.link);
    if (bench.client.link === Link.Waiting) expect(bench.log.at(-1)).toMatch(/^close (2\d|3\d|40) 0$/);
  };
  fc.assert(fc.property(fc.array(fc.oneof(noise, fc.uint8Array({ maxLength: 20 }))), isSafe));
});

/** A message on a topic of so many bytes, with QoS 1 and id 9. */
function longTopic(topicBytes: number, payload: string): Uint8Array {
  const topic = "t".repeat(topicBytes);
  return packet({ cmd: "publish", topic, qos: 1, messageId: 9, payload, ...NO_FLAGS });
}

for (const [topicBytes, payload, isTaken] of [
  [16, "hello", true],
  [16, "", true],
  [17, "hello", false],
  [17, "", false],
  [200, "x".repeat(300), false],
] as const) {
  const what = `a topic of ${topicBytes} bytes with rxBytes 16 and ${payload.length} bytes of payload`;
  test(`${what} is ${isTaken ? "taken" : "skipped"}, acknowledged and counted, wherever it is cut`, () => {
    const bytes = longTopic(topicBytes, payload);
    const told = isTaken
      ? `message ${"t".repeat(16)} q1 0+${payload.length}/${payload.length} ${Buffer.from(payload).toString("hex")}`
      : `notice ${Notice.TopicSkipped} ${topicBytes}`;
    for (let at = 0; at < bytes.length; at += 1) {
      const bench = new Bench({ rxBytes: 16 }).up();
      bench.receive(bytes.slice(0, at), bytes.slice(at));
      expect(bench.log.slice(1)).toEqual([told]);
      expect(hex(bench.written())).toBe("40020009");
      expect(bench.client.counters).toMatchObject({ received: Number(isTaken), skipped: Number(!isTaken) });
      // The reader is in step again: the next packet is read.
      bench.receive(bytesOf("3003000161"));
      expect(bench.log.slice(2)).toEqual(["message a q0 0+0/0 "]);
    }
  });
}

test("a skipped topic is still framed: its id 0 closes as BadId", () => {
  const bytes = longTopic(17, "");
  bytes[bytes.length - 1] = 0;
  const bench = new Bench({ rxBytes: 16 }).up().receive(bytes);
  expect(bench.log.slice(1)).toEqual([`close ${Reason.BadId} 0`]);
});
