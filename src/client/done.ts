/*
 * Whether it is safe to sleep. The answer is a question to ask after each event, never a delay.
 */
import { isHeldAt } from "#feeds";
import { isFlushed } from "#flush";
import { isInboundAsked, isInboundDue } from "#inbound";
import { Link } from "./link.ts";
import type { Client } from "./state.ts";

/** How many messages are not delivered: not sent, or without their PUBACK. */
export function undelivered(client: Client): number {
  return client.outbox.count;
}

/**
 * Whether nothing is left to do before a sleep: nothing to send but what is held, nothing without an answer, no PUBACK
 * owed, no write under way, and the queue of commands found empty when that was wanted. A link that is closing is
 * another matter: it is done when it is Link.Down.
 */
export function isDone(client: Client): boolean {
  if (client.link >= Link.Greeting && isBusy(client)) return false;
  // The table stands in the order of sending: when the first waits, all do.
  return isFlushed(client) && (client.outbox.count === 0 || isHeldAt(client, 0));
}

function isBusy(client: Client): boolean {
  return (
    client.isSending || client.isPinged || isInboundDue(client.inbound) || isInboundAsked(client.inbound)
  );
}
