/*
 * What must hold between Catnap and any broker, over real TCP on 127.0.0.1. MQTT.js is the independent other
 * side. Each test has topics and client ids of its own, so that one broker serves them all.
 */
import { connectAsync } from "mqtt";
import type { IClientOptions, MqttClient as Mqttjs } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as catnap from "../../src/runtimes/node/catnap.ts";
import { Cause, Link, Reason, Status } from "../../src/runtimes/node/catnap.ts";
import type { ConnectOptions, Message } from "../../src/runtimes/node/catnap.ts";
import { freePort } from "../support/brokers.ts";
import type { Broker, StartBroker } from "../support/brokers.ts";
import { hex, logHandlers } from "../support/client.ts";
import { Loses, Proxy } from "../support/proxy.ts";

/** Far more than anything here takes; a test that reaches it has failed. */
const DEADLINE = { timeout: 8000, interval: 5 };

/** What a test opened, closed after it in reverse order. */
const open: (() => unknown)[] = [];

/** A client of ours, with all that it was told as lines. */
class Device {
  readonly log: string[] = [];
  readonly mqtt: catnap.MqttClient;

  constructor(port: number, options: Partial<ConnectOptions> = {}) {
    const handlers = logHandlers(this.log, options);
    // Back at once after a loss, and in good time after a refusal.
    const quick = { retryFirstS: 0.05, retryCapS: 0.2 };
    this.mqtt = catnap.connect({ ...quick, ...options, ...handlers, host: "127.0.0.1", port });
    open.push(() => catnap.disconnect(this.mqtt));
  }

  async told(line: string): Promise<void> {
    await expect.poll(() => this.log, DEADLINE).toContainEqual(line);
  }

  async up(): Promise<this> {
    await expect.poll(() => catnap.state(this.mqtt), DEADLINE).toBe(Link.Up);
    return this;
  }

  async subscribed(filter: string, qos: number, handler?: catnap.MessageHandler): Promise<void> {
    expect(catnap.subscribe(this.mqtt, filter, qos, handler)).toBe(Status.Ok);
    await this.told(`subscribed ${filter} ${qos}`);
  }

  publish(topic: string, payload: string | Uint8Array, qos = 1, retain = false): number {
    return catnap.publish(this.mqtt, topic, payload, qos, retain);
  }
}

/** The line of a message that came in one piece. */
function message(topic: string, flags: string, payload: string | Uint8Array): string {
  const bytes = Buffer.from(payload as string);
  return `message ${topic} ${flags} 0+${bytes.length}/${bytes.length} ${hex(bytes)}`;
}

/** An MQTT.js client, with the messages it got as lines. */
async function startPeer(
  port: number,
  options: IClientOptions = {},
): Promise<{ mqtt: Mqttjs; log: string[] }> {
  const mqtt = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, ...options });
  const log: string[] = [];
  mqtt.on("message", (topic, payload, { qos, retain, dup }) => {
    log.push(`${topic} q${qos}${retain ? " retain" : ""}${dup ? " dup" : ""} ${payload.toString()}`);
  });
  open.push(() => mqtt.endAsync(true));
  return { mqtt, log };
}

async function startProxy(port: number): Promise<Proxy> {
  const proxy = await Proxy.start(port);
  open.push(() => proxy.stop());
  return proxy;
}

/** PUBLISH packets that went through the proxy: "3 dup reading" is id 3. */
function published(proxy: Proxy): string[] {
  const lines: string[] = [];
  for (const packet of proxy.packets)
    if (packet.cmd === "publish")
      lines.push(`${packet.messageId}${packet.dup ? " dup" : ""} ${packet.payload.toString()}`);
  return lines;
}

