/*
 * What must hold between the built library in a runtime's engine and any broker, over real TCP on 127.0.0.1. MQTT.js
 * is the independent other side. All run at once against one broker: each has its own topics and client id.
 * Not here: what only the desktop build can be asked for (scenarios.ts).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cause, Reason } from "../../src/client/status.ts";
import { findMosquitto, freePort, startAedes, startMosquitto } from "../support/brokers.ts";
import type { Broker, StartBroker } from "../support/brokers.ts";
import { BUILD_LIMIT_MS, messageLine, until } from "../support/engine-client.ts";
import type { Engine } from "../support/engine-client.ts";
import { notRun } from "../support/not-run.ts";
import { Loses } from "../support/proxy.ts";
import { sentTo, Setting } from "./setting.ts";
import type { Scenario } from "./setting.ts";
import { WHOLE_SCENARIOS } from "./whole-scenarios.ts";

const SCENARIOS: Scenario[] = [
  [
    "connects under its id, and parts without leaving its will",
    async (setting) => {
      const { name } = setting;
      const proxy = await setting.proxy();
      const peer = await setting.peer(`${name}/#`);
      const will = { topic: `${name}/will`, payload: "gone", qos: 1, retain: false };
      const client = await setting.client({ port: proxy.port, will });
      await client.told("connect absent");
      expect(proxy.packets[0]).toMatchObject({ cmd: "connect", clientId: name, clean: true });
      await client.disconnect();
      await until(() => expect(sentTo(proxy, "disconnect")).toHaveLength(1));
      await until(() => expect(proxy.count).toBe(0));
      // A will would have been published before this.
      await peer.mqtt.publishAsync(`${name}/now`, "marker", { qos: 1 });
      await until(() => expect(peer.log.length).toBeGreaterThan(0));
      expect(peer.log).toEqual([`${name}/now q1 marker`]);
    },
  ],
  [
    "publishes with QoS 0 and 1, and is acknowledged by number",
    async (setting) => {
      const peer = await setting.peer(`${setting.name}/#`);
      const client = await setting.client();
      await client.told("connect absent");
      expect(await client.publish(`${setting.name}/a`, "zero", 0)).toBe(0);
      const number = await client.publish(`${setting.name}/b`, "one", 1);
      expect(number).toBeGreaterThan(0);
      await client.told(`ack ${number}`);
      const wanted = [`${setting.name}/a q0 zero`, `${setting.name}/b q1 one`];
      await until(() => expect(peer.log).toEqual(wanted));
    },
  ],
  [
    "receives with QoS 0 and 1, and acknowledges QoS 1 alone",
    async (setting) => {
      const topic = `${setting.name}/in`;
      const proxy = await setting.proxy();
      const peer = await setting.peer();
      const client = await setting.client({ port: proxy.port });
      await client.subscribe(topic, 1);
      await peer.mqtt.publishAsync(topic, "zero", { qos: 0 });
      await peer.mqtt.publishAsync(topic, "one", { qos: 1 });
      await peer.mqtt.publishAsync(topic, "", { qos: 1 });
      for (const [qos, payload] of [
        [0, "zero"],
        [1, "one"],
        [1, ""],
      ] as const)
        await client.told(messageLine(topic, qos, payload));
      await until(() => expect(sentTo(proxy, "puback")).toHaveLength(2));
    },
  ],
  [
    "says that a broker refuses it, and that nobody listens",
    async (setting) => {
      const { name, refusedCode } = setting;
      const login = { userName: "käthe", password: "geheim ü" };
      const guarded = await setting.guarded(login);
      const peer = await setting.peer(`${name}/#`, {
        port: guarded.port,
        username: login.userName,
        password: login.password,
      });
      const wrong = await setting.client({ port: guarded.port, userName: "käthe", password: "geraten" });
      await wrong.publish(`${name}/secret`, "must not get in", 1);
      await wrong.told(`close ${Reason.Refused} ${refusedCode}`);
      const right = await setting.client({ port: guarded.port, clientId: `${name}-right`, ...login });
      await right.publish(`${name}/open`, "may get in", 1);
      await until(() => expect(peer.log).toEqual([`${name}/open q1 may get in`]));
      const alone = await setting.client({ port: await freePort() });
      await alone.told(`close ${Reason.Lost} ${Cause.Unreachable}`);
    },
  ],
  [
    "notices soon that the connection is half open, and sends again over a new one",
    async (setting) => {
      const proxy = await setting.proxy();
      const peer = await setting.peer(`${setting.name}/#`);
      const client = await setting.client({ port: proxy.port, answerS: 2, keepAliveS: 4 });
      await client.told("connect absent");
      proxy.loses = Loses.All;
      const number = await client.publish(`${setting.name}/far`, "echo?", 1);
      await client.told(`close ${Reason.Silent} 0`);
      expect(peer.log).toEqual([]);
      proxy.drop();
      proxy.loses = Loses.Nothing;
      await client.told(`ack ${number}`);
      await until(() => expect(peer.log).toEqual([`${setting.name}/far q1 echo?`]));
    },
  ],
  [
    "comes back to its session after a drop: what was in flight goes again with DUP, what waited arrives",
    async (setting) => {
      const { name } = setting;
      const proxy = await setting.proxy();
      const peer = await setting.peer(`${name}/out`);
      const client = await setting.client({ port: proxy.port, cleanSession: false });
      await client.subscribe(`${name}/in`, 1);
      proxy.loses = Loses.Answers;
      const number = await client.publish(`${name}/out`, "r1", 1);
      await until(() => expect(peer.log).toEqual([`${name}/out q1 r1`]));
      proxy.isCut = true;
      proxy.drop();
      await until(() => expect(client.log.some((line) => line.startsWith("close "))).toBe(true));
      await peer.mqtt.publishAsync(`${name}/in`, "open the valve", { qos: 1 });
      expect(client.log).not.toContain(`ack ${number}`);
      proxy.loses = Loses.Nothing;
      proxy.isCut = false;
      await client.told("connect present");
      await client.told(`ack ${number}`);
      await client.told(messageLine(`${name}/in`, 1, "open the valve"));
      expect(sentTo(proxy, "publish")).toEqual(["r1", "dup r1"]);
      // A small client asks again in each connection.
      expect(sentTo(proxy, "subscribe")).toHaveLength(setting.engine.isSmall === true ? 2 : 1);
      // Who listens may hear it twice: QoS 1 is at least once.
      await until(() => expect(peer.log.length).toBe(2));
    },
  ],
  [
    "carries UTF-8 in topics and payloads, and U+0000 in a payload, both ways",
    async (setting) => {
      const out = `${setting.name}/müsli/käse 🧀`;
      const inward = `${setting.name}/für 温`;
      const peer = await setting.peer(`${setting.name}/müsli/+`);
      const client = await setting.client();
      await client.subscribe(inward, 1);
      await client.told("connect absent");
      await client.publish(out, "Grüße\0🌍", 1);
      await until(() => expect(peer.log).toEqual([`${out} q1 Grüße\0🌍`]));
      await peer.mqtt.publishAsync(inward, "schön\0🌷", { qos: 1 });
      await client.told(messageLine(inward, 1, "schön\0🌷"));
    },
  ],
];

function against(brokerName: string, engine: Engine, start: StartBroker, refusedCode: number): void {
  describe.concurrent(
    `${engine.name}${engine.isSmall === true ? ", small," : ""} against ${brokerName}`,
    () => {
      let broker: Broker;
      beforeAll(async () => {
        await engine.build();
        broker = await start();
      }, BUILD_LIMIT_MS);
      afterAll(() => broker.stop());

      const scenarios = engine.isSmall === true ? SCENARIOS : [...SCENARIOS, ...WHOLE_SCENARIOS];
      for (const [at, [title, scenario]] of scenarios.entries())
        test(title, () => {
          const name = `${engine.name.split(" ")[0]}${at}`;
          return new Setting(engine, start, refusedCode, broker.port, name).run(scenario);
        });
    },
  );
}

/** Every scenario, against each broker that is here. */
export function engineScenarios(engine: Engine): void {
  against("aedes", engine, startAedes, 4);
  const mosquitto = findMosquitto();
  if (mosquitto === undefined) notRun("mosquitto not installed");
  else against("Mosquitto", engine, (options) => startMosquitto(mosquitto, options), 5);
}
