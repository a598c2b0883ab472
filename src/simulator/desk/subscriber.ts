/*
 * An independent pair of eyes: MQTT.js, which shares no code with the client, tells what the broker hands out.
 */
import mqtt from "mqtt";
import type { BrokerAddress } from "../address.ts";

export interface Subscriber {
  /** Resolves once subscribed. Never rejects: a broker that is not there is tried again and again. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** Tell of every message on these topics, whenever the broker can be reached, and whether it had kept it from before. */
export function subscribeTo(
  address: BrokerAddress,
  topics: string[],
  onMessage: (topic: string, payload: Buffer, isKept: boolean) => void,
): Subscriber {
  const client = mqtt.connect({
    protocol: address.isSecure ? "mqtts" : "mqtt",
    host: address.host,
    port: address.port,
    ...(address.userName !== undefined && { username: address.userName }),
    ...(address.password !== undefined && { password: address.password }),
    clientId: `catnap-eyes-${process.pid}`,
    reconnectPeriod: 500,
  });
  // The station says what is wrong with the broker; twice would be once too often.
  client.on("error", () => {});
  client.on("message", (topic, payload, packet) => onMessage(topic, payload, packet.retain));
  const ready = new Promise<void>((resolve) => {
    client.on("connect", () => client.subscribe(topics, { qos: 1 }, () => resolve()));
  });
  return { ready, stop: () => client.endAsync(!client.connected) };
}
