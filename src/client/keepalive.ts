/*
 * When to ask whether the other side still lives, when to give up, and when the client must be called next.
 * Two clocks: since we last sent, which the broker watches (keep alive), and since we last heard (proof).
 * Source: MQTT 3.1.1, sections 3.1.2.10 and 3.12.
 */
import { Clock, earlierMs, elapsedMs, isDue, laterMs } from "./clock.ts";
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

/** Whether it is time to give the connection up: no answer, or a write that the network does not take. */
export function isSilent(client: Client): boolean {
  if (client.isAsked && isDue(client.answerByMs, client.nowMs)) return true;
  const silenceMs = elapsedMs(client.sentMs, client.nowMs);
  if (client.isSending && silenceMs >= client.options.patience.answerMs) return true;
  // The broker has given us up: after such a sleep a write would be wasted.
  const keepAliveS = client.options.identity.keepAliveS;
  return keepAliveS > 0 && silenceMs > keepAliveS * KeepAlive.GraceMs;
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
  const patience = client.options.patience;
  const keepAliveS = client.options.identity.keepAliveS;
  const askedMs = client.isAsked ? client.answerByMs : laterMs(client.heardMs, patience.proofMs);
  // While the network holds our frame no PINGREQ can go out: only time can run out.
  if (client.isSending) {
    const stalledMs = laterMs(client.sentMs, patience.answerMs);
    const dueMs = client.isAsked ? earlierMs(askedMs, stalledMs) : stalledMs;
    return keepAliveS === 0
      ? dueMs
      : earlierMs(dueMs, laterMs(client.sentMs, keepAliveS * KeepAlive.GraceMs + 1));
  }
  return keepAliveS === 0
    ? askedMs
    : earlierMs(askedMs, laterMs(client.sentMs, keepAliveS * KeepAlive.LateMs));
}
