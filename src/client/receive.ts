/*
 * Takes what the network brought: one chunk, whatever packets and parts of packets it holds.
 * Source: MQTT 3.1.1, sections 3.2 (CONNACK comes first), 3.4 (PUBACK), 3.13 (PINGRESP).
 */
import { byteAt, chunkBytes } from "#bytes";
import type { Chunk } from "#bytes";
import { takeInbound } from "#inbound";
import { connackReason, Packet } from "#protocol";
import { accepted, endLink, part } from "./connection.ts";
import { decoderNext } from "./decoder.ts";
import { heard } from "./keepalive.ts";
import { Link, LinkEvent } from "./link.ts";
import { EntryState, placeOfId, removeEntry } from "./outbox.ts";
import type { Entry } from "./outbox.ts";
import { bodyU16, Decoded, endChunk, feedDecoder } from "./reader.ts";
import { moveTo } from "./state.ts";
import type { Client } from "./state.ts";
import { Notice, Reason } from "./status.ts";
import { notice, tell, Told } from "./tell.ts";

/** @param chunk  any number of bytes; not held after the call */
export function received(client: Client, chunk: Chunk, nowMs: number): void {
  moveTo(client, nowMs);
  if (!isReading(client)) return;
  client.counters.bytesIn += chunkBytes(chunk);
  // Before any handler: what it calls must not find a deadline that these bytes have met.
  heard(client);
  feedDecoder(client.decoder, chunk);
  while (isReading(client)) {
    const decoded = decoderNext(client.decoder);
    if (decoded === Decoded.NeedMore) break;
    const reason: Reason = decoded < 0 ? -decoded : takePacket(client, decoded);
    // A handler may have ended the link, and even begun the next: then this is the old one's reason.
    if (reason === Reason.None || !isReading(client)) continue;
    if (reason === Reason.Overrun) part(client, LinkEvent.Overrun);
    else endLink(client, LinkEvent.Lost, reason, 0);
  }
  endChunk(client.decoder);
  heard(client);
}

/** Behind DISCONNECT, and after an overrun, nothing more is taken: it could not be acknowledged. */
function isReading(client: Client): boolean {
  if (client.link === Link.Closing) return !client.hasParted;
  return client.link === Link.Greeting || client.link === Link.Up;
}

function takePacket(client: Client, type: Packet): Reason {
  const isGreeting = client.link === Link.Greeting;
  // Not even CONNACK has its turn before our CONNECT is written.
  if (isGreeting !== (type === Packet.Connack) || !client.hasGreeted) return Reason.OutOfTurn;
  switch (type) {
    case Packet.Connack:
      return takeConnack(client);
    case Packet.Puback:
      return takePuback(client, bodyU16(client.decoder, 0));
    case Packet.Pingresp:
      client.isPinged = false;
      return Reason.None;
    default:
      return takeInbound(client, type);
  }
}

function takeConnack(client: Client): Reason {
  const body = client.decoder.body;
  const flags = byteAt(body, client.decoder.from);
  const code = byteAt(body, client.decoder.from + 1);
  const reason = connackReason(flags, code, client.options.identity.cleanSession);
  if (reason === Reason.None) accepted(client, flags === 1);
  if (reason !== Reason.Refused) return reason;
  endLink(client, LinkEvent.Lost, Reason.Refused, code);
  return Reason.None;
}

function takePuback(client: Client, packetId: number): Reason {
  if (packetId === 0) return Reason.BadId;
  const at = placeOfId(client.outbox, packetId);
  const entry = client.outbox.entries[at] as Entry;
  // An acknowledgement of half a message means nothing; the rest of it still goes out.
  if (at < 0 || entry.state < EntryState.Resend || entry === client.streaming) {
    client.counters.strayAcks += 1;
    notice(client, Notice.StrayAck, packetId);
    return Reason.None;
  }
  const messageNumber = entry.messageNumber;
  removeEntry(client.outbox, at);
  client.counters.acknowledged += 1;
  tell(client, Told.Ack, messageNumber, 0, "");
  return Reason.None;
}
