/*
 * The readings of a station: an entry holds a feed's raw values, and topic and payload are written when it is sent.
 * Reached as #feeds: a library for users without feeds puts without/feeds.ts in its place.
 */
import { begin, clear, take } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { putPublish } from "#protocol";
import { EntryFlag, Field, fieldAt } from "./outbox.ts";
import type { Client } from "./state.ts";
import { Status } from "./status.ts";

/** A payload as format wrote it, until it is copied. */
export type Formatted = Frame;

export function addFormatted(client: Client): void {
  const feeds = client.options.feeds;
  client.formatted = begin(feeds === undefined ? 0 : feeds.formatBytes);
  client.isHeld = false;
}

/** Whether a topic is the number of a feed. */
export function isFeed(topic: string | Chunk | number): boolean {
  return typeof topic === "number";
}

/**
 * Whether the entry at this place, and with it all behind it, waits until client.isHeld is false: alarms do not, nor
 * does what was sent before, which nothing may pass.
 */
export function isHeldAt(client: Client, at: number): boolean {
  const outbox = client.outbox;
  if (!client.isHeld || at < outbox.triedCount) return false;
  return fieldAt(outbox, at, Field.Flags) % EntryFlag.Slot < EntryFlag.Alarm;
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
