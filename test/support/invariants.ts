/*
 * What holds for every client between two calls, whatever was received and whatever its user did: checked
 * from the outside by reading its records. Answers in words, and allocates nothing while all is well.
 * Not here: what a call should have done, and growth (stores.ts).
 */
import { chunkBytes, textBytes, used } from "#bytes";
import { Clock, elapsedMs, isDue } from "../../src/client/clock.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import { EntryState } from "../../src/client/outbox.ts";
import type { Entry, Outbox } from "../../src/client/outbox.ts";
import { Wire } from "../../src/client/protocol.ts";
import { Part } from "../../src/client/reader.ts";
import type { Client, Counters } from "../../src/client/state.ts";
import type { Subscription } from "../../src/client/subscriptions.ts";

const LAST_ID = 65535;

/** The first rule that is broken, in words, or "" when all hold. */
export function findBroken(client: Client): string {
  return (
    brokenLink(client) ||
    brokenOutbox(client) ||
    brokenStreaming(client) ||
    brokenInbound(client) ||
    brokenDecoder(client) ||
    brokenCounters(client.counters)
  );
}

function isWhole(value: number, least: number, most: number): boolean {
  return value >= least && value <= most && value === Math.floor(value);
}

function isReading(value: number): boolean {
  return isWhole(value, 0, Clock.WrapMs - 1);
}

function brokenLink(client: Client): string {
  const patience = client.options.patience;
  if (!isWhole(client.link, Link.Down, Link.Draining)) return `link is ${client.link}`;
  if (!isReading(client.nowMs) || !isReading(dueMs(client))) return "a time is no reading of the clock";
  if (client.link < Link.Greeting && client.isSending) return "sending without a transport";
  if (client.link < Link.Opening) return "";
  const longestMs = patience.connackMs > patience.answerMs ? patience.connackMs : patience.answerMs;
  const waitMs = elapsedMs(client.nowMs, client.answerByMs);
  const hasDeadline = client.isAsked || client.link !== Link.Up;
  if (hasDeadline && waitMs > longestMs && !isDue(client.answerByMs, client.nowMs))
    return `the deadline lies ${waitMs} ms ahead`;
  if (client.link === Link.Up && !client.isAsked && isAnswerMissing(client))
    return "asked without a deadline";
  if (client.hasParted && client.link < Link.Closing) return "parted, but not closing";
  if (client.hasParted && !client.isSending) return "parted, but nothing is being sent";
  return "";
}

function isAnswerMissing(client: Client): boolean {
  if (client.isPinged) return true;
  for (const subscription of client.inbound.subscriptions) if (subscription.packetId > 0) return true;
  for (let at = 0; at < client.outbox.count; at += 1) {
    const entry = client.outbox.entries[at] as Entry;
    if (entry.state === EntryState.Sent && entry.qos > 0 && entry !== client.streaming) return true;
  }
  return false;
}

function brokenOutbox(client: Client): string {
  const outbox = client.outbox;
  if (!isWhole(outbox.count, 0, outbox.entries.length)) return `outbox counts ${outbox.count} entries`;
  let costBytes = 0;
  let keptBytes = 0;
  for (let at = 0; at < outbox.count; at += 1) {
    const entry = outbox.entries[at] as Entry;
    costBytes += entry.costBytes;
    keptBytes += entry.keptBytes;
    const broken = brokenEntry(client, entry) || brokenPlace(outbox, at);
    if (broken !== "") return `entry ${at} ${broken}`;
  }
  for (let at = outbox.count; at < outbox.entries.length; at += 1) {
    const entry = outbox.entries[at] as Entry;
    const isEmpty = entry.kept === undefined && entry.source === undefined && entry.topic === 0;
    if (entry.state !== EntryState.Free || !isEmpty) return `free entry ${at} is not empty`;
  }
  if (used(outbox.store) !== keptBytes) return `store holds ${used(outbox.store)} bytes, not ${keptBytes}`;
  if (outbox.usedBytes !== costBytes) return `outbox counts ${outbox.usedBytes} bytes, not ${costBytes}`;
  return costBytes > outbox.limitBytes ? `outbox passes its budget with ${costBytes} bytes` : "";
}

/** Payloads stand in the store back to back, in any order: each begins where another, or nothing, ends. */
function brokenPlace(outbox: Outbox, at: number): string {
  const entry = outbox.entries[at] as Entry;
  const from = entry.kept as number;
  const to = from + entry.keptBytes;
  if (!isWhole(from, 0, used(outbox.store)) || to > used(outbox.store)) return `is kept at ${from} to ${to}`;
  for (let other = 0; other < outbox.count; other += 1) {
    const { kept, keptBytes } = outbox.entries[other] as Entry;
    const otherFrom = kept as number;
    if (other !== at && otherFrom < to && from < otherFrom + keptBytes) return `shares bytes with ${other}`;
  }
  const before = outbox.entries[at - 1];
  const isSent = entry.state === EntryState.Sent;
  return at > 0 && isSent && before?.state !== EntryState.Sent ? "was sent, but stands behind another" : "";
}

