/*
 * What the broker hangs up on, and the sentence that it says. Not here: what only shows over
 * time (received-ids.test.ts).
 */
import { generate, parser } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { answer, hex, published } from "../../support/script.ts";
import { SimClient, connectPacket, publishPacket, setting } from "../../support/sim-client.ts";
import { subscribePacket } from "../../support/sim-client.ts";

/** Of the first packet on a connection: its bytes, and the sentence. */
const CONNECTS: [string, string][] = [
  ["c000", "PINGREQ as the first packet, must be CONNECT (MQTT 3.1.1, 3.1)"],
  ["30", "PUBLISH as the first packet, must be CONNECT (MQTT 3.1.1, 3.1)"],
  ["11", "CONNECT with flags 1, must be 0 (MQTT 3.1.1, 2.2.2)"],
  ["10 0d 0004 4d515458 04 02 0000 0001 61", 'CONNECT with protocol name "MQTX" (MQTT 3.1.1, 3.1.2.1)'],
  ["10 0d 0004 4d515454 04 03 0000 0001 61", "CONNECT with its reserved flag set (MQTT 3.1.1, 3.1.2.3)"],
  ["10 0d 0004 4d515454 04 0a 0000 0001 61", "CONNECT with will QoS 1 but no will (MQTT 3.1.1, 3.1.2.6)"],
  ["10 0d 0004 4d515454 04 22 0000 0001 61", "CONNECT with will retain but no will (MQTT 3.1.1, 3.1.2.7)"],
  ["10 0d 0004 4d515454 04 1e 0000 0001 61", "CONNECT with will QoS 3 (MQTT 3.1.1, 3.1.2.6)"],
  [
    "10 0d 0004 4d515454 04 42 0000 0001 61",
    "CONNECT with a password but no user name (MQTT 3.1.1, 3.1.2.9)",
  ],
  [
    "10 0d 0004 4d515454 04 06 0000 0001 61",
    "CONNECT that ends within its will topic length (MQTT 3.1.1, 2.2.3)",
  ],
  [
    "10 0d 0004 4d515454 04 82 0000 0001 61",
    "CONNECT that ends within its user name length (MQTT 3.1.1, 2.2.3)",
  ],
  [
    "10 0e 0004 4d515454 04 02 0000 0001 61 00",
    "CONNECT that goes on behind its last field (MQTT 3.1.1, 2.2.3)",
  ],
  ["10 0d 0004 4d515454 04 02 0000 0001 00", "CONNECT with U+0000 in its client id (MQTT 3.1.1, 1.5.3)"],
  [
    "10 0d 0004 4d515454 04 02 0000 0001 ff",
    "CONNECT with a client id that is not UTF-8 (MQTT 3.1.1, 1.5.3)",
  ],
  [
    "10 0f 0004 4d515454 04 02 0000 0003 eda080",
    "CONNECT with a client id that is not UTF-8 (MQTT 3.1.1, 1.5.3)",
  ],
  [
    "10 0c 0004 4d515454 04 00 0000 0000",
    "CONNECT with an empty client id and clean session 0 (MQTT 3.1.1, 3.1.3.1)",
  ],
  [
    "10 12 0004 4d515454 04 06 0000 0001 61 0001 2b 0000",
    'CONNECT with a wildcard in topic "+" (MQTT 3.1.1, 3.3.2.1)',
  ],
];

