/*
 * What holds for every client between two calls, whatever was received and whatever its user did: checked
 * from the outside by reading its records. Answers in words, and allocates nothing while all is well.
 * Not here: the outbox (invariants-outbox.ts), what a call should have done, and growth (stores.ts).
 */
import { used } from "#bytes";
import type { Counters } from "#report";
import { Clock, elapsedMs, isDue } from "../../src/client/clock.ts";
import { Part } from "../../src/client/decoder.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import { qosAt } from "../../src/client/outbox.ts";
import { Wire } from "../../src/client/protocol.ts";
import type { Client } from "../../src/client/state.ts";
import type { Subscription } from "../../src/client/subscriptions.ts";
import { brokenOutbox, brokenStreaming, isWhole, LAST_ID } from "./invariants-outbox.ts";

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

function isReading(value: number): boolean {
  return isWhole(value, 0, Clock.WrapMs - 1);
}

function brokenLink(client: Client): string {
  if (!isWhole(client.link, Link.Down, Link.Draining)) return `link is ${client.link}`;
  if (!isReading(client.nowMs) || !isReading(dueMs(client)) || !isReading(client.deadlineMs))
    return "a time is no reading of the clock";
  if (client.link < Link.Greeting && client.isSending) return "sending without a transport";
  if (client.hasParted && client.link < Link.Closing) return "parted, but not closing";
  if (client.hasParted && !client.isSending) return "parted, but nothing is being sent";
  if (client.hasGreeted && client.link < Link.Greeting) return "greeted nobody";
  if (client.link === Link.Up && client.isTimed !== (client.isSending || isAnswerMissing(client)))
    return client.isTimed ? "a deadline for nothing" : "asked without a deadline";
  if (client.link !== Link.Up && client.isTimed !== client.link > Link.Down)
    return client.isTimed ? "a deadline, but nothing is wanted" : `no deadline in link ${client.link}`;
  return client.isTimed ? brokenDeadline(client) : "";
}

/** No deadline lies farther ahead than what the options allow in this state. */
function brokenDeadline(client: Client): string {
  const { connackS = 15, answerS = 20, retryCapS = 300 } = client.options;
  const longestS = client.link === Link.Waiting ? retryCapS : connackS > answerS ? connackS : answerS;
  const waitMs = elapsedMs(client.nowMs, client.deadlineMs);
  if (waitMs <= longestS * 1000 || isDue(client.deadlineMs, client.nowMs)) return "";
  return `the deadline lies ${waitMs} ms ahead`;
}

function isAnswerMissing(client: Client): boolean {
  if (client.isPinged) return true;
  for (const subscription of client.inbound.table) if (subscription.packetId > 0) return true;
  const outbox = client.outbox;
  for (let at = 0; at < outbox.sentCount; at += 1)
    if (qosAt(outbox, at) > 0 && !(client.stream.isOn && at === outbox.sentCount - 1)) return true;
  return false;
}

function brokenInbound(client: Client): string {
  const inbound = client.inbound;
  const owed = inbound.owedIds.length;
  if (owed > (client.options.pubacks ?? 20)) return `owes ${owed} PUBACKs`;
  if (owed > 0 && client.link < Link.Up) return "owes PUBACKs to a connection that is gone";
  for (const id of inbound.owedIds) if (!isWhole(id, 1, LAST_ID)) return `owes a PUBACK for ${id}`;
  let asked = 0;
  for (const one of inbound.table) if (one.packetId > 0) asked += 1;
  if (asked !== inbound.askedCount) return `counts ${inbound.askedCount} questions, not ${asked}`;
  for (let at = 0; at < inbound.table.length; at += 1) {
    const broken = brokenSubscription(client, inbound.table[at] as Subscription);
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
  if (packetId === 0 && wantedQos !== sentQos && !client.inbound.hasDue && filter !== "")
    return "is forgotten";
  if (packetId > 0 && sentQos === -2) return "waits for an answer to nothing";
  if (filter === "") {
    return subscription.handler === undefined && packetId === 0 ? "" : "is free, but not empty";
  }
  let count = 0;
  for (const other of client.inbound.table) {
    if (other.filter === filter) count += 1;
    if (packetId > 0 && other !== subscription && other.packetId === packetId) return `shares id ${packetId}`;
  }
  return count === 1 ? "" : `stands in the table ${count} times`;
}

function brokenDecoder(client: Client): string {
  const decoder = client.decoder;
  const gathered = decoder.gathered;
  if (!isWhole(decoder.part, Part.First, Part.Payload)) return `decoder reads part ${decoder.part}`;
  const isWithin = decoder.part === Part.First || isWhole(decoder.remaining, 0, Wire.MaxRemaining);
  if (!isWithin) return `decoder has ${decoder.remaining} to read`;
  if (decoder.part < Part.Body && used(gathered) > 0) return "gathered before the body";
  if (client.link < Link.Greeting && decoder.part !== Part.First) return "decoder reads without a link";
  if (decoder.isSkipped && decoder.part < Part.Topic) return "skips what is not begun";
  const inAllBytes = decoder.isSkipped ? used(gathered) : used(gathered) + decoder.needBytes;
  const rxBytes = client.options.rxBytes ?? 256;
  if (decoder.part >= Part.Body && !isWhole(inAllBytes, 0, rxBytes)) return `gathers ${inAllBytes} bytes`;
  if (decoder.part < Part.Topic) return "";
  const { topicBytes, wholeBytes } = client.inbound;
  if (!isWhole(topicBytes, 1, Wire.MaxText)) return `topic of ${topicBytes} bytes`;
  return isWhole(wholeBytes, 0, Wire.MaxRemaining) ? "" : `payload of ${wholeBytes} bytes`;
}

function brokenCounters(counters: Counters): string {
  for (const name in counters) {
    const count = counters[name as keyof Counters];
    if (!isWhole(count, 0, Number.MAX_SAFE_INTEGER)) return `counter ${name} is ${count}`;
  }
  return "";
}
