/*
 * What waits in a small client: messages in the order of their sending, those of QoS 1 until their PUBACK.
 * Source: MQTT 3.1.1, sections 2.3.1 (ids), 3.4 (PUBACK), 4.4 (sent again).
 */
import {
  begin,
  forget,
  keep,
  keptBytes,
  keptChunk,
  limitOf,
  makeStore,
  payloadBytes,
  putPayload,
} from "#bytes";
import type { Chunk, Payload, Store } from "#bytes";
import { Packet, packetBytes, PublishFlag, publishLength, putPublish, putPublishHead } from "#protocol";
import { Link } from "../../client/link.ts";
import { Status } from "../../client/status.ts";
import { tell } from "./state.ts";
import type { SmallClient } from "./state.ts";

const enum Id {
  /** Those above are for subscriptions. */
  Last = 65000,
}

const enum Head {
  /** A head is the flags of PUBLISH, and one of these for each byte of the topic. */
  TopicByte = 4,
}

export interface Queue {
  store: Store;
  /** Two for each message: its head, and its packet id, which is also what onAck is told, or 0 for QoS 0. */
  numbers: number[];
  lastId: number;
  usedBytes: number;
  /** Sent in this connection, and sent in an earlier one of this session: the first ones. */
  sentCount: number;
  triedCount: number;
}

export function addQueue(mqtt: SmallClient): void {
  const options = mqtt.options;
  mqtt.tx = begin(options.txBytes ?? 256);
  mqtt.store = makeStore(options.outboxBytes ?? 1024, options.outboxEntries ?? 16);
  mqtt.numbers = [];
  mqtt.lastId = 0;
  mqtt.usedBytes = 0;
  mqtt.sentCount = 0;
  mqtt.triedCount = 0;
}

/**
 * Take a message.
 *
 * @returns  0 for QoS 0, the packet id for QoS 1, or with nothing changed: Status.Full, Status.TooLarge,
 *           Status.Unsupported (QoS), Status.Invalid (payload)
 */
export function addMessage(
  mqtt: SmallClient,
  topic: string | Chunk,
  payload: Payload,
  qos: number,
  retain: boolean,
): number {
  const flags = qos * PublishFlag.Qos1 + (retain ? PublishFlag.Retain : 0);
  const topicBytes = payloadBytes(topic);
  const ownBytes = payloadBytes(payload);
  const length = publishLength(topicBytes, qos, ownBytes);
  if (qos > 1) return Status.Unsupported;
  // Without types a payload can be anything, and its length then no number.
  if (!(ownBytes >= 0)) return Status.Invalid;
  if (packetBytes(length) > limitOf(mqtt.tx)) return Status.TooLarge;
  const isNext = qos === 0 && mqtt.link === Link.Up && !mqtt.isSending && mqtt.numbers.length === 0;
  if (isNext && putPublishHead(mqtt.tx, flags, topic, 0, ownBytes, ownBytes) === Status.Ok)
    return putPayload(mqtt.tx, payload);
  const isFull =
    mqtt.numbers.length >= (mqtt.options.outboxEntries ?? 16) * 2 ||
    mqtt.usedBytes + topicBytes + ownBytes > (mqtt.options.outboxBytes ?? 1024);
  if (isFull) return Status.Full;
  const packetId = qos === 0 ? 0 : nextId(mqtt);
  keep(mqtt.store, topic, payload);
  mqtt.usedBytes += topicBytes + ownBytes;
  mqtt.numbers.push(topicBytes * Head.TopicByte + flags);
  mqtt.numbers.push(packetId);
  return packetId;
}

/** The next id that no message has. */
function nextId(mqtt: SmallClient): number {
  do mqtt.lastId = (mqtt.lastId % Id.Last) + 1;
  while (placeOf(mqtt, mqtt.lastId) >= 0);
  return mqtt.lastId;
}

/** The place of the message with this id, or -1. */
function placeOf(mqtt: SmallClient, packetId: number): number {
  const numbers = mqtt.numbers;
  for (let at = 0; at * 2 < numbers.length; at += 1) {
    if (numbers[at * 2 + 1] === packetId) return at;
  }
  return -1;
}

function removeAt(mqtt: SmallClient, at: number): void {
  const numbers = mqtt.numbers;
  mqtt.usedBytes -= keptBytes(mqtt.store, at);
  forget(mqtt.store, at);
  for (let to = at * 2; to < numbers.length - 2; to += 1) numbers[to] = numbers[to + 2] as number;
  numbers.pop();
  numbers.pop();
  if (at < mqtt.sentCount) mqtt.sentCount -= 1;
  if (at < mqtt.triedCount) mqtt.triedCount -= 1;
}

/** Write as many messages as fit. */
export function putWaiting(mqtt: SmallClient): void {
  const store = mqtt.store;
  while (mqtt.sentCount * 2 < mqtt.numbers.length) {
    const at = mqtt.sentCount;
    const head = mqtt.numbers[at * 2] as number;
    const packetId = mqtt.numbers[at * 2 + 1] as number;
    const topicBytes = Math.floor(head / Head.TopicByte);
    const flags = (head % Head.TopicByte) + (at < mqtt.triedCount ? PublishFlag.Dup : 0);
    const topic = keptChunk(store, at, 0, topicBytes);
    const payload = keptChunk(store, at, topicBytes, keptBytes(store, at));
    if (putPublish(mqtt.tx, flags, topic, packetId, payload) < 0) return;
    if (packetId > 0) mqtt.sentCount += 1;
    else removeAt(mqtt, at);
  }
}

export function waitingCount(mqtt: SmallClient): number {
  return Math.floor(mqtt.numbers.length / 2);
}

/** Without a session what is sent again is a new publish, 4.4. */
export function queueUp(mqtt: SmallClient, isSessionPresent: boolean): void {
  if (!isSessionPresent) mqtt.triedCount = 0;
}

export function queueLost(mqtt: SmallClient): void {
  if (mqtt.triedCount < mqtt.sentCount) mqtt.triedCount = mqtt.sentCount;
  mqtt.sentCount = 0;
}

/** Whether a packet begins with this byte that acknowledges a message. */
export function isPuback(first: number): boolean {
  return first === Packet.Puback * 16;
}

/** An id that nobody has is passed over. */
export function takePuback(mqtt: SmallClient, packetId: number): void {
  const at = placeOf(mqtt, packetId);
  if (packetId === 0 || at < 0 || at >= mqtt.sentCount) return;
  removeAt(mqtt, at);
  tell(mqtt.options.onAck, packetId);
}