/** Of a packet behind CONNECT. */
const PACKETS: [string, string][] = [
  ["00", "a packet of reserved type 0 (MQTT 3.1.1, 2.2.1)"],
  ["f0", "a packet of reserved type 15 (MQTT 3.1.1, 2.2.1)"],
  ["20", "CONNACK, which only a broker sends (MQTT 3.1.1, 2.2.1)"],
  ["90", "SUBACK, which only a broker sends (MQTT 3.1.1, 2.2.1)"],
  ["b0", "UNSUBACK, which only a broker sends (MQTT 3.1.1, 2.2.1)"],
  ["d0", "PINGRESP, which only a broker sends (MQTT 3.1.1, 2.2.1)"],
  ["10", "a second CONNECT (MQTT 3.1.1, 3.1)"],
  ["41", "PUBACK with flags 1, must be 0 (MQTT 3.1.1, 2.2.2)"],
  ["60", "PUBREL with flags 0, must be 2 (MQTT 3.1.1, 2.2.2)"],
  ["80", "SUBSCRIBE with flags 0, must be 2 (MQTT 3.1.1, 2.2.2)"],
  ["a3", "UNSUBSCRIBE with flags 3, must be 2 (MQTT 3.1.1, 2.2.2)"],
  ["c1", "PINGREQ with flags 1, must be 0 (MQTT 3.1.1, 2.2.2)"],
  ["e8", "DISCONNECT with flags 8, must be 0 (MQTT 3.1.1, 2.2.2)"],
  ["30 80808080", "PUBLISH with a remaining length of more than 4 bytes (MQTT 3.1.1, 2.2.3)"],
  ["30 8400", "PUBLISH with a remaining length in more bytes than it needs (MQTT 3.1.1, 2.2.3)"],
  ["40 03", "PUBACK with a remaining length of 3, must be 2 (MQTT 3.1.1, 2.2.3)"],
  ["c0 01", "PINGREQ with a remaining length of 1, must be 0 (MQTT 3.1.1, 2.2.3)"],
  ["30 01 00", "PUBLISH that ends within its topic length (MQTT 3.1.1, 2.2.3)"],
  ["30 03 0005 74", "PUBLISH that ends within its topic (MQTT 3.1.1, 2.2.3)"],
  ["32 04 0001 74 00", "PUBLISH that ends within its packet id (MQTT 3.1.1, 2.2.3)"],
  ["32 05 0001 74 0000", "PUBLISH with packet id 0 (MQTT 3.1.1, 2.3.1)"],
  ["36 05 0001 74 0001", "PUBLISH with QoS 3 (MQTT 3.1.1, 3.3.1.2)"],
  ["38 03 0001 74", "PUBLISH with DUP 1 and QoS 0 (MQTT 3.1.1, 3.3.1.1)"],
  ["30 02 0000", "PUBLISH with an empty topic (MQTT 3.1.1, 4.7.3)"],
  ["30 05 0003 612f2b", 'PUBLISH with a wildcard in topic "a/+" (MQTT 3.1.1, 3.3.2.1)'],
  ["30 03 0001 23", 'PUBLISH with a wildcard in topic "#" (MQTT 3.1.1, 3.3.2.1)'],
  ["30 03 0001 c3", "PUBLISH with a topic that is not UTF-8 (MQTT 3.1.1, 1.5.3)"],
  ["40 02 0000", "PUBACK with packet id 0 (MQTT 3.1.1, 2.3.1)"],
  ["40 02 0007", "PUBACK 7, but no message with this id waits for it (MQTT 3.1.1, 4.3)"],
  ["50 02 0007", "PUBREC 7, but no message with this id waits for it (MQTT 3.1.1, 4.3)"],
  ["70 02 0007", "PUBCOMP 7, but no message with this id waits for it (MQTT 3.1.1, 4.3)"],
  ["82 02 0001", "SUBSCRIBE without a filter (MQTT 3.1.1, 3.8.3)"],
  ["82 06 0000 0001 74 00", "SUBSCRIBE with packet id 0 (MQTT 3.1.1, 2.3.1)"],
  ["82 06 0001 0001 74 03", "SUBSCRIBE with QoS 3 (MQTT 3.1.1, 3.8.3)"],
  ["82 06 0001 0001 74 04", "SUBSCRIBE with reserved bits set beside a QoS (MQTT 3.1.1, 3.8.3)"],
  ["82 05 0001 0001 74", "SUBSCRIBE that ends within its requested QoS (MQTT 3.1.1, 2.2.3)"],
  ["82 05 0001 0000 00", "SUBSCRIBE with an empty filter (MQTT 3.1.1, 4.7.3)"],
  ["82 08 0001 0003 232f61 00", 'SUBSCRIBE with "#" not alone at the end of "#/a" (MQTT 3.1.1, 4.7.1.2)'],
  ["82 07 0001 0002 6123 00", 'SUBSCRIBE with "#" not alone at the end of "a#" (MQTT 3.1.1, 4.7.1.2)'],
  ["82 07 0001 0002 612b 00", 'SUBSCRIBE with "+" not alone in its level of "a+" (MQTT 3.1.1, 4.7.1.3)'],
  ["a2 02 0001", "UNSUBSCRIBE without a filter (MQTT 3.1.1, 3.10.3)"],
  ["a2 06 0001 0002 6123", 'UNSUBSCRIBE with "#" not alone at the end of "a#" (MQTT 3.1.1, 4.7.1.2)'],
  ["e000 c0", "PINGREQ behind DISCONNECT (MQTT 3.1.1, 3.14.4)"],
];

