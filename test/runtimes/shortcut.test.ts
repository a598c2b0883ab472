/*
 * The short way of a QoS 0 message beside the long one: nobody outside can tell which was taken.
 */
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Link } from "../../src/client/link.ts";
import { Cause, Reason } from "../../src/client/status.ts";
import * as face from "../../src/runtimes/face.ts";
import type { ConnectOptions, MqttClient } from "../../src/runtimes/face.ts";
import { Pace } from "../../src/runtimes/shortcut.ts";
import { connack, logHandlers, packet } from "../support/client.ts";
import { FakePort } from "../support/fake-port.ts";

let port: FakePort;
let log: string[];

// Test files share their modules, and this one needs the face over a port that is only its own.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());
vi.mock("#port", async (original) => ({ ...(await original<object>()), makePort: () => port }));

beforeEach(() => {
  port = new FakePort();
  log = [];
});

/** Connected, with a timer set for a write that was taken long ago: the next message may go the short way. */
function ready(options: Partial<ConnectOptions> = {}): MqttClient {
  const mqtt = face.connect({ host: "broker", ...options, ...logHandlers(log, options) });
  port.opened().sent().received(connack());
  send(mqtt, "0");
  port.sent().told();
  log.length = 0;
  return mqtt;
}

const send = (mqtt: MqttClient, payload: string, qos = 0): number =>
  face.publish(mqtt, "t", payload, qos, false);

/** What a PUBLISH of QoS 0 with topic "t" and a payload of one digit is on the wire. */
const wire = (digit: number): string => `send 30040001743${digit}`;

describe("when it is taken", () => {
  test("a message goes out at once, and the next one when the first was taken", () => {
    const mqtt = ready();
    expect(mqtt.pace).toBe(Pace.Ready);
    expect(send(mqtt, "1")).toBe(0);
    expect(mqtt.pace).toBe(Pace.Alone);
    expect(port.told()).toEqual([wire(1)]);
    port.sent();
    expect(mqtt.pace).toBe(Pace.Ready);
    send(mqtt, "2");
    expect(port.told()).toEqual([wire(2)]);
  });

  test("retain is in the packet, and bytes are sent as they are", () => {
    const mqtt = ready();
    face.publish(mqtt, new Uint8Array([0x74]), new Uint8Array([0xff]), 0, true);
    expect(mqtt.pace).toBe(Pace.Alone);
    expect(port.told()).toEqual(["send 3104000174ff"]);
  });

  const LENGTHS: [number, Pace][] = [
    [0, Pace.Alone],
    [123, Pace.Alone],
    [124, Pace.Full],
  ];
  for (const [bytes, pace] of LENGTHS)
    test(`a payload of ${bytes} bytes ${pace === Pace.Alone ? "goes the short way" : "goes the long way"}`, () => {
      const mqtt = ready();
      send(mqtt, "x".repeat(bytes));
      expect(mqtt.pace).toBe(pace);
      expect(port.written()).toHaveLength(bytes + (bytes > 124 ? 6 : 5));
    });
});

describe("when it is not", () => {
  const OPTIONS: [string, Partial<ConnectOptions>][] = [
    ["a frame of 127 bytes", { txBytes: 127 }],
    ["an outbox of 125 bytes, whose limit every message must keep", { outboxBytes: 125 }],
  ];
  for (const [title, options] of OPTIONS)
    test(`with ${title}`, () => {
      const mqtt = ready(options);
      send(mqtt, "1");
      expect(mqtt.pace).not.toBe(Pace.Alone);
      expect(port.told()).toEqual([wire(1)]);
    });

  test("while a SUBSCRIBE is not answered", () => {
    const mqtt = ready();
    face.subscribe(mqtt, "a", 0);
    port.sent();
    send(mqtt, "1");
    expect(mqtt.pace).toBe(Pace.Full);
    port.sent().received(packet({ cmd: "suback", messageId: 1, granted: [0] }));
    expect(mqtt.pace).toBe(Pace.Ready);
  });

  test("when the timer would come too late to notice that the network does not take it", () => {
    const mqtt = ready();
    port.wake();
    expect(mqtt.pace).toBe(Pace.Full);
    expect(port.waitMs).toBeGreaterThan(20_000);
    send(mqtt, "1");
    expect(port.waitMs).toBe(20_000);
    port.sent();
    expect(mqtt.pace).toBe(Pace.Ready);
  });

  test("a wrong topic is refused as ever", () => {
    const mqtt = ready();
    expect(face.publish(mqtt, "t/#", "1", 0, false)).toBe(-4);
    expect(port.told()).toEqual([]);
  });

  test("a second message waits in the outbox until the first is taken", () => {
    const mqtt = ready();
    send(mqtt, "1");
    send(mqtt, "2");
    expect(port.told()).toEqual([wire(1)]);
    expect(face.maySleep(mqtt)).toBe(2);
    port.sent();
    expect(port.told()).toEqual([wire(2)]);
    port.sent();
    expect(face.maySleep(mqtt)).toBe(0);
  });
});

