/*
 * A broker's packets.
 */
import { generate } from "mqtt-packet";
import type { Message, Qos } from "./decode.ts";

/** SUBACK for a filter that the broker refuses. */
export const REFUSED = 128;
export type Granted = Qos | typeof REFUSED;

export function connack(returnCode: number, sessionPresent: boolean): Uint8Array {
  return generate({ cmd: "connack", returnCode, sessionPresent });
}

export function acknowledgement(cmd: "puback" | "pubrec" | "pubrel" | "pubcomp", id: number): Uint8Array {
  return generate({ cmd, messageId: id });
}

export function suback(id: number, granted: Granted[]): Uint8Array {
  return generate({ cmd: "suback", messageId: id, granted });
}

export function unsuback(id: number): Uint8Array {
  return generate({ cmd: "unsuback", messageId: id, granted: [] });
}

export function pingresp(): Uint8Array {
  return generate({ cmd: "pingresp" });
}

/** @param id  0 with QoS 0 */
export function publish(message: Message, id: number, isDup: boolean): Uint8Array {
  const { topic, payload, qos, isRetained } = message;
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  const head = { cmd: "publish", topic, qos, retain: isRetained, dup: isDup } as const;
  return generate(id === 0 ? { ...head, payload: bytes } : { ...head, payload: bytes, messageId: id });
}
