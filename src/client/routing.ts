/*
 * Who takes a message: the first subscription with a handler of its own that matches, else onMessage.
 * Reached as #routing: a build without it puts without/routing.ts in its place, and onMessage takes all.
 */
import type { MessageHandler } from "./options.ts";
import type { Client } from "./state.ts";
import type { Subscription } from "./subscriptions.ts";
import { isMatch } from "./topic.ts";

/** Hand messages of a subscription to this handler. */
export function route(subscription: Subscription, handler: MessageHandler | undefined): void {
  subscription.handler = handler;
}

/** Who takes a piece: decided with the first one, because a handler may unsubscribe itself before the last. */
export function handlerOf(client: Client, topic: string, offset: number): MessageHandler | undefined {
  if (offset === 0) client.inbound.handler = firstMatch(client, topic);
  return client.inbound.handler;
}

function firstMatch(client: Client, topic: string): MessageHandler | undefined {
  const subscriptions = client.inbound.table;
  for (let at = 0; at < subscriptions.length; at += 1) {
    const subscription = subscriptions[at] as Subscription;
    if (subscription.handler !== undefined && isMatch(subscription.filter, topic))
      return subscription.handler;
  }
  return client.options.onMessage;
}
