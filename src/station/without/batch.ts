/*
 * Stands in for batch.ts: every reading is a message of its own.
 */
import type { Chunk, Frame } from "#bytes";
import { publishMessage } from "../../client/publish.ts";
import type { Message } from "../../client/publish.ts";
import type { Client } from "../../client/state.ts";
import type { Status } from "../../client/status.ts";
import { objectBytes, putObject } from "../format.ts";
import type { Feed } from "../station.ts";

export function putBatch(frame: Frame, feed: Feed, chunk: Chunk): Status {
  return putObject(frame, feed.sensor, chunk, 0);
}

export function batchBytes(feed: Feed): number {
  return objectBytes(feed.sensor);
}

export function publishRecord(client: Client, message: Message, _feed: Feed): number {
  return publishMessage(client, message);
}
