/*
 * A client whose full outbox refuses, whose messages wait for ever, and in which nothing goes first.
 */
import { beforeAll, expect, test } from "vitest";
import { WhenFull } from "../../../src/client/options.ts";
import { Status } from "../../../src/client/status.ts";
import { loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";
import { words } from "../../support/wire.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("policy");
});

for (const whenFull of [WhenFull.Refuse, WhenFull.DropOldest, WhenFull.ReplaceTopic])
  test(`a full outbox refuses, whatever the message asks for: ${whenFull}`, () => {
    const { client, log } = new Spare(build, { outboxEntries: 2, whenFull });
    const publish = () => build.publishMessage(client, { topic: "t", payload: "x", qos: 1, whenFull });
    expect([publish(), publish(), publish()]).toEqual([1, 2, Status.Full]);
    expect(client.counters).toMatchObject({ accepted: 2, refused: 1, droppedFull: 0, droppedReplaced: 0 });
    expect(log).toEqual([]);
  });

test("a full byte budget refuses as well", () => {
  const { client } = new Spare(build, { outboxBytes: 10 });
  const publish = (payload: string) => build.publishMessage(client, { topic: "t", payload, qos: 1 });
  expect([publish("12345"), publish("1234"), publish("123")]).toEqual([1, Status.Full, 2]);
});

test("messages wait longer than their time to live", () => {
  const spare = new Spare(build, { ttlS: 1 });
  build.publishMessage(spare.client, { topic: "t", payload: "x", qos: 1, ttlS: 1 });
  spare.pass(3_600_000);
  expect(words(spare.up())).toEqual(["publish t q1 #1 x"]);
});

test("messages go out in the order in which they came, alarms too, and those sent before go first", () => {
  const spare = new Spare(build, { cleanSession: false });
  spare.up();
  const publish = (payload: string, isAlarm: boolean) =>
    build.publishMessage(spare.client, { topic: "t", payload, qos: 1, isAlarm });
  publish("a", false);
  spare.written();
  spare.lose();
  publish("b", false);
  publish("c", true);
  expect(words(spare.up(true))).toEqual(["publish t q1 #1 dup a", "publish t q1 #2 b", "publish t q1 #3 c"]);
});