/** Sent as it is, and byte by byte. */
function violationsOf(bytes: Uint8Array, isCut: boolean, before: Packet[]): string[] {
  const { broker } = setting();
  const client = new SimClient(broker);
  if (before.length > 0) client.send(...before);
  for (const part of isCut ? Array.from(bytes, (byte) => Uint8Array.of(byte)) : [bytes]) client.send(part);
  expect(client.isOpen).toBe(false);
  return broker.violations;
}

// A byte behind DISCONNECT that comes later finds a closed connection.
const isWhole = (bytes: string) => bytes.startsWith("e000");

describe("a packet that the protocol forbids ends the connection with a sentence", () => {
  for (const isCut of [false, true]) {
    const how = isCut ? " in segments of a byte" : "";
    for (const [bytes, sentence] of CONNECTS)
      test(`${bytes}${how}: ${sentence}`, () => {
        expect(violationsOf(hex(bytes), isCut, [])).toEqual([`00:00:00.000 10.0.0.2: ${sentence}`]);
      });
    for (const [bytes, sentence] of PACKETS.filter(([each]) => !isCut || !isWhole(each)))
      test(`${bytes}${how}: ${sentence}`, () => {
        const before = [connectPacket("cellar")];
        expect(violationsOf(hex(bytes), isCut, before)).toEqual([`00:00:00.000 cellar: ${sentence}`]);
      });
  }
});

test("what mqtt-packet writes is no violation, and what it reads is what was taken", () => {
  const { broker } = setting();
  const client = new SimClient(broker);
  const will = { topic: "w/ä", payload: Buffer.from([0, 255]), qos: 2, retain: true } as const;
  client.send(
    connectPacket("cellar", { will, username: "u", password: Buffer.from("p"), keepalive: 65_535 }),
  );
  const taken: string[] = [];
  broker.onPublish = (_id, topic, payload, qos, isRetained, isDup) =>
    taken.push(`${topic} ${Buffer.from(payload).toString("hex")} ${qos} ${isRetained} ${isDup}`);
  const packets: Packet[] = [0, 1, 127, 128, 16_383, 16_384, 70_000].map((length, at) => ({
    ...publishPacket(`t/${at}/ü/\ufeff`, "", at + 1),
    ...{ payload: Buffer.alloc(length, at), qos: at % 2 === 0 ? 1 : 2, retain: at % 3 === 0 },
  }));
  const read: string[] = [];
  const reader = parser({ protocolVersion: 4 }).on("packet", (packet) => {
    if (packet.cmd !== "publish") return;
    const { topic, payload, qos, retain, dup } = packet;
    read.push(`${topic} ${Buffer.from(payload).toString("hex")} ${qos} ${retain} ${dup}`);
  });
  for (const packet of packets) {
    client.send(packet);
    reader.parse(generate(packet));
  }
  expect(broker.violations).toEqual([]);
  expect(taken).toEqual(read);
  expect(taken.length).toBe(7);
});

test("a PUBACK that comes twice", () => {
  const { broker } = setting();
  const client = new SimClient(broker);
  client.send(connectPacket("a"), subscribePacket(1, "t", 1), publishPacket("t", "x", 2));
  client.send(answer("puback", 1));
  client.send(answer("puback", 1));
  expect(broker.violations).toEqual([
    "00:00:00.000 a: PUBACK 1, but no message with this id waits for it (MQTT 3.1.1, 4.3)",
  ]);
});

test("what came before in the segment is taken and answered, what comes behind is not", () => {
  const { broker, lines } = setting();
  let count = 0;
  broker.onPublish = () => (count += 1);
  const client = new SimClient(broker);
  client.send(connectPacket("a"), ...published(1, 2), hex("36 05 0001 74 0003"), ...published(4, 4));
  expect(client.heard()).toEqual(["connack 0", "puback #1", "puback #2"]);
  expect(count).toBe(2);
  expect(lines.at(-1)).toBe("a is gone: PUBLISH with QoS 3 (MQTT 3.1.1, 3.3.1.2)");
});
