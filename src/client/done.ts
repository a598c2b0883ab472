/*
 * Whether it is safe to sleep. The answer is a question to ask after each event, never a delay.
 * Not here: telling a handler when it becomes so (runtimes/safe.ts).
 */
import { isHeldAt } from "#feeds";
import { isFlushed } from "#flush";
import { isInboundAsked, isInboundDue, pubacksOwed } from "#inbound";
import { Link } from "./link.ts";
import type { Client } from "./state.ts";

/** How many messages are not delivered: not sent, or without their PUBACK. */
export function undelivered(client: Client): number {
  return client.outbox.count;
}

/**
 * How many things a sleep would cut off: messages that are not delivered, PUBACKs that are not written, a write under way,
 * SUBSCRIBE or PINGREQ without an answer.
 */
export function unfinished(client: Client): number {
  let things = client.outbox.count + pubacksOwed(client.inbound);
  if (client.isSending) things += 1;
  if (client.isPinged) things += 1;
  return isInboundAsked(client.inbound) ? things + 1 : things;
}

/**
 * Whether nothing is left to do before a sleep: nothing unfinished but messages that are held, no subscription to ask for,
 * and the queue of commands found empty when that was wanted. A link that is closing is another matter: it is done when it
 * is Link.Down.
 */
export function isDone(client: Client): boolean {
  if (client.link >= Link.Greeting && isInboundDue(client.inbound)) return false;
  const waiting = undelivered(client);
  // The table stands in the order of sending: when the first waits, all do.
  const held = waiting > 0 && isHeldAt(client, 0) ? waiting : 0;
  return unfinished(client) === held && isFlushed(client);
}
