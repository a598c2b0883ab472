/*
 * When to ask whether the other side still lives, when to give up, and when the client must be called next.
 * Two clocks: since we last sent, which the broker watches (keep alive), and since we last heard (proof).
 * Source: MQTT 3.1.1, sections 3.1.2.10 and 3.12.
 */
import { isInboundAsked } from "#inbound";
import { sentWhole } from "#stream";
import { Clock, earlierMs, elapsedMs, laterMs } from "./clock.ts";
import { Link } from "./link.ts";
import type { Client } from "./state.ts";

/** Parts of the keep alive, in milliseconds for each of its seconds. */
export const enum KeepAlive {
  /** From here on a moment when the board is awake anyway is used for the PINGREQ. */
  EarlyMs = 600,
  /** Here the client asks to be woken for it; a tenth is left for a timer that is late. */
  LateMs = 900,
  /** Here the broker gives up on us, 3.1.2.10. */
  GraceMs = 1500,
}

/** The keep alive, or 0 when we promise nothing. */
export function keepAliveS(client: Client): number {
  return client.options.keepAliveS ?? 60;
}

function proofMs(client: Client): number {
  return (client.options.proofS ?? (keepAliveS(client) > 3600 ? keepAliveS(client) : 3600)) * 1000;
}

/** Set the time that this state, or the first question, may take. */
export function limitTo(client: Client, delayS: number): void {
  client.isTimed = true;
  client.deadlineMs = laterMs(client.nowMs, Math.floor(delayS * 1000));
}

/**
 * Watch for an answer while one is missing: to a PINGREQ, a SUBSCRIBE or a QoS 1 message, or from a network that
 * does not take what we write. A question that stands already keeps its time.
 */
export function watch(client: Client): void {
  if (client.link !== Link.Up) return;
  const isAsked =
    client.isSending || client.isPinged || sentWhole(client) > 0 || isInboundAsked(client.inbound);
  if (!isAsked) client.isTimed = false;
  else if (!client.isTimed) limitTo(client, client.options.answerS ?? 20);
}

/** Something arrived: the other side lives. What is still unanswered gets its time anew. */
export function heard(client: Client): void {
  client.heardMs = client.nowMs;
  if (client.link === Link.Up) client.isTimed = false;
  watch(client);
}

/** Whether the broker has given us up: after such a sleep a write would be wasted. */
export function isForgotten(client: Client): boolean {
  const graceMs = keepAliveS(client) * KeepAlive.GraceMs;
  return client.link === Link.Up && graceMs > 0 && elapsedMs(client.sentMs, client.nowMs) > graceMs;
}

/** Whether to ask at a moment like this: our own silence is long enough, and nothing else goes out; or theirs is. */
export function needsPing(client: Client, isWriting: boolean): boolean {
  if (!client.isTimed && elapsedMs(client.heardMs, client.nowMs) >= proofMs(client)) return true;
  const earlyMs = keepAliveS(client) * KeepAlive.EarlyMs;
  return !isWriting && earlyMs > 0 && elapsedMs(client.sentMs, client.nowMs) >= earlyMs;
}

/** When `tick` must be called at the latest. Calls before that are harmless. */
export function dueMs(client: Client): number {
  if (client.link === Link.Down) return laterMs(client.nowMs, Clock.HalfMs - 1);
  const dueAtMs = client.isTimed ? client.deadlineMs : laterMs(client.heardMs, proofMs(client));
  if (client.link !== Link.Up || keepAliveS(client) === 0) return dueAtMs;
  // While the network holds our frame no PINGREQ can go out: only time can run out.
  const partMs = client.isSending ? KeepAlive.GraceMs : KeepAlive.LateMs;
  return earlierMs(dueAtMs, laterMs(client.sentMs, keepAliveS(client) * partMs));
}
