/*
 * Stands in for feeds.ts in a library for users: there are no feeds.
 */
import type { Chunk } from "#bytes";
import type { Client } from "../state.ts";
import { Status } from "../status.ts";

/** Nothing is kept. */
export type Formatted = undefined;

export function addFormatted(_client: Client): void {}

export function isFeed(_topic: string | Chunk | number): boolean {
  return false;
}

export function isHeldAt(_client: Client, _at: number): boolean {
  return false;
}

export function putFeed(
  _client: Client,
  _feed: number,
  _values: Chunk,
  _flags: number,
  _packetId: number,
): Status {
  return Status.Unsupported;
}