describe("what the client learns late", () => {
  test("maySleep counts the write under way", () => {
    const mqtt = ready();
    send(mqtt, "1");
    expect(face.maySleep(mqtt)).toBe(1);
    port.sent();
    expect(face.maySleep(mqtt)).toBe(0);
  });

  test("a write that the network never takes ends the connection when the answer time is over", () => {
    const mqtt = ready();
    port.pass(5000);
    send(mqtt, "1");
    // The timer of the long way before: too early for this message.
    port.wake();
    expect(log).toEqual([]);
    port.pass(4999);
    face.publishMessage(mqtt, { topic: "t", payload: "2", qos: 0 });
    expect(log).toEqual([]);
    port.wake();
    expect(log).toEqual([`close ${Reason.Silent} 0`]);
  });

  test("a port that refuses loses the connection, as on the long way", () => {
    const mqtt = ready();
    port.isDead = true;
    expect(send(mqtt, "1")).toBe(0);
    expect(log).toEqual([`close ${Reason.Lost} ${Cause.Reset}`]);
    expect(face.state(mqtt)).toBe(Link.Waiting);
  });

  test("DISCONNECT waits until the message before it is taken", () => {
    const mqtt = ready();
    send(mqtt, "1");
    face.disconnect(mqtt);
    expect(port.told()).toEqual([wire(1)]);
    port.sent();
    expect(port.told()).toEqual(["send e000"]);
  });

  test("a connection that ends meanwhile is told, and the next one begins with CONNECT alone", () => {
    const mqtt = ready();
    send(mqtt, "1");
    port.told();
    port.closed(Cause.Ended);
    expect(log).toEqual([`close ${Reason.Lost} ${Cause.Ended}`]);
    port.wake().opened();
    expect(port.written()[0]).toBe(0x10);
    expect(face.state(mqtt)).toBe(Link.Greeting);
  });

  test("the keep alive counts from the write: the ping is due as late as after a long way", () => {
    const mqtt = ready({ keepAliveS: 30 });
    port.pass(10_000);
    send(mqtt, "1");
    // The timer of CONNACK runs for 15 s: 25 s after the first message, 15 s after the second. Nine tenths of 30 s are 27.
    port.sent().wake();
    expect(port.waitMs).toBe(12_000);
    expect(port.told()).toEqual([wire(1)]);
  });

  test("messages and bytes are counted", () => {
    const mqtt = ready();
    const before = { ...face.counters(mqtt) };
    send(mqtt, "1");
    const { accepted, sent, bytesOut } = face.counters(mqtt);
    expect([accepted - before.accepted, sent - before.sent, bytesOut - before.bytesOut]).toEqual([1, 1, 6]);
  });

  test("a handler that publishes while packets are read takes the long way", () => {
    const paces: Pace[] = [];
    const mqtt = ready({
      onMessage: () => {
        send(mqtt, "1");
        paces.push(mqtt.pace);
      },
    });
    const one = packet({ cmd: "publish", topic: "a", payload: "x", qos: 0, dup: false, retain: false });
    port.received(one).received(one);
    expect(paces).toEqual([Pace.Full, Pace.Full]);
    expect(port.told()).toEqual([wire(1)]);
  });
});
