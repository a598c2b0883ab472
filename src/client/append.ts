/*
 * Adding to a message that still waits, so that a station's readings go out together: one packet, one PUBACK.
 * Not here: what the bytes are (station/batch.ts).
 */
import { chunkBytes, clear, forget, keep, keptChunk, moveKept, payloadBytes, putChunk, take } from "#bytes";
import type { Chunk } from "#bytes";
import { Field, fieldAt, setField } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";
import { publishMessage } from "./publish.ts";
import type { Message } from "./publish.ts";
import type { Client } from "./state.ts";

/**
 * Put the payload of a feed's message behind that of the newest one of this feed, when that was never sent, and the
 * outbox has room for it; else publish it by itself, as an alarm always is. Such a pair counts as one message, with the
 * flags, the number and the time to live of the first.
 *
 * @param message     its topic is the number of a feed, its payload a chunk
 * @param limitBytes  how long they may become together; no longer than the feeds' formatBytes
 * @returns           the number of the message that has the payload now, or what publishMessage answers
 */
export function appendMessage(client: Client, message: Message, limitBytes: number): number {
  const outbox = client.outbox;
  const addedBytes = payloadBytes(message.payload ?? "");
  const at = newestOfFeed(outbox, message.topic as number);
  if (at < outbox.triedCount || message.isAlarm === true) return publishMessage(client, message);
  const bytes = fieldAt(outbox, at, Field.Bytes) + addedBytes;
  if (bytes > limitBytes || outbox.usedBytes + addedBytes > outbox.limitBytes)
    return publishMessage(client, message);
  grow(client, at, message.payload as Chunk);
  return fieldAt(outbox, at, Field.Number);
}

/** The place of the newest message of a feed, or -1. */
function newestOfFeed(outbox: Outbox, feed: number): number {
  let at = outbox.count - 1;
  while (at >= 0 && fieldAt(outbox, at, Field.Topic) !== -1 - feed) at -= 1;
  return at;
}

/** Put a chunk behind the bytes of an entry, which keeps its place. */
function grow(client: Client, at: number, chunk: Chunk): void {
  const outbox = client.outbox;
  const addedBytes = chunkBytes(chunk);
  const bytes = fieldAt(outbox, at, Field.Bytes);
  // Free between two messages, and as long as the longest of them.
  const whole = client.formatted;
  clear(whole);
  putChunk(whole, keptChunk(outbox.store, at, 0, bytes), 0, bytes);
  putChunk(whole, chunk, 0, addedBytes);
  forget(outbox.store, at);
  keep(outbox.store, "", take(whole));
  moveKept(outbox.store, outbox.count - 1, at);
  outbox.usedBytes += addedBytes;
  setField(outbox, at, Field.Bytes, bytes + addedBytes);
}
