/*
 * Every first byte and every CONNACK that we may read, against tables written from the standard.
 */
import { expect, test } from "vitest";
import * as protocol from "#protocol";
import { connackReason, firstByteReason, isLengthOf, Packet } from "#protocol";
import * as statusFile from "../../src/client/status.ts";
import { Reason } from "../../src/client/status.ts";
import { namesOf } from "../support/client.ts";

const REASONS = namesOf(statusFile, "Reason");
const TYPES = namesOf(protocol, "Packet");

// Tables 2.1 and 2.2, 3.3.1: a row is a type, a column the four flags. T type, F flags, Q QoS, C only a client's,
// whatever its flags.
const FIRST_BYTES = `
  TTTTTTTTTTTTTTTT
  CCCCCCCCCCCCCCCC CONNECT
  .FFFFFFFFFFFFFFF CONNACK
  ......QQFF....QQ PUBLISH
  .FFFFFFFFFFFFFFF PUBACK
  .FFFFFFFFFFFFFFF PUBREC
  FF.FFFFFFFFFFFFF PUBREL
  .FFFFFFFFFFFFFFF PUBCOMP
  CCCCCCCCCCCCCCCC SUBSCRIBE
  .FFFFFFFFFFFFFFF SUBACK
  CCCCCCCCCCCCCCCC UNSUBSCRIBE
  .FFFFFFFFFFFFFFF UNSUBACK
  CCCCCCCCCCCCCCCC PINGREQ
  .FFFFFFFFFFFFFFF PINGRESP
  CCCCCCCCCCCCCCCC DISCONNECT
  TTTTTTTTTTTTTTTT`;
const LETTERS = new Map([
  [Reason.None, "."],
  [Reason.BadType, "T"],
  [Reason.BadFlags, "F"],
  [Reason.BadQos, "Q"],
  [Reason.ClientPacket, "C"],
]);

FIRST_BYTES.trim()
  .split("\n")
  .forEach((line, type) => {
    const [letters, name] = line.trim().split(" ");
    test(`the flags of type ${type}, ${name ?? "reserved"}, are judged as ${letters}`, () => {
      let judged = "";
      for (let flags = 0; flags < 16; flags += 1)
        judged += LETTERS.get(firstByteReason(type * 16 + flags)) ?? "?";
      expect(judged).toBe(letters);
    });
  });

// 3.2.2: flags, code, whether the start was clean, and what that means; everything else is forbidden.
const CONNACKS: [number, number[], boolean[], Reason][] = [
  [0, [0], [false, true], Reason.None],
  [1, [0], [false], Reason.None],
  [0, [1, 2, 3, 4, 5], [false, true], Reason.Refused],
  [1, [0, 1, 2, 3, 4, 5], [true], Reason.BadSession],
  [1, [1, 2, 3, 4, 5], [false], Reason.BadSession],
];

test("all 131,072 CONNACKs mean what 3.2.2 says, and all but 24 of them are forbidden", () => {
  const known = new Map<string, Reason>();
  for (const [flags, codes, starts, reason] of CONNACKS)
    for (const code of codes) for (const isClean of starts) known.set(`${flags} ${code} ${isClean}`, reason);
  expect(known.size).toBe(24);
  const wrong: string[] = [];
  for (let flags = 0; flags < 256; flags += 1)
    for (let code = 0; code < 256; code += 1)
      for (const isClean of [false, true]) {
        const which = `${flags} ${code} ${isClean}`;
        const reason = connackReason(flags, code, isClean);
        if (reason !== (known.get(which) ?? Reason.BadConnack)) wrong.push(`${which}: ${REASONS[reason]}`);
      }
  expect(wrong).toEqual([]);
});

// Which of these lengths a packet may have: 3.2.1, 3.4.1, 3.9 with one filter for each SUBSCRIBE, 3.11.1, 3.13.1.
const LENGTHS = [0, 1, 2, 3, 4, 127, 128, 268435455];
const LENGTHS_OF: [Packet, number[]][] = [
  [Packet.Connack, [2]],
  [Packet.Puback, [2]],
  [Packet.Suback, [3]],
  [Packet.Unsuback, [2]],
  [Packet.Pingresp, [0]],
];

for (const [type, allowed] of LENGTHS_OF) {
  test(`${TYPES[type]} may have the length ${allowed.join(", ")}, and no other of ${LENGTHS.join(", ")}`, () => {
    expect(LENGTHS.filter((length) => isLengthOf(type, length))).toEqual(allowed);
  });
}
