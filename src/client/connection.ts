/*
 * The life of a connection: wanted, opened, accepted, lost, unwanted. What a change of state does to the
 * outbox and the subscriptions stands here, once.
 * Source: MQTT 3.1.1, sections 3.1, 3.2, 4.4.
 */
import { clear } from "#bytes";
import { flushLost } from "#flush";
import { inboundLost, sessionAbsent } from "#inbound";
import { dropExpired } from "#policy";
import { forgetIds } from "#qos1";
import { count } from "#report";
import { endStream, sentWhole } from "#stream";
import { elapsedMs, isDue, laterMs } from "./clock.ts";
import { expectPacket } from "./decoder.ts";
import { heard, isForgotten, limitTo, watch } from "./keepalive.ts";
import { lateReason, Link, LinkEvent, nextLink } from "./link.ts";
import { qosAt, removeEntry } from "./outbox.ts";
import { nextWaitMs } from "./retry.ts";
import { moveTo } from "./state.ts";
import type { Client } from "./state.ts";
import { Reason, Status } from "./status.ts";
import { tell, Told } from "./tell.ts";

/**
 * Go to the state that follows, with the time that it may take.
 *
 * @returns  Status.Ok, or Status.Unexpected, with nothing changed, for an event without a meaning
 */
export function step(client: Client, event: LinkEvent): Status {
  const next = nextLink(client.link, event);
  if (next < 0) return Status.Unexpected;
  client.link = next;
  limitTo(client, next < Link.Up ? (client.options.connackS ?? 15) : (client.options.answerS ?? 20));
  return Status.Ok;
}

/** Ask for a connection; in Link.Opening the caller opens a transport. */
export function start(client: Client, nowMs: number): Status {
  moveTo(client, nowMs);
  return step(client, LinkEvent.Wanted);
}

/** The transport is open. */
export function opened(client: Client, nowMs: number): Status {
  moveTo(client, nowMs);
  const status = step(client, LinkEvent.Opened);
  if (status < 0) return status;
  client.heardMs = nowMs;
  client.sentMs = nowMs;
  // What is pipelined must already be written as the session asks for it.
  if (client.options.cleanSession !== false) forgetSession(client);
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
  clear(client.tx);
  if (client.hasParted) endLink(client, LinkEvent.Parted, lateReason(client.link), 0);
  else watch(client);
}

/** Leave: finish the message under way, then DISCONNECT. Queued messages stay queued. */
export function disconnect(client: Client, nowMs: number): Status {
  moveTo(client, nowMs);
  if (client.link === Link.Up || client.link === Link.Draining) return step(client, LinkEvent.Unwanted);
  return endLink(client, LinkEvent.Unwanted, Reason.Asked, 0);
}

/** Let time pass: retries, deadlines, keepalive. Call it when dueMs has come; more often is harmless. */
export function tick(client: Client, nowMs: number): void {
  moveTo(client, nowMs);
  dropExpired(client);
  const isLate = client.isTimed && isDue(client.deadlineMs, nowMs);
  if (isLate && client.link === Link.Waiting) step(client, LinkEvent.Due);
  else if (isLate || isForgotten(client)) endLink(client, LinkEvent.Lost, lateReason(client.link), 0);
}

/** CONNACK arrived and accepts us. */
export function accepted(client: Client, isSessionPresent: boolean): void {
  step(client, LinkEvent.Accepted);
  client.upMs = client.nowMs;
  count(client, "connects", 1);
  if (!isSessionPresent) forgetSession(client);
  removeSentQos0(client);
  heard(client);
  tell(client, Told.Connect, client.options.onConnect, isSessionPresent);
}

/** The broker knows nothing of us: what went out in this connection stands, the rest is new. */
function forgetSession(client: Client): void {
  forgetIds(client.outbox);
  sessionAbsent(client);
}

/** What was pipelined with QoS 0 is done once CONNACK shows that the broker was listening. */
function removeSentQos0(client: Client): void {
  const outbox = client.outbox;
  // Of a message that is partly written the broker has nothing yet: it stays.
  for (let at = sentWhole(client) - 1; at >= 0; at -= 1) {
    if (qosAt(outbox, at) === 0) removeEntry(outbox, at);
  }
}

/**
 * The connection is over, whoever ended it.
 *
 * @param code  what goes with the reason: a CONNACK return code, a Cause, else 0
 * @returns     Status.Unexpected, with nothing changed, when there was none
 */
export function endLink(client: Client, event: LinkEvent, reason: Reason, code: number): Status {
  const before = client.link;
  const status = step(client, event);
  if (status < 0) return status;
  learn(client, before, reason);
  // After a refusal the broker has processed nothing (3.1.4), so QoS 0 may be sent again as well, in its place.
  if (reason !== Reason.Refused) removeSentQos0(client);
  endStream(client);
  client.outbox.sentCount = 0;
  inboundLost(client);
  flushLost(client);
  expectPacket(client.decoder);
  clear(client.tx);
  client.isSending = false;
  client.hasGreeted = false;
  client.hasParted = false;
  client.hasPipelined = false;
  client.isPinged = false;
  client.isTimed = client.link === Link.Waiting;
  if (client.isTimed) client.deadlineMs = laterMs(client.nowMs, nextWaitMs(client));
  count(client, "closes", 1);
  tell(client, Told.Close, client.options.onClose, reason, code);
  return Status.Ok;
}

/** What the end of a connection says about the next attempt. */
function learn(client: Client, before: Link, reason: Reason): void {
  const healthyMs = (client.options.answerS ?? 20) * 1000;
  if (before >= Link.Up && elapsedMs(client.upMs, client.nowMs) >= healthyMs) client.longestMs = 0;
  // A broker that drops us before CONNACK may dislike what came with CONNECT: once more, step by step. If it drops
  // us then as well, it was not that.
  const isDropped = reason === Reason.Lost || reason === Reason.NoConnack;
  if (before === Link.Greeting && isDropped)
    client.isPipelined = client.options.isPipelined !== false && !client.hasPipelined;
}
