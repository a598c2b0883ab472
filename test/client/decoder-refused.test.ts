/*
 * What the standard forbids ends the connection with the Reason that names it, and the nearest bytes that it allows do
 * not. Source: MQTT 3.1.1, by section.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Link } from "../../src/client/link.ts";
import * as statusFile from "../../src/client/status.ts";
import { Reason } from "../../src/client/status.ts";
import { Bench, bytesOf, hex, namesOf } from "../support/client.ts";

const REASONS = namesOf(statusFile, "Reason");

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
