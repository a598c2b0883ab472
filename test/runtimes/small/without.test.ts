/* The smallest client there is: it publishes with QoS 0, and reads two packets. */
import { beforeEach, describe, expect, test } from "vitest";
import { Link } from "../../../src/client/link.ts";
import { Cause, Reason, Status } from "../../../src/client/status.ts";
import type { ConnectOptions } from "../../../src/runtimes/face.ts";
import { bytesOf, connack, packet, packetsOf } from "../../support/client.ts";
import { FakePort } from "../../support/fake-port.ts";
import { loadSmall, SmallBench } from "../../support/small.ts";

const face = await loadSmall("inbound", "qos1", "login");
let port: FakePort;
beforeEach(() => {
  port = new FakePort();
});

const make = (options: Partial<ConnectOptions> = {}): SmallBench => new SmallBench(face, port, options);

test("CONNECT says neither will nor user name nor password, whatever the options say", () => {
  make({ userName: "u", password: "p", will: { topic: "w", payload: "", qos: 1, retain: false } });
  port.opened();
  const [greeting] = packetsOf(port.written());
  expect(greeting).toMatchObject({ cmd: "connect", clientId: "peer1", clean: true, keepalive: 60 });
  expect(greeting).not.toHaveProperty("username");
  expect(greeting).not.toHaveProperty("will");
});

test("packets wait in one frame and go out in one write, in order", () => {
  const bench = make();
  expect([bench.publish("a"), bench.publish("b", 0, true)]).toEqual([0, 0]);
  expect(face.maySleep(bench.mqtt)).toBe(1);
  port.opened().sent().told();
  port.received(connack());
  expect(bench.written()).toEqual(["publish t q0 a", "publish t q0 retain b"]);
  bench.publish("c");
  bench.publish("d");
  expect(face.maySleep(bench.mqtt)).toBe(2);
  expect(bench.written()).toEqual(["publish t q0 c", "publish t q0 d"]);
  expect(face.maySleep(bench.mqtt)).toBe(0);
});

test("what waits stays for the next connection", () => {
  const bench = make().up();
  bench.publish("on its way");
  bench.publish("waits");
  port.closed(Cause.Reset).wake().opened().sent().told();
  port.received(connack());
  expect(bench.written()).toEqual(["publish t q0 waits"]);
});

test("a ping is a write of its own, and what waits follows it", () => {
  const bench = make().up();
  port.wake();
  bench.publish("a");
  expect(bench.written()).toEqual(["pingreq", "publish t q0 a"]);
});

test("what it cannot do it says, and nothing that waits is lost for it", () => {
  const bench = make({ outboxBytes: 32 });
  expect(bench.publish("x".repeat(28))).toBe(Status.TooLarge);
  expect(bench.publish("x".repeat(20))).toBe(0);
  expect(bench.publish("x".repeat(20))).toBe(Status.Full);
  expect(bench.publish("", 1)).toBe(Status.Unsupported);
  expect(face.publish(bench.mqtt, "t", 5 as unknown as string, 0, false)).toBe(Status.Invalid);
  expect([face.subscribe(bench.mqtt, "t", 0), face.unsubscribe(bench.mqtt, "t")]).toEqual([
    Status.Unsupported,
    Status.Unsupported,
  ]);
  port.opened().sent().told();
  port.received(connack());
  expect(bench.written()).toEqual([`publish t q0 ${"x".repeat(20)}`]);
});

describe("it reads CONNACK and PINGRESP, wherever they are cut", () => {
  for (const cut of [0, 1, 2, 3, 4, 5])
    test(`behind byte ${cut}`, () => {
      const bench = make();
      const bytes = bytesOf("20020000d000");
      port.opened().sent().received(bytes.slice(0, cut)).received(bytes.slice(cut));
      expect([bench.told(), face.state(bench.mqtt)]).toEqual([["connect absent"], Link.Up]);
    });
});

describe("anything else closes", () => {
  for (const text of ["30", "40", "90", "d001", "20", "00"])
    test(`${text} after CONNACK`, () => {
      const bench = make().up();
      port.received(bytesOf(text + "0000"));
      expect(bench.told()).toEqual([`close ${Reason.Malformed} 0`]);
    });

  for (const text of ["30", "d0", "2003", "20020200"])
    test(`${text} in place of CONNACK`, () => {
      const bench = make();
      port.opened().sent().received(bytesOf(text));
      expect(bench.told()).toEqual([`close ${Reason.Malformed} 0`]);
    });

  test("a refusal is told with its code", () => {
    const bench = make();
    port.opened().sent().received(connack(4));
    expect(bench.told()).toEqual([`close ${Reason.Refused} 4`]);
  });
});

test("half a packet is forgotten with its connection", () => {
  const bench = make().up();
  port.received(bytesOf("d0")).closed(Cause.Reset).wake();
  bench.up();
  port.received(packet({ cmd: "pingresp" }));
  expect(face.state(bench.mqtt)).toBe(Link.Up);
});
