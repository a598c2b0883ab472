/*
 * A client whose messages all fit a frame.
 */
import { beforeAll, expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { puback } from "../../support/client.ts";
import { loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";
import { words } from "../../support/wire.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("stream");
});

const LIMITS = { txBytes: 40 };

// The QoS and the longest payload for the topic "t" that fits 40 bytes: 2 of header, 3 of topic, and 2 of id.
for (const [qos, most] of [
  [0, 35],
  [1, 33],
] as const) {
  test(`with QoS ${qos} ${most} bytes fit a frame and are sent, up and away; one more is TooLarge`, () => {
    const spare = new Spare(build, LIMITS);
    const publish = (bytes: number) =>
      build.publishMessage(spare.client, { topic: "t", payload: "x".repeat(bytes), qos });
    expect([publish(most), publish(most + 1)]).toEqual([qos, Status.TooLarge]);
    const line = `publish t q${qos}${qos > 0 ? " #1" : ""} ${most} bytes`;
    expect(words(spare.up())).toEqual([line]);
    spare.receive(...(qos > 0 ? [puback(1)] : []));
    expect([publish(most), publish(most + 1)]).toEqual([qos * 2, Status.TooLarge]);
    expect(words(spare.written())).toEqual([line.replace("#1", "#2")]);
  });
}

test("messages that do not fit one frame together go out in several, and come again after a loss", () => {
  const spare = new Spare(build, LIMITS);
  for (const letter of "abc")
    build.publishMessage(spare.client, { topic: letter, payload: "x".repeat(20), qos: 1 });
  // Ids need not follow each other: one is drawn before it is known whether its message fits the frame.
  const topics = (bytes: Uint8Array) => words(bytes).map((line) => line.replace(/ q1 #\d+ x{20}$/, ""));
  const all = ["publish a", "publish b", "publish c"];
  expect(topics(spare.up())).toEqual(all);
  expect(spare.lose().client.outbox.count).toBe(3);
  expect(topics(spare.up())).toEqual(all);
});

test("a source is Unsupported, and is not held", () => {
  const { client } = new Spare(build, LIMITS);
  const source = () => "x";
  expect(build.publishMessage(client, { topic: "t", source, totalBytes: 5, qos: 1 })).toBe(
    Status.Unsupported,
  );
  expect([client.outbox.count, client.outbox.sources]).toEqual([0, undefined]);
});
