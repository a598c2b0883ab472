/*
 * The life of a connection: wanted, opened, accepted, lost, unwanted. What a change of state does to the
 * outbox and the subscriptions stands here, once.
 * Source: MQTT 3.1.1, sections 3.1, 3.2, 4.4.
 */
import { clear } from "#bytes";
import { inboundLost, sessionAbsent } from "#inbound";
import { elapsedMs, isDue, laterMs } from "./clock.ts";
import { heard, isSilent } from "./keepalive.ts";
import { Link, LinkEvent, nextLink } from "./link.ts";
import { EntryState, removeEntry } from "./outbox.ts";
import type { Entry } from "./outbox.ts";
import { dropExpired } from "./publish.ts";
import { resetDecoder } from "./reader.ts";
import { nextWaitMs, retryAtCap } from "./retry.ts";
import { moveTo } from "./state.ts";
import type { Client } from "./state.ts";
import { Reason, Status } from "./status.ts";
import { tell, Told } from "./tell.ts";

/** CONNACK return code 3, the only refusal that time may heal by itself (3.2.2.3). */
const enum Refusal {
  ServerUnavailable = 3,
}

/** Ask for a connection; in Link.Opening the caller opens a transport. */
export function start(client: Client, nowMs: number): Status {
  moveTo(client, nowMs);
  return openLink(client, LinkEvent.Wanted);
}

function openLink(client: Client, event: LinkEvent): Status {
  const next = nextLink(client.link, event);
  if (next < 0) return Status.Unexpected;
  client.link = next;
  client.hasGreeted = false;
  client.hasParted = false;
  client.hasPipelined = false;
  client.isSending = false;
  client.isPinged = false;
  client.isAsked = false;
  client.answerByMs = laterMs(client.nowMs, client.options.patience.connackMs);
  return Status.Ok;
}

/** The transport is open. */
export function opened(client: Client, nowMs: number): Status {
  moveTo(client, nowMs);
  const next = nextLink(client.link, LinkEvent.Opened);
  if (next < 0) return Status.Unexpected;
  client.link = next;
  client.heardMs = nowMs;
  client.sentMs = nowMs;
  client.answerByMs = laterMs(nowMs, client.options.patience.connackMs);
  // What is pipelined must already be written as the session asks for it.
  if (client.options.identity.cleanSession) forgetSession(client);
  return Status.Ok;
}

/** The transport is gone, or could not be opened; code is the port's Cause. */
export function closed(client: Client, code: number, nowMs: number): Status {
  moveTo(client, nowMs);
  return endLink(client, LinkEvent.Lost, Reason.Lost, code);
}

/** The frame of nextFrame was handed to the network. */
export function sent(client: Client, nowMs: number): void {
  moveTo(client, nowMs);
  client.isSending = false;
  if (!client.hasParted) return;
  const reason = client.link === Link.Draining ? Reason.Overrun : Reason.Asked;
  endLink(client, LinkEvent.Parted, reason, 0);
}

/** Leave: finish the message under way, then DISCONNECT. Queued messages stay queued. */
export function disconnect(client: Client, nowMs: number): Status {
  moveTo(client, nowMs);
  if (client.link === Link.Up || client.link === Link.Draining) return part(client, LinkEvent.Unwanted);
  return endLink(client, LinkEvent.Unwanted, Reason.Asked, 0);
}

/** Begin to leave, with the time of one answer to do it. */
export function part(client: Client, event: LinkEvent): Status {
  const next = nextLink(client.link, event);
  if (next < 0) return Status.Unexpected;
  client.link = next;
  client.isAsked = true;
  client.answerByMs = laterMs(client.nowMs, client.options.patience.answerMs);
  return Status.Ok;
}

/** Let time pass: retries, deadlines, keepalive. Call it when dueMs has come; more often is harmless. */
export function tick(client: Client, nowMs: number): void {
  moveTo(client, nowMs);
  dropExpired(client);
  if (client.link === Link.Up) {
    if (isSilent(client)) endLink(client, LinkEvent.Lost, Reason.Silent, 0);
  } else if (client.link === Link.Waiting) {
    if (isDue(client.retryAtMs, nowMs)) openLink(client, LinkEvent.Due);
  } else if (client.link !== Link.Down && isDue(client.answerByMs, nowMs)) {
    endLink(client, LinkEvent.Lost, lateReason(client.link), 0);
  }
}

