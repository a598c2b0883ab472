/*
 * The one table of messages that wait: for their first send, for their PUBACK, or to be sent again.
 * It stores messages, never packets: topic, payload and a few numbers; the packet is written when it is sent.
 * Entries in flight stand first, in the order in which they were sent, then the others in order of age. All are made
 * once; bytes are counted against one budget.
 * Not here: packets (protocol.ts), deciding what a new message may push out (publish.ts).
 */
import { forget, keep, makeStore, moved } from "#bytes";
import type { Kept, Payload, Store } from "#bytes";

/** Everything above Again is in flight: never dropped, never replaced. QoS 2 will need two more. */
export const enum EntryState {
  Free = 0,
  Queued = 1,
  /** Was sent in a session that is gone: a new publish with a new id, but still ahead of what was never sent. */
  Again = 2,
  /** Was sent in an earlier connection of this session: same id, DUP 1. */
  Resend = 3,
  /** Sent in this connection: PUBACK is missing, or, for QoS 0, CONNACK. */
  Sent = 4,
}

/** Gives the payload from offset on, at most limitBytes and at least one; must give the same when asked again. */
export type Source = (this: void, offset: number, limitBytes: number) => Payload;

export interface Entry {
  state: EntryState;
  /** What publish answered: 1 to 2^30 - 1, or 0 for QoS 0. */
  messageNumber: number;
  /** 1 to 65535 while in flight, else 0. */
  packetId: number;
  /** The caller's text, or the number of a feed. */
  topic: string | number;
  /** Where the payload is; undefined when a source gives it. */
  kept: Kept | undefined;
  /** Bytes in the store. */
  keptBytes: number;
  /** Bytes counted against the budget. */
  costBytes: number;
  source: Source | undefined;
  /** Length of a source's payload. */
  totalBytes: number;
  qos: number;
  retain: boolean;
  isAlarm: boolean;
  /** On the client's count of seconds; 0 for never. */
  expiresS: number;
}

export interface Outbox {
  /** The first `count` are in use. */
  entries: Entry[];
  count: number;
  store: Store;
  limitBytes: number;
  usedBytes: number;
}

function makeEntry(): Entry {
  return {
    state: EntryState.Free,
    messageNumber: 0,
    packetId: 0,
    topic: 0,
    kept: undefined,
    keptBytes: 0,
    costBytes: 0,
    source: undefined,
    totalBytes: 0,
    qos: 0,
    retain: false,
    isAlarm: false,
    expiresS: 0,
  };
}

export function makeOutbox(entryCount: number, limitBytes: number): Outbox {
  const entries: Entry[] = [];
  for (let at = 0; at < entryCount; at += 1) entries.push(makeEntry());
  return { entries, count: 0, store: makeStore(limitBytes), limitBytes, usedBytes: 0 };
}

/** Whether a message of this cost fits now. */
export function hasRoom(outbox: Outbox, costBytes: number): boolean {
  return outbox.count < outbox.entries.length && outbox.usedBytes + costBytes <= outbox.limitBytes;
}

/** Take the next free entry, as the newest, and copy the payload into it. The caller has asked hasRoom. */
export function addEntry(outbox: Outbox, payload: Payload, keptBytes: number, costBytes: number): Entry {
  const entry = outbox.entries[outbox.count] as Entry;
  outbox.count += 1;
  outbox.usedBytes += costBytes;
  entry.state = EntryState.Queued;
  entry.packetId = 0;
  entry.kept = keep(outbox.store, payload);
  entry.keptBytes = keptBytes;
  entry.costBytes = costBytes;
  return entry;
}

/** Free the entry at this place and close the gaps that it leaves. */
export function removeEntry(outbox: Outbox, at: number): void {
  const gone = outbox.entries[at] as Entry;
  forget(outbox.store, gone.kept as Kept, gone.keptBytes);
  for (let place = 0; place < outbox.count; place += 1) {
    const entry = outbox.entries[place] as Entry;
    entry.kept = moved(entry.kept as Kept, gone.kept as Kept, gone.keptBytes);
    if (place > at) outbox.entries[place - 1] = entry;
  }
  outbox.count -= 1;
  outbox.usedBytes -= gone.costBytes;
  outbox.entries[outbox.count] = gone;
  gone.state = EntryState.Free;
  // What the caller gave must not be kept alive by a free entry.
  gone.kept = undefined;
  gone.source = undefined;
  gone.topic = 0;
}

/** Put an entry behind those that were sent in this connection: should it be lost, that order is kept (4.6). */
export function moveToSent(outbox: Outbox, at: number): void {
  const entry = outbox.entries[at] as Entry;
  let place = at;
  while (place > 0 && (outbox.entries[place - 1] as Entry).state !== EntryState.Sent) {
    outbox.entries[place] = outbox.entries[place - 1] as Entry;
    place -= 1;
  }
  outbox.entries[place] = entry;
  entry.state = EntryState.Sent;
}

/** The place of the entry in flight with this id, or -1. */
export function placeOfId(outbox: Outbox, packetId: number): number {
  for (let at = 0; at < outbox.count; at += 1) {
    if ((outbox.entries[at] as Entry).packetId === packetId) return at;
  }
  return -1;
}

export function placeOfEntry(outbox: Outbox, entry: Entry): number {
  for (let at = 0; at < outbox.count; at += 1) {
    if (outbox.entries[at] === entry) return at;
  }
  return -1;
}

/** The place of the oldest queued entry of this topic, or -1. */
function oldestOfTopic(outbox: Outbox, topic: string | number): number {
  for (let at = 0; at < outbox.count; at += 1) {
    const entry = outbox.entries[at] as Entry;
    if (entry.state === EntryState.Queued && entry.topic === topic) return at;
  }
  return -1;
}

/**
 * The place of the entry to send next, or -1: what was sent before, then alarms, then the oldest.
 * An alarm takes older messages of its own topic along, so that order holds per topic.
 */
export function nextPlace(outbox: Outbox): number {
  let oldest = -1;
  let alarm = -1;
  for (let at = 0; at < outbox.count; at += 1) {
    const entry = outbox.entries[at] as Entry;
    if (entry.state === EntryState.Again || entry.state === EntryState.Resend) return at;
    if (entry.state !== EntryState.Queued) continue;
    if (oldest < 0) oldest = at;
    if (alarm < 0 && entry.isAlarm) alarm = at;
  }
  return alarm < 0 ? oldest : oldestOfTopic(outbox, (outbox.entries[alarm] as Entry).topic);
}
