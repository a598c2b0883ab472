/*
 * Violations that only show over time: ids in use, messages that come again.
 */
import { expect, test } from "vitest";
import { kept } from "../../support/script.ts";
import {
  SimClient,
  connectPacket,
  publishPacket,
  setting,
  subscribePacket,
} from "../../support/sim-client.ts";

test("an id in one segment for two messages is in use", () => {
  const { broker } = setting();
  const client = new SimClient(broker);
  client.send(connectPacket("a"), publishPacket("t", "x", 1), publishPacket("t", "y", 1));
  expect(broker.violations).toEqual([
    "00:00:00.000 a: PUBLISH 1 while id 1 is in use for another packet (MQTT 3.1.1, 2.3.1)",
  ]);
});

test("an id is in use for the shortest round trip, and free after it", () => {
  const { world, broker } = setting({ roundTripMs: 40 });
  const [first, second] = [new SimClient(broker), new SimClient(broker)];
  first.send(connectPacket("a"), publishPacket("t", "x", 1));
  second.send(connectPacket("b"), publishPacket("t", "x", 1));
  world.runTo(39);
  first.send(subscribePacket(1, "t", 1));
  world.runTo(40);
  second.send(subscribePacket(1, "t", 1));
  expect(broker.violations).toEqual([
    "00:00:00.039 a: SUBSCRIBE 1 while id 1 is in use for another packet (MQTT 3.1.1, 2.3.1)",
  ]);
});

test("a message of a session comes again with DUP 0, its answer perhaps lost", () => {
  const { broker } = setting();
  const first = new SimClient(broker);
  first.send(kept("a"), publishPacket("t", "x", 1));
  first.lose();
  new SimClient(broker).send(kept("a"), publishPacket("t", "x", 1));
  expect(broker.violations).toEqual([
    "00:00:00.000 a: PUBLISH 1 again, but with DUP 0 (MQTT 3.1.1, 3.3.1.1)",
  ]);
});

test("the same message with the same id is a new one where the answer has arrived", () => {
  const { broker } = setting();
  const first = new SimClient(broker);
  first.send(kept("a"), publishPacket("t", "x", 1));
  first.acknowledge();
  first.send(publishPacket("t", "x", 1));
  first.acknowledge();
  first.lose();
  new SimClient(broker).send(kept("a"), publishPacket("t", "x", 1));
  expect(broker.violations).toEqual([]);
});

test("a message with DUP 1 in a clean session, where nothing can have come before", () => {
  const { broker } = setting();
  new SimClient(broker).send(connectPacket("a"), publishPacket("t", "x", 1, true));
  expect(broker.violations).toEqual([
    "00:00:00.000 a: PUBLISH 1 for the first time, but with DUP 1 (MQTT 3.1.1, 3.3.1.1)",
  ]);
});

test("a message with DUP 1 in a kept session may have been lost before", () => {
  const { broker } = setting();
  new SimClient(broker).send(kept("a"), publishPacket("t", "x", 1, true));
  expect(broker.violations).toEqual([]);
});

test("DUP 1 with an id that meant something else on this connection", () => {
  const { world, broker } = setting();
  const client = new SimClient(broker);
  client.send(kept("a"), publishPacket("t", "x", 1));
  world.runTo(1);
  client.send(publishPacket("t", "y", 1, true));
  expect(broker.violations).toEqual([
    "00:00:00.001 a: PUBLISH 1 for the first time, but with DUP 1 (MQTT 3.1.1, 3.3.1.1)",
  ]);
});
