/*
 * A client with feeds, as a station has it: a reading is a few bytes, and its payload is those bytes as text.
 */
import { chunkBytes, putChunk } from "#bytes";
import type { ClientOptions } from "../../src/client/options.ts";
import { publishMessage } from "../../src/client/publish.ts";
import type { Message } from "../../src/client/publish.ts";
import { Bench } from "./client.ts";

/** What a bench's client takes besides. */
export const FEEDS: ClientOptions = {
  feeds: {
    topic: (feed) => "abc".charAt(feed),
    format: (_feed, values, frame) => putChunk(frame, values, 0, chunkBytes(values)),
    formatBytes: 64,
  },
};

/** Publish a reading; answers what publish answers. */
export function read(bench: Bench, feed: number, text: string, more: Partial<Message> = {}): number {
  const payload = new Uint8Array(Buffer.from(text));
  return publishMessage(bench.client, { topic: feed, payload, qos: 1, ...more });
}

export function reader(changes: ClientOptions = {}): Bench {
  return new Bench({ ...FEEDS, ...changes });
}
