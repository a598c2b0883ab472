/*
 * A client of the simulated broker without a network: what it sends is there at once, what comes back is kept.
 */
import { generate } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import type { Connection, Peer } from "../../src/simulator/network/network.ts";
import { SimBroker } from "../../src/simulator/broker/sim-broker.ts";
import type { Quirks } from "../../src/simulator/broker/quirks.ts";
import { World } from "../../src/simulator/world/world.ts";
import { brokerWords } from "./broker-words.ts";

export class SimClient implements Connection {
  isOpen = true;
  isReset = false;
  /** What the broker wrote, a call each. */
  writes: Uint8Array[] = [];
  private readonly peer: Peer;

  constructor(broker: SimBroker, from = "10.0.0.2") {
    this.peer = broker.accept(this, from);
  }

  write(bytes: Uint8Array): void {
    if (!this.isOpen) throw new Error("the broker wrote after it had closed");
    this.writes.push(bytes.slice());
  }

  close(): void {
    this.isOpen = false;
  }

  reset(): void {
    this.isOpen = false;
    this.isReset = true;
  }

  /** All in one segment. */
  send(...packets: (Packet | Uint8Array)[]): void {
    const parts = packets.map((each) => (each instanceof Uint8Array ? each : generate(each)));
    this.peer.received(Buffer.concat(parts));
  }

  /** Everything that the broker wrote is acknowledged. */
  acknowledge(): void {
    this.peer.sent();
  }

  /** Nothing more will be sent. */
  finish(): void {
    if (this.isOpen) this.peer.closed("ended");
    this.isOpen = false;
  }

  lose(): void {
    this.isOpen = false;
    this.peer.closed("reset");
  }

  /** What has come since the last call, a line for each packet. */
  heard(): string[] {
    const bytes = Buffer.concat(this.writes);
    this.writes = [];
    return brokerWords(bytes);
  }
}

export interface Setting {
  world: World;
  broker: SimBroker;
  /** The trace, a line each. */
  lines: string[];
}

export function setting(quirks: Partial<Quirks> = {}): Setting {
  const lines: string[] = [];
  const world = new World({ seed: 1, hear: ({ text }) => lines.push(text) });
  return { world, broker: new SimBroker(world, quirks), lines };
}

/** CONNECT, as tests send it. */
export function connectPacket(clientId: string, more: Partial<Packet & { cmd: "connect" }> = {}): Packet {
  return {
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 0,
    ...more,
  };
}

export function publishPacket(topic: string, payload: string, id = 0, isDup = false): Packet {
  const head = { cmd: "publish", topic, payload, retain: false, dup: isDup } as const;
  return id === 0 ? { ...head, qos: 0 } : { ...head, qos: 1, messageId: id };
}

export function subscribePacket(id: number, topic: string, qos: 0 | 1 | 2): Packet {
  return { cmd: "subscribe", messageId: id, subscriptions: [{ topic, qos }] };
}
