/*
 * What holds for the table of waiting messages between two calls: counts, bytes, order, ids and sources, and the
 * message that is partly written. Part of what invariants.ts checks.
 */
import { byteAt, used } from "#bytes";
import type { Chunk } from "#bytes";
import { Clock } from "../../src/client/clock.ts";
import { Link } from "../../src/client/link.ts";
import { EntryFlag, Field, fieldAt, isInFlight, qosAt } from "../../src/client/outbox.ts";
import type { Outbox } from "../../src/client/outbox.ts";
import type { Client } from "../../src/client/state.ts";
import { isTopicChunk } from "../../src/client/topic.ts";

export const LAST_ID = 65535;

export function isWhole(value: number, least: number, most: number): boolean {
  return value >= least && value <= most && value === Math.floor(value);
}

export function brokenOutbox(client: Client): string {
  const outbox = client.outbox;
  if (!isWhole(outbox.count, 0, outbox.limit)) return `outbox counts ${outbox.count} entries`;
  if (!isWhole(outbox.triedCount, 0, outbox.count)) return `outbox counts ${outbox.triedCount} entries tried`;
  if (!isWhole(outbox.sentCount, 0, outbox.triedCount))
    return `outbox counts ${outbox.sentCount} entries sent`;
  if (outbox.sentCount > 0 && client.link < Link.Greeting) return "was sent without a link";
  let bytes = 0;
  for (let at = 0; at < outbox.count; at += 1) {
    const broken =
      brokenKept(outbox, at, bytes + at * 3) || brokenEntry(client, at) || brokenPlace(outbox, at);
    if (broken !== "") return `entry ${at} ${broken}`;
    bytes += fieldAt(outbox, at, Field.Bytes);
  }
  const store = used(outbox.store);
  if (store !== bytes + outbox.count * 3) return `store holds ${store} bytes, not ${bytes} and lengths`;
  if (outbox.usedBytes !== bytes) return `outbox counts ${outbox.usedBytes} bytes, not ${bytes}`;
  if (bytes > outbox.limitBytes) return `outbox passes its budget with ${bytes} bytes`;
  return brokenSources(outbox);
}

/** Entries stand in the store back to back, in the order of the table, each behind its length. */
function brokenKept(outbox: Outbox, at: number, start: number): string {
  const bytes: Chunk = outbox.store.bytes;
  const keptBytes = byteAt(bytes, start) * 65536 + byteAt(bytes, start + 1) * 256 + byteAt(bytes, start + 2);
  const entryBytes = fieldAt(outbox, at, Field.Bytes);
  if (keptBytes !== entryBytes) return `is kept with ${keptBytes} bytes, not ${entryBytes}`;
  const topicBytes = fieldAt(outbox, at, Field.Topic);
  if (topicBytes < 0) return "";
  const isName = isWhole(topicBytes, 1, entryBytes) && isTopicChunk(bytes, start + 3, start + 3 + topicBytes);
  return isName ? "" : "has no topic";
}

/** Alarms stand before the rest of what was never sent. */
function brokenPlace(outbox: Outbox, at: number): string {
  if (at <= outbox.triedCount || !isAlarm(outbox, at)) return "";
  return isAlarm(outbox, at - 1) ? "" : "is an alarm, but stands behind another";
}

function isAlarm(outbox: Outbox, at: number): boolean {
  return Math.floor(fieldAt(outbox, at, Field.Flags) / EntryFlag.Alarm) % 2 === 1;
}

function slotOf(outbox: Outbox, at: number): number {
  return Math.floor(fieldAt(outbox, at, Field.Flags) / EntryFlag.Slot);
}

/** Each source is held by exactly one entry, and none by a free one. */
function brokenSources(outbox: Outbox): string {
  const sources = outbox.sources ?? [];
  for (let at = 0; at < outbox.count; at += 1) {
    const slot = slotOf(outbox, at);
    if (slot > 0 && sources[slot - 1]?.source === undefined) return `entry ${at} has lost its source`;
  }
  for (let slot = 1; slot <= sources.length; slot += 1) {
    let count = 0;
    for (let at = 0; at < outbox.count; at += 1) if (slotOf(outbox, at) === slot) count += 1;
    if (count !== (sources[slot - 1]?.source === undefined ? 0 : 1))
      return `a source is held by ${count} entries`;
  }
  return "";
}

function brokenEntry(client: Client, at: number): string {
  const outbox = client.outbox;
  const qos = qosAt(outbox, at);
  const id = fieldAt(outbox, at, Field.Id);
  const number = fieldAt(outbox, at, Field.Number);
  if (!isWhole(fieldAt(outbox, at, Field.Flags), 0, EntryFlag.Slot * (outbox.limit + 1) - 1))
    return `has flags ${fieldAt(outbox, at, Field.Flags)}`;
  if (Math.floor(fieldAt(outbox, at, Field.Flags) / EntryFlag.Qos1) % 4 > 1 && qos === 0) return "has QoS 2";
  if (!isWhole(fieldAt(outbox, at, Field.ExpiresS), 0, 2 ** 31 - 1)) return "expires at no time";
  if (number > 0 !== qos > 0 || !isWhole(number, 0, Clock.WrapMs - 1))
    return `of QoS ${qos} has number ${number}`;
  if (isInFlight(outbox, at) && qos > 0 && !isWhole(id, 1, LAST_ID)) return `in flight has id ${id}`;
  if (id !== 0 && (qos === 0 || at >= outbox.triedCount)) return `has id ${id}`;
  for (let other = 0; other < outbox.count; other += 1) {
    if (other === at) continue;
    if (id > 0 && fieldAt(outbox, other, Field.Id) === id) return `shares id ${id}`;
    if (number > 0 && fieldAt(outbox, other, Field.Number) === number) return `shares number ${number}`;
  }
  for (const subscription of client.inbound.table)
    if (id > 0 && subscription.packetId === id) return `shares id ${id} with a subscription`;
  // QoS 0 stays sent only until CONNACK or its end.
  const isStreamed = client.stream.isOn && at === outbox.sentCount - 1;
  if (qos > 0 || at >= outbox.sentCount || isStreamed) return "";
  return client.link === Link.Up ? "of QoS 0 is sent, but still there" : "";
}

export function brokenStreaming(client: Client): string {
  const { stream, outbox } = client;
  if (!stream.isOn) return "";
  if (client.link < Link.Greeting) return "a message is under way without a link";
  const at = outbox.sentCount - 1;
  if (at < 0) return "the message under way is gone";
  const slot = slotOf(outbox, at);
  const keptBytes = fieldAt(outbox, at, Field.Bytes) - fieldAt(outbox, at, Field.Topic);
  const totalBytes = slot === 0 ? keptBytes : outbox.sources?.[slot - 1]?.totalBytes;
  if (stream.totalBytes !== totalBytes) return `the message under way has ${stream.totalBytes} bytes`;
  const isInside = isWhole(stream.doneBytes, 0, stream.totalBytes);
  return isInside ? "" : `${stream.doneBytes} bytes of ${stream.totalBytes} are written`;
}
