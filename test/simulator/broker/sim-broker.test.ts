import { expect, test } from "vitest";
import {
  connectPacket,
  publishPacket,
  setting,
  SimClient,
  subscribePacket,
} from "../../support/sim-client.ts";

test("CONNECT and a PUBLISH in one segment are answered in one write, without an event of the world", () => {
  const { world, broker } = setting({ connectDeadlineMs: 1000 });
  const taken: unknown[] = [];
  broker.onPublish = (clientId, topic, payload, qos, isRetained, isDup) =>
    taken.push([clientId, topic, Buffer.from(payload).toString(), qos, isRetained, isDup]);
  const client = new SimClient(broker);
  client.send(connectPacket("cellar"), publishPacket("cellar/air", "21.5", 7));
  expect(client.writes.length).toBe(1);
  expect(client.heard()).toEqual(["connack 0", "puback #7"]);
  expect(taken).toEqual([["cellar", "cellar/air", "21.5", 1, false, false]]);
  expect(world.nextMs).toBe(Infinity);
});

test("a message goes to clients, to who observes, and from somebody else to both", () => {
  const { broker } = setting();
  const seen: string[] = [];
  broker.subscribe("cellar/#", (topic, payload) => seen.push(`${topic} ${Buffer.from(payload).toString()}`));
  const client = new SimClient(broker);
  client.send(connectPacket("cellar"), subscribePacket(1, "cellar/cmd", 1));
  client.heard();
  broker.publish("cellar/cmd", "open", 1, false);
  expect(client.heard()).toEqual(["publish cellar/cmd q1 #1 open"]);
  client.send(publishPacket("cellar/air", "21.5"));
  expect(seen).toEqual(["cellar/cmd open", "cellar/air 21.5"]);
});
