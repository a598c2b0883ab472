/*
 * Taking a message from the caller into the outbox: checks, policies when it is full, time to live.
 * Not here: the table itself (outbox.ts), writing packets (send.ts).
 */
import { payloadBytes, textBytes } from "#bytes";
import type { Payload } from "#bytes";
import { packetBytes, publishLength, Wire } from "#protocol";
import { elapsedMs } from "./clock.ts";
import { WhenFull } from "./options.ts";
import { addEntry, EntryState, hasRoom, removeEntry } from "./outbox.ts";
import type { Entry, Outbox, Source } from "./outbox.ts";
import type { Client } from "./state.ts";
import { Notice, Status } from "./status.ts";
import { notice } from "./tell.ts";
import { isTopicName } from "./topic.ts";

/** The caller's own record: read during the call, never held, so one can serve for every publish. */
export interface Message {
  /** A topic name, or the number of a feed whose stored values are the payload. */
  topic: string | number;
  /** Copied. Left out when a source gives the payload. */
  payload?: Payload | undefined;
  /** Gives a payload of totalBytes piece by piece while it is sent; held until the message is gone. */
  source?: Source | undefined;
  totalBytes?: number | undefined;
  qos: number;
  retain?: boolean | undefined;
  /** Sent ahead of other waiting messages. */
  isAlarm?: boolean | undefined;
  /** Instead of the client's own policy and time to live. */
  whenFull?: WhenFull | undefined;
  ttlS?: number | undefined;
}

/** Message numbers and client seconds stay below this, so that sums fit into 32 bits. */
const enum Count {
  Limit = 1073741823,
}

/**
 * Take a message: it will be sent, acknowledged if QoS is 1, or counted as dropped with a reason.
 *
 * @returns  the message number for QoS 1, 0 for QoS 0, or with nothing changed: Status.Full,
 *           Status.TooLarge, Status.Invalid (topic, QoS, lengths), Status.Unsupported (QoS 2)
 */
export function publishMessage(client: Client, message: Message): number {
  const status = checkMessage(client, message);
  if (status < 0) return status;
  const payload = message.source === undefined ? (message.payload ?? "") : "";
  const keptBytes = payloadBytes(payload);
  // Without types a payload can be anything, and its length then no number.
  if (!(keptBytes >= 0)) return Status.Invalid;
  const topic = message.topic;
  const costBytes = keptBytes + (typeof topic === "string" ? textBytes(topic) : 0);
  if (costBytes > client.options.limits.outboxBytes) return Status.TooLarge;
  if (!makeRoom(client, message, costBytes)) {
    client.counters.refused += 1;
    return Status.Full;
  }
  client.counters.accepted += 1;
  return fill(client, addEntry(client.outbox, payload, keptBytes, costBytes), message);
}

function fill(client: Client, entry: Entry, message: Message): number {
  const ttlS = message.ttlS ?? client.options.ttlS;
  entry.topic = message.topic;
  entry.source = message.source;
  entry.totalBytes = message.totalBytes ?? 0;
  entry.qos = message.qos;
  entry.retain = message.retain === true;
  entry.isAlarm = message.isAlarm === true;
  // A message that begins late in a second still has all of its time.
  const begun = elapsedMs(client.secondMs, client.nowMs) > 0 ? 1 : 0;
  entry.expiresS = ttlS > 0 ? client.seconds + ttlS + begun : 0;
  entry.messageNumber = 0;
  if (message.qos === 0) return 0;
  client.lastNumber = (client.lastNumber % Count.Limit) + 1;
  entry.messageNumber = client.lastNumber;
  return client.lastNumber;
}

function checkMessage(client: Client, message: Message): Status {
  const topic = message.topic;
  if (message.qos === 2) return Status.Unsupported;
  if (message.qos !== 0 && message.qos !== 1) return Status.Invalid;
  const ttlS = message.ttlS ?? 0;
  if (ttlS < 0 || client.seconds + ttlS > Count.Limit) return Status.Invalid;
  // A feed's topic is written when it is sent, and was checked with its station.
  if (typeof topic !== "string") return client.options.feeds === undefined ? Status.Invalid : Status.Ok;
  if (!isTopicName(topic)) return Status.Invalid;
  return checkSize(client, message, textBytes(topic));
}

