/*
 * Several readings of a feed as one message, one JSON array: its entry in the outbox holds their records, one behind the
 * other. Reached as #batch: a station without such feeds puts without/batch.ts in its place.
 */
import { chunkBytes, putByte } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { appendMessage } from "../client/append.ts";
import type { Message } from "../client/publish.ts";
import type { Client } from "../client/state.ts";
import { Status } from "../client/status.ts";
import { objectBytes, putObject } from "./format.ts";
import { recordBytes } from "./record.ts";
import type { Feed } from "./station.ts";

/** Write the records of an entry: an object, or an array for a feed that has batches, even of one. */
export function putBatch(frame: Frame, feed: Feed, chunk: Chunk): Status {
  if (batchOf(feed) === 1) return putObject(frame, feed.sensor, chunk, 0);
  let status = putByte(frame, 91);
  for (let at = 0; at < chunkBytes(chunk); at += recordBytes(feed.sensor)) {
    if (status === Status.Ok && at > 0) status = putByte(frame, 44);
    if (status === Status.Ok) status = putObject(frame, feed.sensor, chunk, at);
    if (status < 0) return status;
  }
  return status < 0 ? status : putByte(frame, 93);
}

/** The longest text that putBatch writes for this feed. */
export function batchBytes(feed: Feed): number {
  const count = batchOf(feed);
  // A comma behind each but the last, and two brackets.
  return count === 1 ? objectBytes(feed.sensor) : count * (objectBytes(feed.sensor) + 1) + 1;
}

/**
 * Publish a record, its payload, together with those that wait.
 *
 * @returns  as publishMessage does
 */
export function publishRecord(client: Client, message: Message, feed: Feed): number {
  return appendMessage(client, message, batchOf(feed) * recordBytes(feed.sensor));
}

/** The most readings that go out together. */
export function batchOf(feed: Feed): number {
  return feed.batch ?? 1;
}
