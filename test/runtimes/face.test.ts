import { parser } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Link } from "../../src/client/link.ts";
import { Cause, Notice, Reason, Status } from "../../src/client/status.ts";
import { Told } from "../../src/client/tell.ts";
import * as face from "../../src/runtimes/face.ts";
import type { ConnectOptions, MqttClient } from "../../src/runtimes/face.ts";
import { bytesOf, connack, logHandlers, packet, puback } from "../support/client.ts";
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
  return face.connect({ host: "broker", ...options, ...logHandlers(log, options) });
}

/** Connected, everything sent, nothing told yet. */
function up(options: Partial<ConnectOptions> = {}): MqttClient {
  const mqtt = connect(options);
  port
    .opened()
    .sent()
    .received(connack(0, options.cleanSession === false));
  port.told();
  log.length = 0;
  return mqtt;
}

/** What was written since the last question. */
function packets(): Packet[] {
  const read: Packet[] = [];
  const reader = parser();
  reader.on("packet", (one) => read.push(one));
  reader.parse(port.written());
  return read;
}

describe("connect", () => {
  test("opens port 1883 and greets with a clean session, 60 s and an id of the board", () => {
    const mqtt = connect();
    expect(port.told()).toEqual(["open broker:1883"]);
    expect(face.state(mqtt)).toBe(Link.Opening);
    port.opened();
    expect(packets()).toMatchObject([
      { cmd: "connect", clientId: "catnap-0badcafe", clean: true, keepalive: 60 },
    ]);
    port.sent().received(connack());
    expect(face.state(mqtt)).toBe(Link.Up);
    expect(log).toEqual(["connect absent"]);
  });

  test("a client is pipelined unless it says otherwise", () => {
    const mqtt = connect();
    face.publish(mqtt, "t", "1", 1, false);
    port.opened();
    expect(packets().map(({ cmd }) => cmd)).toEqual(["connect", "publish"]);
  });

  test("opens port 8883 with isSecure, and the port that was given", () => {
    connect({ isSecure: true });
    connect({ isSecure: true, port: 443 });
    expect(port.told()).toEqual(["open broker:8883 secure", "open broker:443 secure"]);
  });

  test("CONNECT says all that the options say", () => {
    const will = { topic: "w", payload: "gone", qos: 1, retain: true };
    connect({ clientId: "me", cleanSession: false, keepAliveS: 7, userName: "u", password: "p", will });
    port.opened();
    const [greeting] = packets();
    expect(greeting).toMatchObject({ clientId: "me", clean: false, keepalive: 7, username: "u" });
    expect(greeting).toMatchObject({ password: Buffer.from("p") });
    expect(greeting).toMatchObject({
      will: { topic: "w", payload: Buffer.from("gone"), qos: 1, retain: true },
    });
  });

  test("options that cannot work are told as BadOptions with the status, and nothing is opened", () => {
    connect({ txBytes: 16 });
    connect({ keepAliveS: -1 });
    connect({ will: { topic: "w", payload: "", qos: 2, retain: false } });
    const statuses = [Status.TooLarge, Status.Invalid, Status.Unsupported];
    expect(log).toEqual(statuses.map((status) => `close ${Reason.BadOptions} ${status}`));
    expect(port.told()).toEqual([]);
    expect(port.waitMs).toBeUndefined();
  });
});

