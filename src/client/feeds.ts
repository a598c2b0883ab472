/*
 * The readings of a station: an entry holds a feed's raw values, and topic and payload are written when it is sent.
 * Reached as #feeds: a library for users without feeds puts without/feeds.ts in its place.
 */
import { begin, clear, take } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { putPublish } from "#protocol";
import type { Client } from "./state.ts";
import { Status } from "./status.ts";

/** A payload as format wrote it, until it is copied. */
export type Formatted = Frame;

export function addFormatted(client: Client): void {
  const feeds = client.options.feeds;
  client.formatted = begin(feeds === undefined ? 0 : feeds.formatBytes);
}

/** Whether a topic is the number of a feed. */
export function isFeed(topic: string | Chunk | number): boolean {
  return typeof topic === "number";
}

/** Write the PUBLISH of a reading whole; Status.Full also for a feed that fails. */
export function putFeed(
  client: Client,
  feed: number,
  values: Chunk,
  flags: number,
  packetId: number,
): Status {
  const feeds = client.options.feeds;
  if (feeds === undefined) return Status.Full;
  clear(client.formatted);
  try {
    const topic = feeds.topic(feed);
    if (topic === "" || feeds.format(feed, values, client.formatted) < 0) return Status.Full;
    return putPublish(client.tx, flags, topic, packetId, take(client.formatted));
  } catch {
    return Status.Full;
  }
}