export function brokerScenarios(start: StartBroker, refusedCode: number): void {
  let broker: Broker;

  beforeAll(async () => {
    broker = await start();
  });
  afterEach(async () => {
    while (open.length > 0) await open.pop()?.();
  });
  afterAll(() => broker.stop());

  describe("messages out", () => {
    test("QoS 0 and QoS 1 arrive with topic, payload and QoS, and QoS 1 is acknowledged by its number", async () => {
      const peer = await startPeer(broker.port);
      await peer.mqtt.subscribeAsync("out/#", { qos: 1 });
      const device = await new Device(broker.port).up();
      expect(device.publish("out/a", "zero", 0)).toBe(0);
      const number = device.publish("out/b", "one", 1);
      expect(number).toBeGreaterThan(0);
      await device.told(`ack ${number}`);
      await expect.poll(() => peer.log, DEADLINE).toEqual(["out/a q0 zero", "out/b q1 one"]);
      expect(catnap.maySleep(device.mqtt)).toBe(0);
    });

    test("what is published before there is a connection goes out with CONNECT", async () => {
      const proxy = await startProxy(broker.port);
      const peer = await startPeer(broker.port);
      await peer.mqtt.subscribeAsync("early", { qos: 1 });
      const device = new Device(proxy.port);
      const number = device.publish("early", "bird");
      expect(catnap.state(device.mqtt)).toBe(Link.Opening);
      await device.told(`ack ${number}`);
      await expect.poll(() => peer.log, DEADLINE).toEqual(["early q1 bird"]);
      expect(published(proxy)).toEqual(["1 bird"]);
    });

    test("topic and payload are UTF-8, and bytes stay bytes", async () => {
      const peer = await startPeer(broker.port);
      const bytes: Buffer[] = [];
      peer.mqtt.on("message", (_topic, payload) => bytes.push(payload));
      await peer.mqtt.subscribeAsync("müsli/+", { qos: 1 });
      const device = await new Device(broker.port).up();
      device.publish("müsli/käse 🧀", "Grüße 🌍");
      device.publish("müsli/bytes", new Uint8Array([0, 255, 128, 10]));
      device.publish("müsli/empty", "");
      await expect.poll(() => bytes.length, DEADLINE).toBe(3);
      expect(peer.log[0]).toBe("müsli/käse 🧀 q1 Grüße 🌍");
      expect(bytes.map(hex).slice(1)).toEqual(["00ff800a", ""]);
    });

    test("a streamed message of 700 bytes passes through a tx buffer of 128", async () => {
      const text = Array.from({ length: 70 }, (_, at) => `${at + 100}6789,\n.`.padEnd(10, "-")).join("");
      const peer = await startPeer(broker.port);
      await peer.mqtt.subscribeAsync("discovery", { qos: 1 });
      const device = await new Device(broker.port, { txBytes: 128, outboxBytes: 64 }).up();
      const message: Message = {
        topic: "discovery",
        source: (offset, limit) => text.slice(offset, offset + limit),
        totalBytes: 700,
        qos: 1,
      };
      const number = catnap.publishMessage(device.mqtt, message);
      const next = device.publish("discovery", "and on");
      await device.told(`ack ${number}`);
      await device.told(`ack ${next}`);
      await expect.poll(() => peer.log, DEADLINE).toEqual([`discovery q1 ${text}`, "discovery q1 and on"]);
    });

    test("300 messages arrive in order, as fast as the outbox takes them", async () => {
      const peer = await startPeer(broker.port);
      await peer.mqtt.subscribeAsync("burst", { qos: 1 });
      const expected = Array.from({ length: 300 }, (_, at) => `burst q1 ${at}`);
      let next = 0;
      const more = (): void => {
        while (next < 300 && device.publish("burst", `${next}`) > 0) next += 1;
      };
      const device = new Device(broker.port, { onConnect: more, onAck: more });
      await expect.poll(() => peer.log.length, DEADLINE).toBe(300);
      expect(peer.log).toEqual(expected);
    });

    test("a retained message is there for who comes later, with the flag", async () => {
      const device = await new Device(broker.port).up();
      await device.subscribed("kept", 1);
      device.publish("kept", "first", 1, true);
      await device.told(message("kept", "q1", "first"));
      const late = await new Device(broker.port, { clientId: "late" }).up();
      await late.subscribed("kept", 1);
      await late.told(message("kept", "q1 retain", "first"));
      await late.told(`ack ${late.publish("kept", "", 1, true)}`);
    });
  });

  describe("messages in", () => {
    test("QoS 0 and QoS 1, empty, with UTF-8 in topic and payload", async () => {
      const peer = await startPeer(broker.port);
      const device = await new Device(broker.port).up();
      await device.subscribed("für/+", 1);
      await peer.mqtt.publishAsync("für/dich", "schön 🌷", { qos: 0 });
      await peer.mqtt.publishAsync("für/mich", Buffer.from([0, 255]), { qos: 1 });
      await peer.mqtt.publishAsync("für/uns", "", { qos: 1 });
      await device.told(message("für/dich", "q0", "schön 🌷"));
      await device.told(message("für/mich", "q1", new Uint8Array([0, 255])));
      await device.told(message("für/uns", "q1", ""));
    });

    test("10 KB come in pieces of at most rxBytes, in order, and are acknowledged", async () => {
      const sent = Buffer.from(Array.from({ length: 10240 }, (_, at) => (at * 7) % 251));
      const pieces: Buffer[] = [];
      const offsets: number[] = [];
      const proxy = await startProxy(broker.port);
      const peer = await startPeer(broker.port);
      const device = await new Device(proxy.port, {
        rxBytes: 256,
        onMessage: (_topic, piece, _qos, _retain, _dup, offset) => {
          offsets.push(offset);
          pieces.push(Buffer.from(piece));
        },
      }).up();
      await device.subscribed("large", 1);
      await peer.mqtt.publishAsync("large", sent, { qos: 1 });
      await expect.poll(() => Buffer.concat(pieces).length, DEADLINE).toBe(sent.length);
      expect(Buffer.concat(pieces).equals(sent)).toBe(true);
      expect(Math.max(...pieces.map((piece) => piece.length))).toBe(256);
      expect(offsets).toEqual(Array.from({ length: 40 }, (_, at) => at * 256));
      await expect.poll(() => proxy.packets.at(-1)?.cmd, DEADLINE).toBe("puback");
    });

    test("a filter with a handler of its own takes its messages; `sport/#` is told of `sport`", async () => {
      const peer = await startPeer(broker.port);
      const device = await new Device(broker.port).up();
      const own: string[] = [];
      await device.subscribed("sport/#", 1, (topic) => void own.push(topic));
      await device.subscribed("+/tennis", 1);
      for (const topic of ["sport", "sport/a/b", "lawn/tennis"])
        await peer.mqtt.publishAsync(topic, "x", { qos: 1 });
      await device.told(message("lawn/tennis", "q1", "x"));
      expect(own).toEqual(["sport", "sport/a/b"]);
    });

    test("`#` is not told of `$SYS`, which `$SYS/#` is", async () => {
      const all: string[] = [];
      const system: string[] = [];
      const device = await new Device(broker.port).up();
      await device.subscribed("#", 0, (topic) => void all.push(topic));
      await device.subscribed("$SYS/#", 0, (topic) => void system.push(topic));
      await expect.poll(() => system.length, DEADLINE).toBeGreaterThan(0);
      device.publish("plain", "x", 0);
      await expect.poll(() => all, DEADLINE).toContain("plain");
      expect(all.filter((topic) => topic.startsWith("$"))).toEqual([]);
      expect(system.filter((topic) => !topic.startsWith("$SYS/"))).toEqual([]);
    });

    test("nothing more comes after unsubscribe", async () => {
      const peer = await startPeer(broker.port);
      const device = await new Device(broker.port).up();
      await device.subscribed("on", 1);
      await device.subscribed("on/still", 1);
      expect(catnap.unsubscribe(device.mqtt, "on")).toBe(Status.Ok);
      await device.told("subscribed on -1");
      await peer.mqtt.publishAsync("on", "no", { qos: 1 });
      await peer.mqtt.publishAsync("on/still", "yes", { qos: 1 });
      await device.told(message("on/still", "q1", "yes"));
      expect(device.log).not.toContainEqual(message("on", "q1", "no"));
    });
  });

  describe("a connection that breaks", () => {
    test("with cleanSession false commands that waited arrive, and what was in flight goes again with DUP", async () => {
      const proxy = await startProxy(broker.port);
      const peer = await startPeer(broker.port);
      await peer.mqtt.subscribeAsync("reading", { qos: 1 });
      const session = { clientId: "keeps", cleanSession: false };
      const device = await new Device(proxy.port, session).up();
      await device.subscribed("command", 1);

      proxy.loses = Loses.Answers;
      const number = device.publish("reading", "r1");
      await expect.poll(() => peer.log, DEADLINE).toEqual(["reading q1 r1"]);
      proxy.isCut = true;
      proxy.drop();
      await device.told(`close ${Reason.Lost} ${Cause.Reset}`);
      await peer.mqtt.publishAsync("command", "open the valve", { qos: 1 });
      expect(device.log).not.toContain(`ack ${number}`);

      proxy.loses = Loses.Nothing;
      proxy.isCut = false;
      await device.told("connect present");
      await device.told(`ack ${number}`);
      await device.told(message("command", "q1", "open the valve"));
      expect(published(proxy)).toEqual(["2 r1", "2 dup r1"]);
      expect(proxy.packets.filter((packet) => packet.cmd === "subscribe")).toHaveLength(1);
      // Who listens may hear it twice: QoS 1 is at least once.
      await expect.poll(() => peer.log.length, DEADLINE).toBe(2);
    });

    test("with cleanSession true it subscribes again, and what was in flight is a new message", async () => {
      const proxy = await startProxy(broker.port);
      const peer = await startPeer(broker.port);
      const device = await new Device(proxy.port, { clientId: "forgets" }).up();
      await device.subscribed("again", 1);
      proxy.loses = Loses.Answers;
      const number = device.publish("news", "n1");
      await expect.poll(() => published(proxy), DEADLINE).toEqual(["2 n1"]);
      proxy.loses = Loses.Nothing;
      proxy.drop();
      await device.told(`ack ${number}`);
      expect(published(proxy)).toEqual(["2 n1", expect.not.stringContaining("dup")]);
      await expect
        .poll(() => device.log.filter((line) => line === "subscribed again 1").length, DEADLINE)
        .toBe(2);
      await peer.mqtt.publishAsync("again", "here", { qos: 1 });
      await device.told(message("again", "q1", "here"));
      expect(catnap.counters(device.mqtt).connects).toBe(2);
    });

    test("a broker that went away is tried again until it is back, and nothing is lost", async () => {
      const port = await freePort();
      const first = await start({ port });
      const device = await new Device(port, { clientId: "patient" }).up();
      await first.stop();
      await device.told(`close ${Reason.Lost} ${Cause.Unreachable}`);
      const numbers = ["a", "b", "c"].map((payload) => device.publish("patience", payload));
      const second = await start({ port });
      open.unshift(() => second.stop());
      for (const number of numbers) await device.told(`ack ${number}`);
      expect(device.log.filter((line) => line.startsWith("ack"))).toEqual(
        numbers.map((number) => `ack ${number}`),
      );
    });

    test("a half-open connection is noticed by the missing answer within answerS, and replaced", async () => {
      const proxy = await startProxy(broker.port);
      const device = await new Device(proxy.port, { answerS: 1 }).up();
      proxy.loses = Loses.All;
      const startedMs = performance.now();
      const number = device.publish("into/nothing", "echo?");
      await device.told(`close ${Reason.Silent} 0`);
      expect(performance.now() - startedMs).toBeGreaterThanOrEqual(990);
      proxy.drop();
      proxy.loses = Loses.Nothing;
      await device.told(`ack ${number}`);
      expect(catnap.state(device.mqtt)).toBe(Link.Up);
    });
  });

  describe("the end", () => {
    const will = { topic: "will/of/device", payload: "gone 🍂", qos: 1, retain: false };

    test("the will is delivered when the connection breaks off", async () => {
      const proxy = await startProxy(broker.port);
      const peer = await startPeer(broker.port);
      await peer.mqtt.subscribeAsync("will/#", { qos: 1 });
      await new Device(proxy.port, { will }).up();
      proxy.isCut = true;
      proxy.drop();
      await expect.poll(() => peer.log, DEADLINE).toEqual(["will/of/device q1 gone 🍂"]);
    });

    test("disconnect says DISCONNECT and leaves no will", async () => {
      const proxy = await startProxy(broker.port);
      const peer = await startPeer(broker.port);
      await peer.mqtt.subscribeAsync("will/#", { qos: 1 });
      const device = await new Device(proxy.port, { will }).up();
      expect(catnap.disconnect(device.mqtt)).toBe(Status.Ok);
      await device.told(`close ${Reason.Asked} 0`);
      expect(catnap.state(device.mqtt)).toBe(Link.Down);
      await expect.poll(() => proxy.count, DEADLINE).toBe(0);
      expect(proxy.packets.at(-1)?.cmd).toBe("disconnect");
      // A will would have been published when the broker read DISCONNECT, before this marker.
      await peer.mqtt.publishAsync("will/now", "marker", { qos: 1 });
      await expect.poll(() => peer.log.length, DEADLINE).toBeGreaterThan(0);
      expect(peer.log).toEqual(["will/now q1 marker"]);
    });
  });

  describe("who may connect", () => {
    const login = { userName: "käthe", password: "geheim ü" };

    test(`a wrong password is reported as Refused with code ${refusedCode}, the right one lets in`, async () => {
      const guarded = await start({ login });
      open.unshift(() => guarded.stop());
      const wrong = new Device(guarded.port, { userName: "käthe", password: "geraten" });
      const right = new Device(guarded.port, { ...login, clientId: "right" });
      const nobody = new Device(guarded.port, { clientId: "nobody" });
      await wrong.told(`close ${Reason.Refused} ${refusedCode}`);
      await nobody.told(`close ${Reason.Refused} ${refusedCode}`);
      await right.up();
      expect(catnap.state(wrong.mqtt)).not.toBe(Link.Up);
    });

    test("two clients with ids of Catnap's choice do not take each other's place", async () => {
      const proxy = await startProxy(broker.port);
      const one = await new Device(proxy.port).up();
      const other = await new Device(proxy.port).up();
      await other.told(`ack ${other.publish("peace", "2")}`);
      await one.told(`ack ${one.publish("peace", "1")}`);
      expect([...one.log, ...other.log].filter((line) => line.startsWith("close"))).toEqual([]);
      expect(
        new Set(proxy.packets.flatMap((packet) => (packet.cmd === "connect" ? [packet.clientId] : []))).size,
      ).toBe(2);
    });
  });
}