describe("publish", () => {
  test("answers a number for QoS 1, which onAck is told", () => {
    const mqtt = up();
    const number = face.publish(mqtt, "t", "21.5", 1, true);
    expect(number).toBe(1);
    expect(packets()).toMatchObject([
      { cmd: "publish", topic: "t", payload: Buffer.from("21.5"), qos: 1, retain: true, messageId: 1 },
    ]);
    port.sent().received(puback(1));
    expect(log).toEqual(["ack 1"]);
  });

  test("answers 0 for QoS 0, and a negative Status with nothing sent for what cannot be", () => {
    const mqtt = up();
    expect(face.publish(mqtt, "t", "", 0, false)).toBe(0);
    port.told();
    expect(face.publish(mqtt, "t/#", "", 0, false)).toBe(Status.Invalid);
    expect(face.publish(mqtt, "t", "", 2, false)).toBe(Status.Unsupported);
    expect(face.publish(mqtt, "t", "x".repeat(2000), 1, false)).toBe(Status.TooLarge);
    expect(port.told()).toEqual([]);
  });

  test("copies the payload, which is the caller's again at once", () => {
    const mqtt = connect();
    const payload = new Uint8Array([1, 2, 3]);
    face.publish(mqtt, "t", payload, 1, false);
    payload.fill(0);
    port.opened();
    expect(packets()[1]).toMatchObject({ payload: Buffer.from([1, 2, 3]) });
  });

  test("publishMessage reads the caller's record during the call only", () => {
    const mqtt = connect();
    const message = { topic: "a", payload: "1", qos: 1 };
    face.publishMessage(mqtt, message);
    face.publishMessage(mqtt, Object.assign(message, { topic: "b", payload: "2" }));
    port.opened();
    expect(packets().slice(1)).toMatchObject([{ topic: "a" }, { topic: "b", payload: Buffer.from("2") }]);
  });

  test("a time to live counts from the call, however long nothing happened before it", () => {
    const mqtt = connect({ connackS: 500 });
    port.pass(100_000);
    face.publishMessage(mqtt, { topic: "t", payload: "1", qos: 1, ttlS: 10 });
    port.pass(9000).opened();
    expect(packets()).toHaveLength(2);
  });

  test("a message that outlived its time is dropped and told", () => {
    const mqtt = connect({ connackS: 500, ttlS: 10 });
    const number = face.publish(mqtt, "t", "1", 1, false);
    // The client counts whole seconds.
    port.pass(11_000).opened();
    expect(packets()).toHaveLength(1);
    expect(log).toEqual([`notice ${Notice.DroppedExpired} ${number}`]);
    expect(face.counters(mqtt).droppedExpired).toBe(1);
  });
});

describe("subscribe", () => {
  test("is sent, answered, and gives matching messages to its handler and the rest to onMessage", () => {
    const own: string[] = [];
    const mqtt = up();
    expect(face.subscribe(mqtt, "a/+", 1, (topic) => void own.push(topic))).toBe(Status.Ok);
    expect(packets()).toMatchObject([{ cmd: "subscribe", subscriptions: [{ topic: "a/+", qos: 1 }] }]);
    port.sent().received(packet({ cmd: "suback", messageId: 1, granted: [1] }));
    port.received(packet({ cmd: "publish", topic: "a/b", payload: "x", qos: 0, dup: false, retain: false }));
    port.received(packet({ cmd: "publish", topic: "c", payload: "x", qos: 0, dup: false, retain: false }));
    expect(own).toEqual(["a/b"]);
    expect(log).toEqual(["subscribed a/+ 1", "message c q0 0+1/1 78"]);
  });

  test("answers why not, and sends nothing then", () => {
    const mqtt = up({ subscriptions: 1 });
    face.subscribe(mqtt, "one", 1);
    port.sent().told();
    expect(face.subscribe(mqtt, "two", 1)).toBe(Status.Full);
    expect(face.subscribe(mqtt, "a/#/b", 1)).toBe(Status.Invalid);
    expect(face.subscribe(mqtt, "a", 2)).toBe(Status.Unsupported);
    expect(face.subscribe(mqtt, "x".repeat(300), 1)).toBe(Status.TooLarge);
    expect(face.unsubscribe(mqtt, "a/#/b")).toBe(Status.Invalid);
    expect(port.told()).toEqual([]);
  });

  test("unsubscribe is sent and its answer told as -1", () => {
    const mqtt = up();
    face.subscribe(mqtt, "a", 0);
    port.sent().received(packet({ cmd: "suback", messageId: 1, granted: [0] }));
    expect(face.unsubscribe(mqtt, "a")).toBe(Status.Ok);
    expect(packets().at(-1)).toMatchObject({ cmd: "unsubscribe", unsubscriptions: ["a"] });
    port.sent().received(bytesOf("b0020002"));
    expect(log).toEqual(["subscribed a 0", "subscribed a -1"]);
  });
});

