/*
 * When to ask whether the other side still lives, when to give up, and when the client must be called next.
 * Two clocks: since we last sent, which the broker watches (keep alive), and since we last heard (proof).
 * Source: MQTT 3.1.1, sections 3.1.2.10 and 3.12.
 */
import { Clock, earlierMs, elapsedMs, laterMs } from "./clock.ts";
import { Link } from "./link.ts";
import { EntryState } from "./outbox.ts";
import type { Client } from "./state.ts";
import { isInboundAsked } from "#inbound";

/** Parts of the keep alive, in milliseconds for each of its seconds. */
const enum KeepAlive {
  /** From here on a moment when the board is awake anyway is used for the PINGREQ. */
  EarlyMs = 600,
  /** Here the client asks to be woken for it; a tenth is left for a timer that is late. */
  LateMs = 900,
  /** Here the broker gives up on us, 3.1.2.10. */
  GraceMs = 1500,
}

/** A question went out: from now on silence ends the link. An older question keeps its time. */
export function ask(client: Client): void {
  if (client.isAsked) return;
  client.isAsked = true;
  client.answerByMs = laterMs(client.nowMs, client.options.patience.answerMs);
}

/** Something arrived: the other side lives. What is still unanswered gets its time anew. */
export function heard(client: Client): void {
  client.heardMs = client.nowMs;
  if (client.link !== Link.Up) return;
  client.isAsked = false;
  if (client.isPinged || hasUnacknowledged(client) || isInboundAsked(client.inbound)) ask(client);
}

function hasUnacknowledged(client: Client): boolean {
  for (let at = 0; at < client.outbox.count; at += 1) {
    const entry = client.outbox.entries[at];
    if (entry !== undefined && entry.state === EntryState.Sent && entry !== client.streaming) return true;
  }
  return false;
}

/** Whether the broker has given us up: after such a silence a write would be wasted. */
export function isPastGrace(client: Client): boolean {
  const keepAliveS = client.options.identity.keepAliveS;
  return keepAliveS > 0 && elapsedMs(client.sentMs, client.nowMs) > keepAliveS * KeepAlive.GraceMs;
}

/** Whether only an answer can prove that the broker is there. */
export function needsProof(client: Client): boolean {
  return !client.isAsked && elapsedMs(client.heardMs, client.nowMs) >= client.options.patience.proofMs;
}

/** Whether our silence is long enough for a PINGREQ at a moment like this. */
export function needsPing(client: Client): boolean {
  const keepAliveS = client.options.identity.keepAliveS;
  return keepAliveS > 0 && elapsedMs(client.sentMs, client.nowMs) >= keepAliveS * KeepAlive.EarlyMs;
}

/** When `tick` must be called at the latest. Calls before that are harmless. */
export function dueMs(client: Client): number {
  switch (client.link) {
    case Link.Down:
      return laterMs(client.nowMs, Clock.HalfMs - 1);
    case Link.Waiting:
      return client.retryAtMs;
    case Link.Up:
      return upDueMs(client);
    default:
      return client.answerByMs;
  }
}

function upDueMs(client: Client): number {
  const keepAliveS = client.options.identity.keepAliveS;
  const due = client.isAsked ? client.answerByMs : laterMs(client.heardMs, client.options.patience.proofMs);
  if (keepAliveS === 0) return due;
  // While the network holds our frame there is nothing to do early: only the grace can still run out.
  const silenceMs = client.isSending ? keepAliveS * KeepAlive.GraceMs + 1 : keepAliveS * KeepAlive.LateMs;
  return earlierMs(due, laterMs(client.sentMs, silenceMs));
}
