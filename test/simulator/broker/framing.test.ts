/*
 * However bytes are cut, and whatever is wrong in them: the same answers, the same sentence, and never an exception.
 */
import { generate } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { Dice } from "../../../src/simulator/world/dice.ts";
import { withWill } from "../../support/script.ts";
import { SimClient, publishPacket, setting, subscribePacket } from "../../support/sim-client.ts";

// No two of the ids differ in one bit, as an id that comes twice in one segment is an offence of its own.
const PACKETS: Packet[] = [
  withWill("cellar"),
  subscribePacket(1, "cellar/#", 1),
  publishPacket("cellar/ä", "21.5", 2),
  { cmd: "unsubscribe", messageId: 4, unsubscriptions: ["other/+"] },
  { cmd: "pingreq" },
];
const BYTES = Buffer.concat(PACKETS.map((packet) => generate(packet)));

interface Outcome {
  heard: Uint8Array;
  violations: string[];
  isOpen: boolean;
}

function outcome(segments: Uint8Array[]): Outcome {
  const { broker } = setting();
  const client = new SimClient(broker);
  for (const segment of segments) client.send(segment);
  const { isOpen } = client;
  return { heard: Buffer.concat(client.writes), violations: broker.violations, isOpen };
}

const apart = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

test("packets cut in two at every byte, and at every byte, are what they are", () => {
  const whole = outcome([BYTES]);
  expect([whole.isOpen, whole.violations]).toEqual([true, []]);
  expect(outcome(apart(BYTES))).toEqual(whole);
  for (let at = 1; at < BYTES.length; at += 1)
    expect(outcome([BYTES.subarray(0, at), BYTES.subarray(at)])).toEqual(whole);
});

test("with any one bit flipped, the outcome is the same whole and byte by byte, and a closed connection is told", () => {
  let closedCount = 0;
  for (let at = 0; at < BYTES.length; at += 1)
    for (let bit = 0; bit < 8; bit += 1) {
      const bytes = Buffer.from(BYTES);
      bytes[at] = (bytes[at] as number) ^ (1 << bit);
      const whole = outcome([bytes]);
      expect([at, bit, outcome(apart(bytes))]).toEqual([at, bit, whole]);
      if (whole.violations.length > 0) expect([at, bit, whole.isOpen]).toEqual([at, bit, false]);
      closedCount += Number(!whole.isOpen);
    }
  // Most of the bits are of lengths, flags, ids and texts; a payload's and a letter's may be anything.
  expect(closedCount).toBeGreaterThan(BYTES.length);
});

test("random bytes behind CONNECT end the connection or are not complete", () => {
  const dice = new Dice(20);
  for (let round = 0; round < 500; round += 1) {
    const bytes = Uint8Array.from({ length: 1 + dice.roll(60) }, () => dice.roll(256));
    const { violations, isOpen } = outcome([generate(withWill("a")), bytes]);
    expect([bytes, violations.length]).toEqual([bytes, isOpen ? 0 : violations.length]);
    expect(violations.length).toBeLessThanOrEqual(1);
  }
});
