/*
 * onSafe and undelivered: told once each time that nothing stands against sleeping any more, whichever way a message went.
 * What every engine makes of it stands in the scripts of test/support/face-suite.ts.
 */
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Link } from "../../src/client/link.ts";
import { Cause, Reason } from "../../src/client/status.ts";
import * as face from "../../src/runtimes/face.ts";
import type { ConnectOptions, MqttClient } from "../../src/runtimes/face.ts";
import { Pace } from "../../src/runtimes/shortcut.ts";
import { connack, logHandlers, packet, puback } from "../support/client.ts";
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

function connect(options: Partial<ConnectOptions> = {}): MqttClient {
  const onSafe = (): void => {
    log.push("safe");
    options.onSafe?.();
  };
  return face.connect({ host: "broker", ...options, ...logHandlers(log, options), onSafe });
}

/** Connected, told that it is safe, and nothing else. */
function up(options: Partial<ConnectOptions> = {}): MqttClient {
  const mqtt = connect(options);
  port.opened().sent().received(connack());
  log.length = 0;
  return mqtt;
}

/** What was told since the last question. */
const told = (): string[] => log.splice(0);
const safe = (mqtt: MqttClient): [number, number] => [face.maySleep(mqtt), face.undelivered(mqtt)];

describe("a connection", () => {
  test("is safe once it is up and has nothing to say, behind onConnect, and not before", () => {
    connect();
    port.opened().sent();
    expect(told()).toEqual([]);
    port.received(connack());
    expect(told()).toEqual(["connect absent", "safe"]);
  });

  test("is safe when an attempt fails and nothing waits, and is not when something does", () => {
    const mqtt = connect();
    port.closed(Cause.Unreachable);
    expect(told()).toEqual([`close ${Reason.Lost} ${Cause.Unreachable}`, "safe"]);
    face.publish(mqtt, "t", "1", 0, false);
    port.wake().closed(Cause.Unreachable);
    expect(told()).toEqual([`close ${Reason.Lost} ${Cause.Unreachable}`]);
    expect(safe(mqtt)).toEqual([1, 1]);
  });

  test("is safe when DISCONNECT is written, and told in the call when there is nothing to write", () => {
    face.disconnect(up());
    expect(told()).toEqual([]);
    port.sent();
    expect(told()).toEqual([`close ${Reason.Asked} 0`, "safe"]);
    face.disconnect(connect());
    expect(told()).toEqual([`close ${Reason.Asked} 0`, "safe"]);
  });
});

describe("a message", () => {
  test("of QoS 0 the short way: safe when the network has taken it", () => {
    const mqtt = up();
    face.publish(mqtt, "t", "1", 0, false);
    port.sent();
    expect(told()).toEqual(["safe"]);
    face.publish(mqtt, "t", "2", 0, false);
    expect([mqtt.pace, told(), face.undelivered(mqtt)]).toEqual([Pace.Alone, [], 0]);
    port.sent();
    expect(told()).toEqual(["safe"]);
    expect(face.maySleep(mqtt)).toBe(0);
  });

  test("of QoS 0 the short way, when the connection is lost with it", () => {
    const mqtt = up();
    face.publish(mqtt, "t", "1", 0, false);
    port.sent();
    log.length = 0;
    face.publish(mqtt, "t", "2", 0, false);
    expect(mqtt.pace).toBe(Pace.Alone);
    port.closed(Cause.Reset);
    expect(told()).toEqual([`close ${Reason.Lost} ${Cause.Reset}`, "safe"]);
  });

  test("of QoS 0 through the outbox, behind another: safe once, after both", () => {
    const mqtt = up();
    face.publish(mqtt, "t", "1", 0, false);
    face.publish(mqtt, "t", "2", 0, false);
    expect(safe(mqtt)).toEqual([2, 1]);
    port.sent();
    expect(told()).toEqual([]);
    port.sent();
    expect([told(), safe(mqtt)]).toEqual([["safe"], [0, 0]]);
  });

  test("of QoS 1: safe with its PUBACK, behind onAck", () => {
    const mqtt = up();
    face.publish(mqtt, "t", "1", 1, false);
    port.sent();
    expect([told(), safe(mqtt)]).toEqual([[], [1, 1]]);
    port.received(puback(1));
    expect([told(), safe(mqtt)]).toEqual([
      ["ack 1", "safe"],
      [0, 0],
    ]);
    port.wake();
    expect(told()).toEqual([]);
  });

  for (const qos of [0, 1])
    test(`with a source, of QoS ${qos}: safe behind its last piece${qos === 1 ? " and its PUBACK" : ""}`, () => {
      const mqtt = up({ txBytes: 128 });
      const source = (offset: number, limit: number): string => "x".repeat(Math.min(limit, 300 - offset));
      face.publishMessage(mqtt, { topic: "t", source, totalBytes: 300, qos });
      port.sent();
      expect([told(), face.undelivered(mqtt)]).toEqual([[], 1]);
      port.sent().sent();
      if (qos === 1) port.received(puback(1));
      expect([told(), safe(mqtt)]).toEqual([qos === 1 ? ["ack 1", "safe"] : ["safe"], [0, 0]]);
    });

  test("that is lost from the outbox, for its time is over, stands against nothing any more", () => {
    const mqtt = connect({ ttlS: 1, onClose: () => undefined });
    port.closed(Cause.Unreachable);
    face.publish(mqtt, "t", "1", 1, false);
    log.length = 0;
    port.pass(5000).wake();
    expect(face.undelivered(mqtt)).toBe(0);
    port.closed(Cause.Unreachable);
    expect(told().at(-1)).toBe("safe");
  });
});

test("what the broker is asked and owed stands against sleeping too", () => {
  const mqtt = up();
  face.subscribe(mqtt, "a", 1);
  port.sent();
  expect(told()).toEqual([]);
  port.received(packet({ cmd: "suback", messageId: 1, granted: [1] }));
  expect(told()).toEqual(["subscribed a 1", "safe"]);
  const publish = { topic: "a", payload: "", qos: 1 as const, dup: false, retain: false };
  port.received(packet({ cmd: "publish", messageId: 9, ...publish }));
  expect(told()).toEqual(["message a q1 0+0/0 "]);
  port.sent();
  expect(told()).toEqual(["safe"]);
});

test("a handler may publish and disconnect, and is told again", () => {
  let left = 2;
  const mqtt = up({
    onSafe: () => {
      if (left > 0) face.publish(mqtt, "t", "1", 1, false);
      else if (left === 0) face.disconnect(mqtt);
      left -= 1;
    },
  });
  face.publish(mqtt, "t", "1", 1, false);
  for (const id of [1, 2, 3]) port.sent().received(puback(id));
  port.sent();
  expect(told()).toEqual([
    "ack 1",
    "safe",
    "ack 2",
    "safe",
    "ack 3",
    "safe",
    `close ${Reason.Asked} 0`,
    "safe",
  ]);
  expect(face.state(mqtt)).toBe(Link.Down);
});

test("a handler that throws is counted", () => {
  const mqtt = up({
    onSafe: () => {
      throw new Error("mine");
    },
  });
  expect(face.counters(mqtt).handlerErrors).toBe(1);
});