describe("disconnect", () => {
  test("says DISCONNECT, and ends the port when it was sent", () => {
    const mqtt = up();
    expect(face.disconnect(mqtt)).toBe(Status.Ok);
    expect(port.told()).toEqual(["send e000"]);
    expect(face.state(mqtt)).toBe(Link.Closing);
    port.sent();
    expect(port.told()).toEqual(["close", "end"]);
    expect(face.state(mqtt)).toBe(Link.Down);
    expect(log).toEqual([`close ${Reason.Asked} 0`]);
    expect(port.waitMs).toBeUndefined();
  });

  test("while the transport opens, while it waits for a retry, and twice", () => {
    const mqtt = connect();
    expect(face.disconnect(mqtt)).toBe(Status.Ok);
    expect(face.disconnect(mqtt)).toBe(Status.Unexpected);
    expect(port.told()).toEqual(["open broker:1883", "close", "end", "end"]);
    const other = connect();
    port.closed(Cause.Unreachable);
    expect(face.state(other)).toBe(Link.Waiting);
    expect(face.disconnect(other)).toBe(Status.Ok);
    expect(port.waitMs).toBeUndefined();
  });

  test("keeps what was not sent, and takes more", () => {
    const mqtt = connect();
    face.publish(mqtt, "t", "1", 1, false);
    face.disconnect(mqtt);
    expect(face.publish(mqtt, "t", "2", 1, false)).toBe(2);
    expect(face.maySleep(mqtt)).toBe(2);
    expect(port.waitMs).toBeUndefined();
  });
});

describe("maySleep", () => {
  test("is 0 when connected and idle, and also before and after", () => {
    expect(face.maySleep(connect())).toBe(0);
    const mqtt = up();
    expect(face.maySleep(mqtt)).toBe(0);
    face.disconnect(mqtt);
    port.sent();
    expect(face.maySleep(mqtt)).toBe(0);
  });

  test("counts a message until its PUBACK, and the write that is under way", () => {
    const mqtt = up();
    face.publish(mqtt, "t", "1", 1, false);
    expect(face.maySleep(mqtt)).toBe(2);
    port.sent();
    expect(face.maySleep(mqtt)).toBe(1);
    port.received(puback(1));
    expect(face.maySleep(mqtt)).toBe(0);
  });

  test("counts PUBACKs that wait, and a subscription without an answer", () => {
    const mqtt = up();
    face.subscribe(mqtt, "a", 1);
    expect(face.maySleep(mqtt)).toBe(2);
    port.received(
      packet({ cmd: "publish", topic: "a", payload: "", qos: 1, messageId: 9, dup: false, retain: false }),
    );
    // The write, its answer, and the PUBACK that waits for the end of the write.
    expect(face.maySleep(mqtt)).toBe(3);
    port.sent();
    expect(packets().at(-1)).toMatchObject({ cmd: "puback", messageId: 9 });
    port.sent();
    expect(face.maySleep(mqtt)).toBe(1);
    port.received(packet({ cmd: "suback", messageId: 1, granted: [1] }));
    expect(face.maySleep(mqtt)).toBe(0);
  });
});

describe("time", () => {
  test("a silent link is asked with PINGREQ, and given up when there is no answer", () => {
    up();
    // The timer that was set for CONNACK stays: one wake too many is cheaper than a timer set with every packet.
    expect(port.waitMs).toBe(15000);
    port.wake();
    expect(port.told()).toEqual([]);
    expect(port.waitMs).toBe(54000 - 15000);
    port.wake();
    expect(port.told()).toEqual(["send c000"]);
    port.sent();
    expect(port.waitMs).toBe(20000);
    port.wake();
    expect(port.told()).toEqual(["close"]);
    expect(log).toEqual([`close ${Reason.Silent} 0`]);
  });

  test("an answer in time keeps the link", () => {
    const mqtt = up();
    port.wake().wake().sent().received(bytesOf("d000"));
    expect(port.waitMs).toBe(20000);
    port.wake();
    expect(port.waitMs).toBe(54000 - 20000);
    expect(face.state(mqtt)).toBe(Link.Up);
    expect(log).toEqual([]);
  });

  test("a lost connection is opened again, and the counters go on in the same record", () => {
    const mqtt = up();
    const counters = face.counters(mqtt);
    port.closed(Cause.Reset);
    expect(face.state(mqtt)).toBe(Link.Waiting);
    expect(port.waitMs).toBeLessThanOrEqual(1000);
    port.wake();
    expect(port.told()).toEqual(["open broker:1883"]);
    port.opened().sent().received(connack());
    expect(counters).toMatchObject({ connects: 2, closes: 1 });
    expect(face.counters(mqtt)).toBe(counters);
  });

  test("a transport that does not open is given up after 15 s, or after connackS", () => {
    for (const [options, waitMs] of [
      [{}, 15000],
      [{ connackS: 1 }, 1000],
    ] as const) {
      connect(options);
      expect(port.waitMs).toBe(waitMs);
      port.wake();
      expect(log.splice(0)).toEqual([`close ${Reason.NotOpened} 0`]);
    }
  });

  test("an answer may take 20 s, or answerS", () => {
    for (const [options, waitMs] of [
      [{}, 20000],
      [{ answerS: 2 }, 2000],
    ] as const) {
      const mqtt = up({ ...options, connackS: 500 });
      face.publish(mqtt, "t", "1", 1, false);
      expect(port.waitMs).toBe(waitMs);
      port.wake();
      expect(log).toEqual([`close ${Reason.Silent} 0`]);
    }
  });

  test("a connection that never comes about is retried with waits up to the cap", () => {
    connect({ retryCapS: 4 });
    for (let attempt = 0; attempt < 20; attempt += 1) {
      port.closed(Cause.Unreachable);
      expect(port.waitMs).toBeLessThanOrEqual(4000);
      port.wake();
    }
    expect(port.told().filter((call) => call.startsWith("open"))).toHaveLength(21);
  });
});

