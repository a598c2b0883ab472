/*
 * Stands in for policy.ts: a full outbox refuses, messages wait for ever, and nothing goes first.
 */
import { hasRoom } from "../outbox.ts";
import type { Message } from "../publish.ts";
import type { Client } from "../state.ts";

/** Nothing is kept. */
export type Age = undefined;

export function addAge(_client: Client): void {}

export function passTime(_client: Client): void {}

export function makeRoom(client: Client, _message: Message, costBytes: number): boolean {
  return hasRoom(client.outbox, costBytes);
}

export function dropExpired(_client: Client): void {}

export function placeEntry(_client: Client, _message: Message): void {}
