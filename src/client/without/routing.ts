/*
 * Stands in for routing.ts: onMessage takes every message.
 */
import type { MessageHandler } from "../options.ts";
import type { Client } from "../state.ts";
import type { Subscription } from "../subscriptions.ts";

export function route(_subscription: Subscription, _handler: MessageHandler | undefined): void {}

export function handlerOf(client: Client, _topic: string, _offset: number): MessageHandler | undefined {
  return client.options.onMessage;
}
