/*
 * Whether what a caller gives can work: options, and each message. Reached as #check: a station is checked before it
 * is built (station/check.ts), and its build puts without/check.ts in place of this.
 * Source: MQTT 3.1.1, sections 3.1.2.9 (password), 3.1.3.1 (client id), 3.3 (PUBLISH).
 */
import { chunkBytes, limitOf, payloadBytes } from "#bytes";
import type { Chunk } from "#bytes";
import { connectLength, filterLength, Packet, packetBytes, publishLength, Wire } from "#protocol";
import { hasQos } from "#qos1";
import { totalBytesOf } from "#stream";
import type { ClientOptions, Will } from "./options.ts";
import { Most } from "./options.ts";
import type { Message } from "./publish.ts";
import type { Client } from "./state.ts";
import { Status } from "./status.ts";
import { isTopicChunk, isTopicFilter, isTopicName } from "./topic.ts";

export { isTopicChunk } from "./topic.ts";

export const enum Least {
  /** The longest PINGREQ, PUBACK or DISCONNECT, and room for the shortest SUBSCRIBE. */
  TxBytes = 16,
  /** What must be gathered before it can be read: a length, an id, a CONNACK. */
  RxBytes = 8,
}

/** The smallest txBytes that holds this CONNECT. */
export function leastTxBytes(options: ClientOptions, clientId: string): number {
  const bytes = packetBytes(connectLength(options, clientId));
  return bytes > Least.TxBytes ? bytes : Least.TxBytes;
}

/**
 * Whether a client can work with these options.
 *
 * @returns  Status.Ok; Status.Invalid for what MQTT forbids, or tables of no entry; Status.Unsupported for a will with QoS 2;
 *           Status.TooLarge when CONNECT passes the limits
 */
export function checkOptions(options: ClientOptions, clientId: string): Status {
  const status = checkIdentity(options, clientId);
  if (status < 0) return status;
  if (!isPatience(options) || !isBetween(options.ttlS, 0, Most.TtlS)) return Status.Invalid;
  // A larger one could be where the sequence of retry.ts stands still.
  if (!isBetween(options.seed, 0, Most.Seed)) return Status.Invalid;
  if (options.outboxEntries === 0 || options.pubacks === 0) return Status.Invalid;
  const isTooSmall =
    (options.txBytes ?? 256) < leastTxBytes(options, clientId) || (options.rxBytes ?? 256) < Least.RxBytes;
  return isTooSmall ? Status.TooLarge : Status.Ok;
}

function isPatience(options: ClientOptions): boolean {
  return (
    isPositive(options.connackS, Most.PatienceS) &&
    isPositive(options.answerS, Most.PatienceS) &&
    isPositive(options.proofS, Most.PatienceS) &&
    isPositive(options.retryCapS, Most.RetryS) &&
    isPositive(options.retryFirstS, options.retryCapS ?? 300)
  );
}

function isPositive(value: number | undefined, most: number): boolean {
  return value !== 0 && isBetween(value, 0, most);
}

/** Whether a value lies between these, or is left to its default. */
function isBetween(value: number | undefined, least: number, most: number): boolean {
  return value === undefined || (value >= least && value <= most);
}

function checkIdentity(options: ClientOptions, clientId: string): Status {
  const password = options.password;
  if (!isField(clientId) || !isBetween(options.keepAliveS, 0, 65535)) return Status.Invalid;
  // Without an id the broker could not find our session again, 3.1.3.1.
  if (clientId === "" && options.cleanSession === false) return Status.Invalid;
  if (options.userName !== undefined && !isField(options.userName)) return Status.Invalid;
  // A password needs a user name, 3.1.2.9.
  if (password !== undefined && (options.userName === undefined || !(payloadBytes(password) <= Wire.MaxText)))
    return Status.Invalid;
  return options.will === undefined ? Status.Ok : checkWill(options.will);
}

function isField(text: string): boolean {
  return text.indexOf("\0") < 0 && payloadBytes(text) <= Wire.MaxText;
}

function checkWill(will: Will): Status {
  if (!isTopicName(will.topic) || !(payloadBytes(will.payload) <= Wire.MaxText)) return Status.Invalid;
  if (will.qos === 2) return Status.Unsupported;
  return will.qos === 0 || will.qos === 1 ? Status.Ok : Status.Invalid;
}

/** Whether a message is one; Status.TooLarge when it would not even fit an empty outbox. */
export function checkMessage(client: Client, message: Message): Status {
  const topic = message.topic;
  if (!hasQos(message.qos)) return Status.Unsupported;
  if (message.qos !== 0 && message.qos !== 1) return Status.Invalid;
  if (!isBetween(message.ttlS, 0, Most.TtlS)) return Status.Invalid;
  const bytes = payloadBytes(message.payload ?? "");
  // Without types a payload can be anything, and its length then no number.
  if (!(bytes >= 0)) return Status.Invalid;
  const limitBytes = client.options.outboxBytes ?? 1024;
  // A feed's topic is written when it is sent, and was checked with its station.
  if (typeof topic === "number") {
    if (client.options.feeds === undefined) return Status.Invalid;
    return bytes > limitBytes ? Status.TooLarge : Status.Ok;
  }
  if (!isTopic(topic)) return Status.Invalid;
  const status = checkSize(client, message, payloadBytes(topic), bytes);
  return status === Status.Ok && bytes + payloadBytes(topic) > limitBytes ? Status.TooLarge : status;
}

/** Whether a filter can be subscribed to; Status.TooLarge when its SUBSCRIBE does not fit into one frame. */
export function checkFilter(client: Client, filter: string, qos: number): Status {
  if (qos === 2) return Status.Unsupported;
  if (!isTopicFilter(filter) || (qos !== 0 && qos !== 1)) return Status.Invalid;
  const bytes = packetBytes(filterLength(Packet.Subscribe, filter));
  return bytes > limitOf(client.tx) ? Status.TooLarge : Status.Ok;
}

/** Whether checkMessage would take a QoS 0 message with this topic that is no longer than Wire.ShortLength. */
export function isSendable(client: Client, topic: string | Chunk): boolean {
  return client.outbox.limitBytes >= Wire.ShortLength && isTopic(topic);
}

function isTopic(topic: string | Chunk): boolean {
  if (typeof topic === "string") return isTopicName(topic);
  const bytes = chunkBytes(topic);
  return bytes > 0 && bytes <= Wire.MaxText && isTopicChunk(topic, 0, bytes);
}

/** The head of a PUBLISH must fit into one frame; its payload may take several. */
function checkSize(client: Client, message: Message, topicBytes: number, ownBytes: number): Status {
  const totalBytes = totalBytesOf(message, ownBytes);
  if (totalBytes < 0) return totalBytes;
  const length = publishLength(topicBytes, message.qos, totalBytes);
  if (length > Wire.MaxRemaining) return Status.TooLarge;
  return packetBytes(length) - totalBytes > limitOf(client.tx) ? Status.TooLarge : Status.Ok;
}
