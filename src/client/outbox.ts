/*
 * The one table of messages that wait: for their first send, for their PUBACK, or to be sent again.
 * It stores messages, never packets: topic and payload in one run of bytes, and a few numbers; the packet is written
 * when it is sent. The table stands in the order of sending: what was sent in this connection, then what an earlier one
 * had sent, then the rest. Everything is made once; bytes are counted against one budget.
 * Not here: packets (protocol.ts), deciding what a new message may push out (policy.ts).
 */
import { forget, keep, makeNumbers, makeStore } from "#bytes";
import type { Numbers, Payload, Store } from "#bytes";
import { releaseSource } from "#stream";
import type { Sources } from "#stream";

/** The numbers of an entry. */
export const enum Field {
  /** 1 to 65535 while in flight, else 0. */
  Id = 0,
  /** Sum of EntryFlag. */
  Flags = 1,
  /** Bytes of the topic, with which the entry begins; for the readings of a feed -1 less its number. */
  Topic = 2,
  /** Bytes of the entry in the store. */
  Bytes = 3,
  /** What publish answered: 1 to 2^30 - 1, or 0 for QoS 0. */
  Number = 4,
  /** On the client's count of seconds; 0 for never. */
  ExpiresS = 5,
  Count = 6,
}

/** The lowest three bits are those of a PUBLISH. */
export const enum EntryFlag {
  Retain = 1,
  Qos1 = 2,
  /** What of the flags belongs into the packet. */
  PublishLimit = 8,
  Alarm = 8,
  /** One of these for each number of the slot where the entry's source stands. */
  Slot = 16,
}

export interface Outbox {
  /** Field.Count for each entry; the first `count` entries are in use. */
  numbers: Numbers;
  store: Store;
  count: number;
  /** Sent in this connection: PUBACK is missing, or, for QoS 0, CONNACK. */
  sentCount: number;
  /** Sent in this connection or an earlier one: nothing may be put before these. */
  triedCount: number;
  limit: number;
  limitBytes: number;
  usedBytes: number;
  sources: Sources;
}

export function makeOutbox(limit: number, limitBytes: number): Outbox {
  return {
    numbers: makeNumbers(limit * Field.Count),
    store: makeStore(limitBytes, limit),
    count: 0,
    sentCount: 0,
    triedCount: 0,
    limit,
    limitBytes,
    usedBytes: 0,
    sources: undefined,
  };
}

export function fieldAt(outbox: Outbox, at: number, field: Field): number {
  return outbox.numbers[at * Field.Count + field] as number;
}

export function setField(outbox: Outbox, at: number, field: Field, value: number): void {
  outbox.numbers[at * Field.Count + field] = value;
}

/** Whether the entry was sent with an id that the broker may know: never dropped, never replaced. */
export function isInFlight(outbox: Outbox, at: number): boolean {
  return at < outbox.sentCount || fieldAt(outbox, at, Field.Id) > 0;
}

export function qosAt(outbox: Outbox, at: number): number {
  return Math.floor(fieldAt(outbox, at, Field.Flags) / EntryFlag.Qos1) % 2;
}

/** Whether a message of this cost fits now. */
export function hasRoom(outbox: Outbox, costBytes: number): boolean {
  return outbox.count < outbox.limit && outbox.usedBytes + costBytes <= outbox.limitBytes;
}

/**
 * Copy a message into a new last entry. The caller has asked hasRoom.
 *
 * @param topicField  for Field.Topic
 * @param bytes       of topic and payload
 */
export function addEntry(
  outbox: Outbox,
  flags: number,
  topicField: number,
  topic: Payload,
  payload: Payload,
  bytes: number,
): void {
  const at = outbox.count;
  keep(outbox.store, topic, payload);
  outbox.count += 1;
  outbox.usedBytes += bytes;
  setField(outbox, at, Field.Id, 0);
  setField(outbox, at, Field.Flags, flags);
  setField(outbox, at, Field.Topic, topicField);
  setField(outbox, at, Field.Bytes, bytes);
  setField(outbox, at, Field.Number, 0);
  setField(outbox, at, Field.ExpiresS, 0);
}

/** Free the entry at this place; those behind it move up. */
export function removeEntry(outbox: Outbox, at: number): void {
  outbox.usedBytes -= fieldAt(outbox, at, Field.Bytes);
  releaseSource(outbox, at);
  forget(outbox.store, at);
  outbox.count -= 1;
  for (let to = at * Field.Count; to < outbox.count * Field.Count; to += 1)
    outbox.numbers[to] = outbox.numbers[to + Field.Count] as number;
  if (at < outbox.sentCount) outbox.sentCount -= 1;
  if (at < outbox.triedCount) outbox.triedCount -= 1;
}

/** The place of the entry in flight with this id, or -1. */
export function placeOfId(outbox: Outbox, packetId: number): number {
  for (let at = 0; at < outbox.count; at += 1) {
    if (fieldAt(outbox, at, Field.Id) === packetId) return at;
  }
  return -1;
}