function lateReason(link: Link): Reason {
  if (link === Link.Opening) return Reason.NotOpened;
  if (link === Link.Greeting) return Reason.NoConnack;
  return link === Link.Draining ? Reason.Overrun : Reason.Asked;
}

/** CONNACK arrived and accepts us. */
export function accepted(client: Client, isSessionPresent: boolean): void {
  client.link = nextLink(client.link, LinkEvent.Accepted);
  client.upMs = client.nowMs;
  client.counters.connects += 1;
  if (!isSessionPresent) forgetSession(client);
  removeSentQos0(client);
  heard(client);
  tell(client, Told.Connect, isSessionPresent ? 1 : 0, 0, "");
}

/** The broker knows nothing of us: what went out in this connection stands, the rest is new. */
function forgetSession(client: Client): void {
  for (let at = 0; at < client.outbox.count; at += 1) {
    const entry = client.outbox.entries[at] as Entry;
    if (entry.state !== EntryState.Resend) continue;
    entry.state = EntryState.Again;
    entry.packetId = 0;
  }
  sessionAbsent(client);
}

/** What was pipelined with QoS 0 is done once CONNACK shows that the broker was listening. */
function removeSentQos0(client: Client): void {
  let at = 0;
  while (at < client.outbox.count) {
    const entry = client.outbox.entries[at] as Entry;
    const isDone = entry.state === EntryState.Sent && entry.qos === 0 && entry !== client.streaming;
    if (isDone) removeEntry(client.outbox, at);
    else at += 1;
  }
}

/**
 * The connection is over, whoever ended it.
 *
 * @param code  what goes with the reason: a CONNACK return code, a Cause, else 0
 * @returns     Status.Unexpected, with nothing changed, when there was none
 */
export function endLink(client: Client, event: LinkEvent, reason: Reason, code: number): Status {
  const next = nextLink(client.link, event);
  if (next < 0) return Status.Unexpected;
  learn(client, reason, code);
  client.link = next;
  // A QoS 0 message of which the broker has only a part cannot arrive twice: it waits again.
  if (client.streaming !== undefined && client.streaming.qos === 0)
    client.streaming.state = EntryState.Queued;
  client.streaming = undefined;
  if (reason !== Reason.Refused) removeSentQos0(client);
  unsend(client);
  inboundLost(client);
  resetDecoder(client.decoder);
  clear(client.tx);
  client.isSending = false;
  if (next === Link.Waiting) client.retryAtMs = laterMs(client.nowMs, nextWaitMs(client.retry));
  client.counters.closes += 1;
  tell(client, Told.Close, reason, code, "");
  return Status.Ok;
}

/** What the end of a connection says about the next attempt. */
function learn(client: Client, reason: Reason, code: number): void {
  const healthyMs = client.options.patience.answerMs;
  if (client.link >= Link.Up && elapsedMs(client.upMs, client.nowMs) >= healthyMs) client.retry.failures = 0;
  if (reason === Reason.Refused && code !== Refusal.ServerUnavailable) retryAtCap(client.retry);
  // A broker that drops us before CONNACK may dislike what came with CONNECT: once more, step by step. If it drops
  // us then as well, it was not that.
  const isDropped = reason === Reason.Lost || reason === Reason.NoConnack;
  if (client.link === Link.Greeting && isDropped)
    client.isPipelined = client.options.isPipelined && !client.hasPipelined;
}

/** After a refusal the broker has processed nothing (3.1.4), so QoS 0 may be sent again as well, in its place. */
function unsend(client: Client): void {
  for (let at = 0; at < client.outbox.count; at += 1) {
    const entry = client.outbox.entries[at] as Entry;
    if (entry.state === EntryState.Sent) entry.state = entry.qos > 0 ? EntryState.Resend : EntryState.Again;
  }
}
