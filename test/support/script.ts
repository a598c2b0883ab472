/*
 * Conversations of clients with a broker, as data: what a client sends in one write, and what it hears. Any broker that
 * keeps to the standard plays them with the same outcome, but for its quirks.
 * Ids of the broker's own messages are counted from 1 for each client, as brokers begin where they like.
 */
import type { Packet } from "mqtt-packet";
import type { PresetName } from "../../src/simulator/broker/presets.ts";
import type { Quirks } from "../../src/simulator/broker/quirks.ts";
import { connectPacket, publishPacket, subscribePacket } from "./sim-client.ts";

interface Unless {
  quirk: Partial<Quirks>;
  hears: string[];
  ends?: boolean;
}

export interface Step {
  /** A client of the script; it opens a connection to send when it has none. */
  who: string;
  /** Goes out in one write. */
  sends?: (Packet | Uint8Array)[];
  /** Its connection is cut without DISCONNECT. */
  isCut?: boolean;
  /** All that it hears until its next step, in this order. */
  hears?: string[];
  /** Other lines where a broker has this quirk; the first that it has counts. */
  unless?: Unless | Unless[];
  /** The client ends its side of the connection with the write. */
  isFinished?: boolean;
  /** Afterwards the broker has closed. */
  ends?: boolean;
}

export interface Script {
  name: string;
  steps: Step[];
  /** The broker wants this user name and password. */
  login?: { userName: string; password: string };
  /** Brokers that are known to do something else, which no option of ours imitates. */
  unlike?: Partial<Record<PresetName, string>> | undefined;
}

export const PING: Packet = { cmd: "pingreq" };
export const BYE: Packet = { cmd: "disconnect" };

export function hex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

/** CONNECT with clean session 0. */
export function kept(clientId: string): Packet {
  return connectPacket(clientId, { clean: false });
}

export function withWill(clientId: string, keepalive = 0): Packet {
  return connectPacket(clientId, {
    keepalive,
    will: { topic: "w", payload: Buffer.from("lost"), qos: 1, retain: false },
  });
}

export function qos2(payload: string, messageId: number, dup = false): Packet {
  return { cmd: "publish", topic: "t", payload, qos: 2, messageId, dup, retain: false };
}

export function retained(topic: string, payload: string): Packet {
  return { cmd: "publish", topic, payload, qos: 0, retain: true, dup: false };
}

/** PUBACK, PUBREC, PUBREL or PUBCOMP. */
export function answer(cmd: "puback" | "pubrec" | "pubrel" | "pubcomp", messageId: number): Packet {
  return { cmd, messageId };
}

/** (2, 4) is 2, 3, 4. */
export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** Messages with QoS 1 whose payload and id are these numbers. */
export function published(from: number, to: number): Packet[] {
  return numbers(from, to).map((n) => publishPacket("t", String(n), n));
}

/** What is heard of them. */
export function heard(from: number, to: number): string[] {
  return numbers(from, to).map((n) => `publish t q1 #${n} ${n}`);
}

export function pubacks(from: number, to: number): string[] {
  return numbers(from, to).map((n) => `puback #${n}`);
}

/** A client with a kept session and a subscription to "t" goes away. */
export const AWAY: Step[] = [
  { who: "a", sends: [kept("a"), subscribePacket(1, "t", 1)], hears: ["connack 0", "suback #1 1"] },
  { who: "a", sends: [BYE], ends: true },
];

/** A client listens to all topics. */
export const LISTENER: Step = {
  who: "l",
  sends: [connectPacket("l"), subscribePacket(1, "#", 2)],
  hears: ["connack 0", "suback #1 2"],
};
