/*
 * A client that publishes with QoS 0 only: no ids, no acknowledgements, nothing sent again.
 */
import { beforeAll, expect, test } from "vitest";
import { Link } from "../../../src/client/link.ts";
import { Status } from "../../../src/client/status.ts";
import { bytesOf } from "../../support/client.ts";
import { loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";
import { message, suback, words } from "../../support/wire.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("qos1");
});

test("it publishes with QoS 0, also what waited, and keeps nothing", () => {
  const spare = new Spare(build);
  expect(build.publishMessage(spare.client, { topic: "a", payload: "x", qos: 0 })).toBe(0);
  expect(words(spare.up())).toEqual(["publish a q0 x"]);
  expect(build.publishMessage(spare.client, { topic: "b", payload: "y", qos: 0 })).toBe(0);
  expect(words(spare.written())).toEqual(["publish b q0 y"]);
  expect(spare.client.outbox.count).toBe(0);
  expect(words(spare.lose().up())).toEqual([]);
});

test("QoS 1 and 2 are Unsupported, and a QoS that is none is Invalid", () => {
  const { client } = new Spare(build);
  const publish = (qos: number) => build.publishMessage(client, { topic: "a", payload: "x", qos });
  expect([1, 2, 3, -1].map(publish)).toEqual([
    ...[Status.Unsupported, Status.Unsupported],
    ...[Status.Invalid, Status.Invalid],
  ]);
  expect(client.outbox.count).toBe(0);
});

test("it subscribes with QoS 1, is told of messages, and acknowledges them", () => {
  const spare = new Spare(build);
  spare.up();
  for (const filter of ["a", "b"]) build.subscribe(spare.client, filter, 1, undefined);
  expect(words(spare.written())).toEqual(["subscribe #1 a:1", "subscribe #2 b:1"]);
  spare.receive(suback(1, 1), suback(2, 0), message("a", "x", { qos: 1, messageId: 9 }));
  expect(spare.log.slice(1)).toEqual(["subscribed a 1", "subscribed b 0", "message a q1 0+1/1 78"]);
  expect(words(spare.written())).toEqual(["puback #9"]);
});

test("a PUBACK that nobody asked for is passed over", () => {
  const spare = new Spare(build);
  spare.up();
  spare.receive(bytesOf("40020001"));
  expect([spare.client.link, spare.log]).toEqual([Link.Up, ["connect absent"]]);
});
