/*
 * What a scenario between an engine's client and a broker works with: clients, an independent MQTT.js peer, a network
 * that can be broken, another broker that wants a password.
 */
import { connectAsync } from "mqtt";
import type { IClientOptions, MqttClient as Mqttjs } from "mqtt";
import type { ConnectOptions } from "../../src/runtimes/face.ts";
import type { Broker, StartBroker } from "../support/brokers.ts";
import { EngineClient } from "../support/engine-client.ts";
import type { Engine } from "../support/engine-client.ts";
import { Proxy } from "../support/proxy.ts";

export interface Peer {
  mqtt: Mqttjs;
  /** The messages that it got: "topic q1 payload". */
  log: string[];
}

/** What a scenario works with; everything is stopped after it, the last first. */
export class Setting {
  private readonly open: (() => unknown)[] = [];

  constructor(
    readonly engine: Engine,
    readonly start: StartBroker,
    /** CONNACK for a wrong password. */
    readonly refusedCode: number,
    readonly port: number,
    /** Begins the topics and is the client id. */
    readonly name: string,
  ) {}

  async client(options: Partial<ConnectOptions> = {}): Promise<EngineClient> {
    // Back at once after a loss, and in good time after a refusal.
    const quick = { retryFirstS: 0.05, retryCapS: 0.2, clientId: this.name };
    const given = { host: "127.0.0.1", port: this.port, ...quick, ...options };
    const client = await EngineClient.connect(this.engine, given);
    this.open.push(() => client.stop());
    return client;
  }

  /** @param filter  what it is subscribed to */
  async peer(filter?: string, options: IClientOptions = {}): Promise<Peer> {
    const address = { host: "127.0.0.1", port: this.port, protocol: "mqtt", reconnectPeriod: 0 } as const;
    const mqtt = await connectAsync({ ...address, ...options });
    this.open.push(() => mqtt.endAsync(true));
    const log: string[] = [];
    mqtt.on("message", (topic, payload, { qos }) => log.push(`${topic} q${qos} ${payload.toString()}`));
    if (filter !== undefined) await mqtt.subscribeAsync(filter, { qos: 1 });
    return { mqtt, log };
  }

  async proxy(): Promise<Proxy> {
    const proxy = await Proxy.start(this.port);
    this.open.push(() => proxy.stop());
    return proxy;
  }

  /** Another broker, with a door. */
  async guarded(login: { userName: string; password: string }): Promise<Broker> {
    const broker = await this.start({ login });
    this.open.push(() => broker.stop());
    return broker;
  }

  /** Stop all that the scenario began, also when it fails. */
  async run(scenario: (setting: Setting) => Promise<void>): Promise<void> {
    try {
      await scenario(this);
    } finally {
      while (this.open.length > 0) await this.open.pop()?.();
    }
  }
}

/** What is tried, as a sentence, and how. */
export type Scenario = [string, (setting: Setting) => Promise<void>];

/** What of a kind went from the client to the broker. */
export function sentTo(proxy: Proxy, kind: string): string[] {
  return proxy.packets.flatMap((packet) => {
    if (packet.cmd !== kind) return [];
    return packet.cmd === "publish"
      ? [`${packet.dup ? "dup " : ""}${packet.payload.toString()}`]
      : [packet.cmd];
  });
}
