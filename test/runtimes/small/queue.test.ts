/* What waits in a small client: in order, within its limits, and until it is acknowledged. */
import { beforeEach, describe, expect, test } from "vitest";
import { Cause, Status } from "../../../src/client/status.ts";
import type { ConnectOptions } from "../../../src/runtimes/face.ts";
import { connack, puback } from "../../support/client.ts";
import { FakePort } from "../../support/fake-port.ts";
import { loadSmall, SmallBench } from "../../support/small.ts";

const face = await loadSmall();
let port: FakePort;
beforeEach(() => {
  port = new FakePort();
});

const make = (options: Partial<ConnectOptions> = {}): SmallBench => new SmallBench(face, port, options);

test("messages wait for the connection and go out in order, as many to a write as fit", () => {
  const bench = make();
  expect([bench.publish("a", 1), bench.publish("b"), bench.publish("c", 1, true)]).toEqual([1, 0, 2]);
  bench.up();
  port.sent();
  expect(bench.mqtt.tx.bytes.length).toBe(128);
  port.closed(Cause.Reset);
  const again = make();
  port.told();
  for (const payload of ["a", "b", "c"]) again.publish(payload, payload === "b" ? 0 : 1, payload === "c");
  port.opened().sent().told();
  port.received(connack());
  expect(again.written()).toEqual(["publish t q1 #1 a", "publish t q0 b", "publish t q1 #2 retain c"]);
});

test("a message of QoS 0 is written at once while nothing waits, and needs no room in the outbox", () => {
  const bench = make({ outboxBytes: 1 }).up();
  expect(bench.publish("more than one byte")).toBe(0);
  expect(bench.written()).toEqual(["publish t q0 more than one byte"]);
});

describe("QoS 1", () => {
  test("is told of its acknowledgement, in whatever order these come, and each once", () => {
    const bench = make().up();
    for (const payload of ["a", "b", "c"]) bench.publish(payload, 1);
    bench.written();
    port.received(puback(3)).received(puback(1)).received(puback(1)).received(puback(9)).received(puback(2));
    expect(bench.told()).toEqual(["ack 3", "ack 1", "ack 2"]);
    expect(face.maySleep(bench.mqtt)).toBe(0);
  });

  test("what waits for its send is not acknowledged by an id that it will have", () => {
    const bench = make().up();
    bench.publish("on its way");
    bench.publish("a", 1);
    port.received(puback(1));
    expect([bench.told(), face.maySleep(bench.mqtt)]).toEqual([[], 2]);
  });

  // Session kept by us, and by the broker: whether a repeat says so.
  for (const [cleanSession, isPresent, dup] of [
    [false, true, " dup"],
    [false, false, ""],
    [true, false, ""],
  ] as const)
    test(`is sent again after a loss, with DUP${dup === "" ? " 0" : ""}: clean ${cleanSession}, present ${isPresent}`, () => {
      const bench = make({ cleanSession }).up(isPresent);
      bench.publish("a", 1);
      bench.publish("b", 1);
      bench.written();
      port.received(puback(1)).closed(Cause.Reset);
      expect(bench.publish("c", 1)).toBe(3);
      port.wake();
      bench.up(isPresent);
      port.closed(Cause.Reset).wake().opened().sent().told();
      port.received(connack(0, isPresent));
      expect(bench.written()).toEqual([`publish t q1 #2${dup} b`, `publish t q1 #3${dup} c`]);
    });

  test("gets an id that no waiting message has", () => {
    const bench = make({ outboxEntries: 4 }).up();
    bench.publish("stays", 1);
    bench.mqtt.lastId = 64_998;
    expect([bench.publish("", 1), bench.publish("", 1), bench.publish("", 1)]).toEqual([64_999, 65_000, 2]);
  });
});

test("what does not fit is refused, and nothing that waits is lost for it", () => {
  const bench = make();
  expect(bench.publish("x".repeat(124), 1)).toBe(Status.TooLarge);
  expect(bench.publish("x".repeat(60), 1)).toBe(1);
  expect(bench.publish("x".repeat(67), 1)).toBe(Status.Full);
  expect([bench.publish(""), bench.publish(""), bench.publish(""), bench.publish("")]).toEqual([
    0,
    0,
    0,
    Status.Full,
  ]);
  expect(bench.publish("", 2)).toBe(Status.Unsupported);
  expect(face.maySleep(bench.mqtt)).toBe(4);
});

test("publishMessage takes a record of the caller's, but no source", () => {
  const bench = make().up();
  expect(face.publishMessage(bench.mqtt, { topic: "t", payload: "x", qos: 0, retain: true })).toBe(0);
  expect(face.publishMessage(bench.mqtt, { topic: "t", qos: 0 })).toBe(0);
  const source = () => "x";
  expect(face.publishMessage(bench.mqtt, { topic: "t", source, totalBytes: 1, qos: 0 })).toBe(
    Status.Unsupported,
  );
  expect(bench.written()).toEqual(["publish t q0 retain x", "publish t q0"]);
});