function brokenEntry(client: Client, entry: Entry): string {
  if (!isWhole(entry.state, EntryState.Queued, EntryState.Sent)) return `has state ${entry.state}`;
  if (entry.qos !== 0 && entry.qos !== 1) return `has QoS ${entry.qos}`;
  const topicCost = typeof entry.topic === "string" ? textBytes(entry.topic) : 0;
  if (entry.costBytes !== entry.keptBytes + topicCost) return `costs ${entry.costBytes} bytes`;
  const isInFlight = entry.qos > 0 && entry.state > EntryState.Again;
  if (entry.messageNumber > 0 !== entry.qos > 0)
    return `of QoS ${entry.qos} has number ${entry.messageNumber}`;
  if (!isInFlight) return entry.packetId === 0 ? brokenWaiting(client, entry) : `has id ${entry.packetId}`;
  if (!isWhole(entry.packetId, 1, LAST_ID)) return `in flight has id ${entry.packetId}`;
  for (let at = 0; at < client.outbox.count; at += 1) {
    const other = client.outbox.entries[at] as Entry;
    if (other !== entry && other.packetId === entry.packetId) return `shares id ${entry.packetId}`;
    if (other !== entry && other.messageNumber === entry.messageNumber)
      return `shares number ${entry.messageNumber}`;
  }
  for (const subscription of client.inbound.subscriptions)
    if (subscription.packetId === entry.packetId) return `shares id ${entry.packetId} with a subscription`;
  return entry.state === EntryState.Sent && client.link < Link.Greeting ? "was sent without a link" : "";
}

/** QoS 0 is never sent again, and stays sent only until CONNACK or its end. */
function brokenWaiting(client: Client, entry: Entry): string {
  if (entry.state === EntryState.Resend) return "of QoS 0 is sent again";
  if (entry.state !== EntryState.Sent || entry === client.streaming) return "";
  return client.link === Link.Up || client.link < Link.Greeting ? "of QoS 0 is sent, but still there" : "";
}

function brokenStreaming(client: Client): string {
  const entry = client.streaming;
  if (entry === undefined) return "";
  if (client.link < Link.Greeting) return "a message is under way without a link";
  if (entry.state !== EntryState.Sent) return `the message under way has state ${entry.state}`;
  if (client.outbox.entries.indexOf(entry) >= client.outbox.count) return "the message under way is gone";
  const isInside = isWhole(client.streamedBytes, 0, client.streamBytes);
  return isInside ? "" : `${client.streamedBytes} bytes of ${client.streamBytes} are written`;
}

function brokenInbound(client: Client): string {
  const inbound = client.inbound;
  if (!isWhole(inbound.pubackCount, 0, inbound.pubacks.length)) return `owes ${inbound.pubackCount} PUBACKs`;
  if (inbound.pubackCount > 0 && client.link < Link.Up) return "owes PUBACKs to a connection that is gone";
  for (let at = 0; at < inbound.pubackCount; at += 1)
    if (!isWhole(inbound.pubacks[at] as number, 1, LAST_ID))
      return `owes a PUBACK for ${inbound.pubacks[at]}`;
  for (let at = 0; at < inbound.subscriptions.length; at += 1) {
    const broken = brokenSubscription(client, inbound.subscriptions[at] as Subscription);
    if (broken !== "") return `subscription ${at} ${broken}`;
  }
  return "";
}

function brokenSubscription(client: Client, subscription: Subscription): string {
  const { filter, wantedQos, sentQos, packetId } = subscription;
  if (!isWhole(wantedQos, -1, 1)) return `wants QoS ${wantedQos}`;
  if (!isWhole(sentQos, -2, 1)) return `was sent with QoS ${sentQos}`;
  if (!isWhole(packetId, 0, LAST_ID)) return `has id ${packetId}`;
  if (packetId > 0 && client.link < Link.Greeting) return "waits for an answer without a link";
  if (packetId > 0 && sentQos === -2) return "waits for an answer to nothing";
  if (filter === "") {
    const isEmpty =
      subscription.handler === undefined && wantedQos === -1 && sentQos === -1 && packetId === 0;
    return isEmpty ? "" : "is free, but not empty";
  }
  let count = 0;
  for (const other of client.inbound.subscriptions) {
    if (other.filter === filter) count += 1;
    const isOtherPacket = other.sentQos >= 0 !== sentQos >= 0;
    if (packetId > 0 && other.packetId === packetId && isOtherPacket) return `shares id ${packetId}`;
  }
  return count === 1 ? "" : `stands in the table ${count} times`;
}

function brokenDecoder(client: Client): string {
  const decoder = client.decoder;
  const gathered = decoder.gathered;
  if (!isWhole(decoder.part, Part.First, Part.Payload)) return `decoder reads part ${decoder.part}`;
  if (!isWhole(decoder.remaining, 0, Wire.MaxRemaining)) return `decoder has ${decoder.remaining} to read`;
  if (!isWhole(used(gathered), 0, client.options.limits.rxBytes)) return `gathered ${used(gathered)} bytes`;
  if (decoder.part < Part.Body && used(gathered) > 0) return "gathered before the body";
  if (decoder.chunk !== decoder.nothing || decoder.body !== decoder.nothing) return "decoder holds a chunk";
  if (chunkBytes(decoder.nothing) !== 0) return "nothing is something";
  if (client.link < Link.Greeting && decoder.part !== Part.First) return "decoder reads without a link";
  if (decoder.part < Part.Id) return "";
  if (!isWhole(decoder.topicBytes, 1, Wire.MaxText)) return `topic of ${decoder.topicBytes} bytes`;
  return isWhole(decoder.totalBytes, 0, Wire.MaxRemaining) ? "" : `payload of ${decoder.totalBytes} bytes`;
}

function brokenCounters(counters: Counters): string {
  for (const name in counters) {
    const count = counters[name as keyof Counters];
    if (!isWhole(count, 0, Number.MAX_SAFE_INTEGER)) return `counter ${name} is ${count}`;
  }
  return "";
}
