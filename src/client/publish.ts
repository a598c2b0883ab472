/*
 * Taking a message from the caller: straight into the frame when nothing stands before it, else into the outbox.
 * Not here: the table itself (outbox.ts), checks (check.ts), what may be pushed out (policy.ts), packets (send.ts).
 */
import { limitOf, payloadBytes } from "#bytes";
import type { Chunk, Payload } from "#bytes";
import { checkMessage } from "#check";
import { isFeed } from "#feeds";
import { makeRoom, placeEntry } from "#policy";
import { packetBytes, publishLength, putPublish } from "#protocol";
import { numberOf } from "#qos1";
import { count, notice } from "#report";
import type { Counter } from "#report";
import { frameBytes, hasSource, holdSource } from "#stream";
import type { Source } from "#stream";
import { Link } from "./link.ts";
import type { WhenFull } from "./options.ts";
import { addEntry, EntryFlag, Field, fieldAt, removeEntry } from "./outbox.ts";
import type { Client } from "./state.ts";
import type { Notice } from "./status.ts";
import { Status } from "./status.ts";

/** The caller's own record: read during the call, never held, so one can serve for every publish. */
export interface Message {
  /** A topic name, as text or already as UTF-8; or the number of a feed whose stored values are the payload. */
  topic: string | Chunk | number;
  /** Copied. Left out when a source gives the payload. */
  payload?: Payload | undefined;
  /** Gives a payload of totalBytes piece by piece while it is sent; held until the message is gone. */
  source?: Source | undefined;
  totalBytes?: number | undefined;
  qos: number;
  retain?: boolean | undefined;
  /** Sent ahead of other waiting messages. */
  isAlarm?: boolean | undefined;
  /** Instead of the client's own policy and time to live. */
  whenFull?: WhenFull | undefined;
  ttlS?: number | undefined;
}

/**
 * Take a message: it will be sent, acknowledged if QoS is 1, or counted as dropped with a reason.
 *
 * @returns  the message number for QoS 1, 0 for QoS 0, or with nothing changed: Status.Full,
 *           Status.TooLarge, Status.Invalid (topic, QoS, lengths), Status.Unsupported (QoS 2)
 */
export function publishMessage(client: Client, message: Message): number {
  const status = checkMessage(client, message);
  if (status < 0) return status;
  const topic = message.topic;
  const payload = message.payload ?? "";
  const flags = message.qos * EntryFlag.Qos1 + (message.retain === true ? EntryFlag.Retain : 0);
  if (isFeed(topic)) return queue(client, message, flags, -1 - (topic as number), "", payload);
  const text = topic as string | Chunk;
  if (isNext(client, message) && putPublish(client.tx, flags, text, 0, payload) === Status.Ok) {
    count(client, "accepted", 1);
    count(client, "sent", 1);
    return 0;
  }
  return queue(client, message, flags, payloadBytes(text), text, payload);
}

/** Whether this message may be written right now, and needs no place in the outbox. */
function isNext(client: Client, message: Message): boolean {
  if (message.qos > 0 || hasSource(message)) return false;
  return client.link === Link.Up && client.outbox.count === 0 && !client.isSending;
}

/** Take a place in the outbox; topicField is what stands there in Field.Topic. */
function queue(
  client: Client,
  message: Message,
  flags: number,
  topicField: number,
  topic: Payload,
  payload: Payload,
): number {
  const outbox = client.outbox;
  const topicBytes = payloadBytes(topic);
  const ownBytes = payloadBytes(payload);
  const wholeBytes = packetBytes(publishLength(topicBytes, message.qos, ownBytes));
  if (frameBytes(wholeBytes, ownBytes) > limitOf(client.tx)) return Status.TooLarge;
  if (!makeRoom(client, message, topicBytes + ownBytes)) {
    count(client, "refused", 1);
    return Status.Full;
  }
  const at = outbox.count;
  addEntry(outbox, flags, topicField, topic, payload, topicBytes + ownBytes);
  holdSource(outbox, at, message);
  count(client, "accepted", 1);
  const messageNumber = numberOf(client, at);
  placeEntry(client, message);
  return messageNumber;
}

/** Remove an entry that nobody will get, and say so. */
export function dropEntry(client: Client, at: number, why: Notice, counter: Counter): void {
  const messageNumber = fieldAt(client.outbox, at, Field.Number);
  removeEntry(client.outbox, at);
  count(client, counter, 1);
  notice(client, why, messageNumber);
}