/** The head of a PUBLISH must fit into one frame; its payload may take several. */
function checkSize(client: Client, message: Message, topicBytes: number): Status {
  let totalBytes = payloadBytes(message.payload ?? "");
  if (message.source !== undefined) {
    totalBytes = message.totalBytes ?? -1;
    if (totalBytes < 0 || totalBytes !== Math.floor(totalBytes)) return Status.Invalid;
    if (message.payload !== undefined) return Status.Invalid;
  }
  const length = publishLength(topicBytes, message.qos, totalBytes);
  if (length > Wire.MaxRemaining) return Status.TooLarge;
  return packetBytes(length) - totalBytes > client.options.limits.txBytes ? Status.TooLarge : Status.Ok;
}

/** Whether the policy of a new message lets it push out this entry. */
function mayRemove(entry: Entry, message: Message, whenFull: WhenFull): boolean {
  if (entry.state > EntryState.Again) return false;
  if (whenFull === WhenFull.ReplaceTopic) return entry.topic === message.topic;
  return whenFull === WhenFull.DropOldest && (message.isAlarm === true || !entry.isAlarm);
}

/** Whether the message would fit if its policy had removed all that it may. */
function wouldFit(outbox: Outbox, message: Message, whenFull: WhenFull, costBytes: number): boolean {
  let entries = outbox.entries.length - outbox.count;
  let bytes = outbox.limitBytes - outbox.usedBytes;
  for (let at = 0; at < outbox.count; at += 1) {
    const entry = outbox.entries[at] as Entry;
    if (!mayRemove(entry, message, whenFull)) continue;
    entries += 1;
    bytes += entry.costBytes;
  }
  return entries > 0 && bytes >= costBytes;
}

/** The place of the oldest entry that the policy may remove, or -1. */
function placeToRemove(outbox: Outbox, message: Message, whenFull: WhenFull): number {
  for (let at = 0; at < outbox.count; at += 1) {
    if (mayRemove(outbox.entries[at] as Entry, message, whenFull)) return at;
  }
  return -1;
}

/** Remove what the policy allows and the message needs; if that would not be enough, remove nothing. */
function makeRoom(client: Client, message: Message, costBytes: number): boolean {
  const outbox = client.outbox;
  const whenFull = message.whenFull ?? client.options.whenFull;
  if (!wouldFit(outbox, message, whenFull, costBytes)) return false;
  const why = whenFull === WhenFull.ReplaceTopic ? Notice.DroppedReplaced : Notice.DroppedFull;
  // Counted beforehand: a handler that publishes when it is told of a drop must not keep us here for ever.
  for (let left = outbox.count; left > 0; left -= 1) {
    if (why === Notice.DroppedFull && hasRoom(outbox, costBytes)) return true;
    const at = placeToRemove(outbox, message, whenFull);
    if (at >= 0) dropEntry(client, at, why);
  }
  return hasRoom(outbox, costBytes);
}

/** Remove an entry that nobody will get, and say so. */
export function dropEntry(client: Client, at: number, why: Notice): void {
  const counters = client.counters;
  const messageNumber = (client.outbox.entries[at] as Entry).messageNumber;
  removeEntry(client.outbox, at);
  if (why === Notice.DroppedFull) counters.droppedFull += 1;
  else if (why === Notice.DroppedReplaced) counters.droppedReplaced += 1;
  else if (why === Notice.DroppedExpired) counters.droppedExpired += 1;
  else counters.droppedUnsendable += 1;
  notice(client, why, messageNumber);
}

/** Drop what outlived its time; what is in flight is left to the broker. */
export function dropExpired(client: Client): void {
  const outbox = client.outbox;
  let at = 0;
  while (at < outbox.count) {
    const entry = outbox.entries[at] as Entry;
    const isOver = entry.expiresS > 0 && entry.expiresS <= client.seconds;
    if (isOver && entry.state <= EntryState.Again) dropEntry(client, at, Notice.DroppedExpired);
    else at += 1;
  }
}
