/*
 * Topics that do not fit into rxBytes are skipped: acknowledged, counted, told, and nothing gets out of step.
 */
import { expect, test } from "vitest";
import { Notice, Reason } from "../../src/client/status.ts";
import { Bench, bytesOf, hex, packet } from "../support/client.ts";

/** A message on a topic of so many bytes, with QoS 1 and id 9. */
function longTopic(topicBytes: number, payload: string): Uint8Array {
  const topic = "t".repeat(topicBytes);
  return packet({ cmd: "publish", topic, qos: 1, messageId: 9, payload, retain: false, dup: false });
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
