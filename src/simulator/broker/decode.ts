/*
 * What a client's packets say. Each field is judged by its bytes; npm's mqtt-packet, which is lenient in many of them,
 * is what the tests compare with.
 * Source: MQTT 3.1.1, chapter 3.
 */
import { Fields } from "./fields.ts";
import { kindName } from "./framing.ts";
import { checkFilter, checkTopic } from "./topics.ts";
import { Violation } from "./violation.ts";

export type Qos = 0 | 1 | 2;

export interface Message {
  topic: string;
  payload: Uint8Array;
  qos: Qos;
  isRetained: boolean;
}

export interface ConnectRequest {
  /** 4 for MQTT 3.1.1; for all others nothing else of the packet is known. */
  level: number;
  clientId: string;
  isClean: boolean;
  keepAliveS: number;
  will: Message | undefined;
  userName: string | undefined;
  password: Uint8Array | undefined;
}

export interface PublishRequest extends Message {
  isDup: boolean;
  /** 0 with QoS 0. */
  id: number;
}

function connectFlags(flags: number): {
  hasUserName: boolean;
  hasPassword: boolean;
  hasWill: boolean;
  willQos: Qos;
} {
  const name = "CONNECT";
  const hasWill = (flags & 4) !== 0;
  const willQos = (flags >> 3) & 3;
  const hasUserName = (flags & 128) !== 0;
  const hasPassword = (flags & 64) !== 0;
  if ((flags & 1) !== 0) throw new Violation(`${name} with its reserved flag set`, "3.1.2.3");
  if (willQos === 3) throw new Violation(`${name} with will QoS 3`, "3.1.2.6");
  if (!hasWill && willQos !== 0)
    throw new Violation(`${name} with will QoS ${willQos} but no will`, "3.1.2.6");
  if (!hasWill && (flags & 32) !== 0) throw new Violation(`${name} with will retain but no will`, "3.1.2.7");
  if (hasPassword && !hasUserName) throw new Violation(`${name} with a password but no user name`, "3.1.2.9");
  return { hasUserName, hasPassword, hasWill, willQos: willQos as Qos };
}

function ofOtherVersion(level: number): ConnectRequest {
  const unknown = { will: undefined, userName: undefined, password: undefined };
  return { level, clientId: "", isClean: true, keepAliveS: 0, ...unknown };
}

/** @throws Violation */
export function decodeConnect(body: Uint8Array): ConnectRequest {
  const fields = new Fields("CONNECT", body);
  const protocol = fields.text("protocol name");
  const level = fields.byte("protocol level");
  // MQTT 3.1 has another name, and level 3.
  if (protocol === "MQIsdp" && level === 3) return ofOtherVersion(level);
  if (protocol !== "MQTT") throw new Violation(`CONNECT with protocol name "${protocol}"`, "3.1.2.1");
  if (level !== 4) return ofOtherVersion(level);
  const flags = fields.byte("flags");
  const { hasUserName, hasPassword, hasWill, willQos } = connectFlags(flags);
  const keepAliveS = fields.u16("keep alive");
  const clientId = fields.text("client id");
  const will = hasWill ? decodeWill(fields, willQos, (flags & 32) !== 0) : undefined;
  const userName = hasUserName ? fields.text("user name") : undefined;
  const password = hasPassword ? fields.copy("password") : undefined;
  fields.end();
  return { level, clientId, isClean: (flags & 2) !== 0, keepAliveS, will, userName, password };
}

function decodeWill(fields: Fields, qos: Qos, isRetained: boolean): Message {
  const topic = fields.text("will topic");
  checkTopic("CONNECT", topic);
  return { topic, payload: fields.copy("will payload"), qos, isRetained };
}

/** @throws Violation */
export function decodePublish(flags: number, body: Uint8Array): PublishRequest {
  const qos = (flags >> 1) & 3;
  const isDup = (flags & 8) !== 0;
  if (qos === 3) throw new Violation("PUBLISH with QoS 3", "3.3.1.2");
  if (isDup && qos === 0) throw new Violation("PUBLISH with DUP 1 and QoS 0", "3.3.1.1");
  const fields = new Fields("PUBLISH", body);
  const topic = fields.text("topic");
  checkTopic("PUBLISH", topic);
  const id = qos === 0 ? 0 : fields.packetId();
  return {
    ...{ topic, payload: fields.rest(), qos: qos as Qos },
    ...{ isRetained: (flags & 1) !== 0, isDup, id },
  };
}

/** The packet id of PUBACK, PUBREC, PUBREL and PUBCOMP. @throws Violation */
export function decodeId(kind: number, body: Uint8Array): number {
  return new Fields(kindName(kind), body).packetId();
}

export interface Subscription {
  filter: string;
  qos: Qos;
}

/** @throws Violation */
export function decodeSubscribe(body: Uint8Array): { id: number; wanted: Subscription[] } {
  const fields = new Fields("SUBSCRIBE", body);
  const id = fields.packetId();
  const wanted: Subscription[] = [];
  while (!fields.isAtEnd) {
    const filter = fields.text("filter");
    checkFilter("SUBSCRIBE", filter);
    const options = fields.byte("requested QoS");
    if (options > 3) throw new Violation("SUBSCRIBE with reserved bits set beside a QoS", "3.8.3");
    if (options === 3) throw new Violation("SUBSCRIBE with QoS 3", "3.8.3");
    wanted.push({ filter, qos: options as Qos });
  }
  if (wanted.length === 0) throw new Violation("SUBSCRIBE without a filter", "3.8.3");
  return { id, wanted };
}

/** @throws Violation */
export function decodeUnsubscribe(body: Uint8Array): { id: number; filters: string[] } {
  const fields = new Fields("UNSUBSCRIBE", body);
  const id = fields.packetId();
  const filters: string[] = [];
  while (!fields.isAtEnd) {
    const filter = fields.text("filter");
    checkFilter("UNSUBSCRIBE", filter);
    filters.push(filter);
  }
  if (filters.length === 0) throw new Violation("UNSUBSCRIBE without a filter", "3.10.3");
  return { id, filters };
}
