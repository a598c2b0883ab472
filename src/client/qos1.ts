/*
 * QoS 1 on the way out: ids, acknowledgements, and what is sent again. Reached as #qos1: a build that publishes
 * with QoS 0 only puts without/qos1.ts in its place.
 * Source: MQTT 3.1.1, sections 2.3.1 (ids), 3.4 (PUBACK), 4.4 (sent again).
 */
import { isInboundId } from "#inbound";
import { count, notice } from "#report";
import { isStreaming } from "#stream";
import { Field, fieldAt, placeOfId, qosAt, removeEntry, setField } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";
import type { Client } from "./state.ts";
import { Notice, Reason } from "./status.ts";
import { tell, Told } from "./tell.ts";

const enum Last {
  Id = 65535,
  /** Message numbers stay below 2^30, so that sums fit into 32 bits. */
  Number = 1073741823,
}

/**
 * The next free id: 1 to 65535, never one in flight. There are far fewer entries than ids, so one is always found.
 * Client and broker count their ids apart, so only ours matter.
 */
export function nextId(client: Client): number {
  do {
    client.lastId = (client.lastId % Last.Id) + 1;
  } while (placeOfId(client.outbox, client.lastId) >= 0 || isInboundId(client.inbound, client.lastId));
  return client.lastId;
}

/** Whether a client of this build publishes with this QoS; one that is none is another matter. */
export function hasQos(qos: number): boolean {
  return qos !== 2;
}

/** The id to send this entry with; 0 for QoS 0. */
export function idOf(client: Client, at: number): number {
  const packetId = fieldAt(client.outbox, at, Field.Id);
  return qosAt(client.outbox, at) === 0 || packetId > 0 ? packetId : nextId(client);
}

/** Give a new entry its message number, which for QoS 0 is 0. */
export function numberOf(client: Client, at: number): number {
  if (qosAt(client.outbox, at) === 0) return 0;
  client.lastNumber = (client.lastNumber % Last.Number) + 1;
  setField(client.outbox, at, Field.Number, client.lastNumber);
  return client.lastNumber;
}

/** The session is gone: what was not sent in this connection is a new publish, with a new id. */
export function forgetIds(outbox: Outbox): void {
  for (let at = outbox.sentCount; at < outbox.count; at += 1) setField(outbox, at, Field.Id, 0);
}

export function takePuback(client: Client, packetId: number): Reason {
  const outbox = client.outbox;
  const at = placeOfId(outbox, packetId);
  // An acknowledgement of half a message means nothing; the rest of it still goes out.
  if (at < 0 || (isStreaming(client) && at === outbox.sentCount - 1)) {
    count(client, "strayAcks", 1);
    notice(client, Notice.StrayAck, packetId);
    return Reason.None;
  }
  const messageNumber = fieldAt(outbox, at, Field.Number);
  removeEntry(outbox, at);
  count(client, "acknowledged", 1);
  tell(client, Told.Ack, client.options.onAck, messageNumber);
  return Reason.None;
}