describe("calls from within handlers", () => {
  const command = packet({
    cmd: "publish",
    topic: "c",
    payload: "go",
    qos: 1,
    messageId: 5,
    dup: false,
    retain: false,
  });

  test("a reply from onMessage goes out, and the PUBACK of the command too", () => {
    const mqtt: MqttClient = up({ onMessage: () => void face.publish(mqtt, "reply", "done", 1, false) });
    port.received(command);
    port.sent();
    expect(packets()).toMatchObject([
      { cmd: "publish", topic: "reply" },
      { cmd: "puback", messageId: 5 },
    ]);
    expect(log).toHaveLength(1);
  });

  test("disconnect from onMessage still acknowledges the message, and nothing that comes behind it is read", () => {
    const mqtt: MqttClient = up({ onMessage: () => void face.disconnect(mqtt) });
    port.received(new Uint8Array(Buffer.concat([command, command])));
    for (let writes = 0; writes < 3; writes += 1) port.sent();
    expect(packets().map((one) => one.cmd)).toContain("disconnect");
    expect(face.state(mqtt)).toBe(Link.Down);
    expect(log.at(-1)).toBe(`close ${Reason.Asked} 0`);
  });

  test("publish from onConnect and from onClose is taken", () => {
    const mqtt: MqttClient = connect({
      onConnect: () => void face.publish(mqtt, "hello", "", 1, false),
      onClose: () => void face.publish(mqtt, "lost", "", 1, false),
    });
    port.opened().sent().received(connack());
    expect(packets()).toMatchObject([{ cmd: "connect" }, { cmd: "publish", topic: "hello" }]);
    port.closed(Cause.Reset);
    expect(face.maySleep(mqtt)).toBe(2);
    port.wake().opened();
    expect(packets().slice(1)).toMatchObject([{ topic: "hello" }, { topic: "lost" }]);
  });

  test("disconnect from onClose ends the retries", () => {
    const mqtt: MqttClient = up({ onClose: (reason) => reason === Reason.Lost && face.disconnect(mqtt) });
    port.closed(Cause.Reset);
    expect(face.state(mqtt)).toBe(Link.Down);
    expect(port.waitMs).toBeUndefined();
    expect(log).toEqual([`close ${Reason.Lost} ${Cause.Reset}`, `close ${Reason.Asked} 0`]);
  });

  test("a handler that throws is counted and told, and its message acknowledged", () => {
    const mqtt = up({
      onMessage: () => {
        throw new Error("user");
      },
    });
    port.received(command);
    expect(packets()).toMatchObject([{ cmd: "puback", messageId: 5 }]);
    expect(log.at(-1)).toBe(`notice ${Notice.HandlerThrew} ${Told.Message}`);
    expect(face.counters(mqtt).handlerErrors).toBe(1);
    expect(face.state(mqtt)).toBe(Link.Up);
  });
});
