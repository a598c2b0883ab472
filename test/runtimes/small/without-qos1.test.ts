/* A small client that receives, and publishes with QoS 0 only. */
import { expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { FakePort } from "../../support/fake-port.ts";
import { loadSmall, SmallBench } from "../../support/small.ts";
import { message, suback } from "../../support/wire.ts";

const face = await loadSmall("qos1");

test("acknowledgements and subscriptions go first, and messages follow in a frame of their own", () => {
  const port = new FakePort();
  const bench = new SmallBench(face, port).up();
  bench.publish("on its way");
  expect(face.subscribe(bench.mqtt, "t", 1)).toBe(Status.Ok);
  port.received(message("t", "in", { qos: 1, messageId: 7 }));
  bench.publish("waits");
  expect(bench.written()).toEqual([
    "publish t q0 on its way",
    "puback #7",
    "subscribe #65001 t:1",
    "publish t q0 waits",
  ]);
  port.received(suback(65_001, 1));
  expect(bench.told()).toEqual(["message t q1 0+2/2 696e", "subscribed t 1"]);
  expect(bench.publish("", 1)).toBe(Status.Unsupported);
});
