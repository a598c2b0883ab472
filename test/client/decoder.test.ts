/*
 * What we read: packets of mqtt-packet's making come out as they went in, however they are cut.
 * Not here: what the standard forbids (decoder-refused.test.ts), topics that do not fit (decoder-topic.test.ts).
 * What we write and mqtt-packet reads stands in protocol.test.ts.
 */
import fc from "fast-check";
import type { Packet as AnyPacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { take } from "#bytes";
import { messagePart } from "#inbound";
import { Packet } from "#protocol";
import { expectPacket, gather, headByte, Part } from "../../src/client/decoder.ts";
import { Link } from "../../src/client/link.ts";
import { Reason } from "../../src/client/status.ts";
import { Bench, bytesOf, hex, packet } from "../support/client.ts";

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
  const bytes = packet({
    cmd: "publish",
    topic: "a/b",
    qos: 1,
    messageId: 7,
    payload: "hello",
    retain: false,
    dup: false,
  });
  for (let at = 0; at <= bytes.length; at += 1) {
    const reader = new Reader(8);
    reader.read([bytes.slice(0, at)]);
    reader.reset();
    expect(reader.read([bytesOf("40020007")])).toEqual([{ type: Packet.Puback, body: "0007" }]);
  }
});
