/*
 * Takes what the network brought: one chunk, whatever packets and parts of packets it holds.
 * Source: MQTT 3.1.1, sections 3.2 (CONNACK comes first), 3.4 (PUBACK), 3.13 (PINGRESP).
 */
import { byteAt, chunkBytes, take } from "#bytes";
import type { Chunk } from "#bytes";
import { pingAnswered } from "#flush";
import { messagePart, takeSubscribed } from "#inbound";
import { connackReason, Packet, Refusal } from "#protocol";
import { takePuback } from "#qos1";
import { count } from "#report";
import { accepted, endLink } from "./connection.ts";
import { expectPacket, gather, gatheredU16, headByte, Part } from "./decoder.ts";
import { heard } from "./keepalive.ts";
import { Link, LinkEvent } from "./link.ts";
import { retryAtCap } from "./retry.ts";
import { moveTo } from "./state.ts";
import type { Client } from "./state.ts";
import { Reason } from "./status.ts";

/** @param chunk  any number of bytes; not held after the call */
export function received(client: Client, chunk: Chunk, nowMs: number): void {
  const decoder = client.decoder;
  let at = 0;
  moveTo(client, nowMs);
  if (!isReading(client)) return;
  count(client, "bytesIn", chunkBytes(chunk));
  // Before any handler: what it calls must not find a deadline that these bytes have met.
  heard(client);
  // A handler may end the link. A part of no bytes is complete without any.
  while (isReading(client) && (at < chunkBytes(chunk) || decoder.needBytes === 0)) {
    let reason: Reason = Reason.None;
    if (decoder.part <= Part.Length) {
      reason = headByte(client, byteAt(chunk, at));
      at += 1;
    } else {
      at += gather(decoder, chunk, at);
      if (decoder.needBytes === 0) reason = takePart(client);
    }
    if (reason !== Reason.None) endLink(client, LinkEvent.Lost, reason, 0);
  }
  heard(client);
}

/** Behind DISCONNECT, and after an overrun, nothing more is taken: it could not be acknowledged. */
function isReading(client: Client): boolean {
  return client.link >= Link.Greeting && client.link <= Link.Closing && !client.hasParted;
}

/** What was gathered is complete; answers why the link must end, if so. */
function takePart(client: Client): Reason {
  const decoder = client.decoder;
  if (decoder.part !== Part.Body) return messagePart(client);
  const type: Packet = Math.floor(decoder.first / 16);
  if (type === Packet.Pingresp) {
    client.isPinged = false;
    pingAnswered(client);
    expectPacket(decoder);
    return Reason.None;
  }
  const body = take(decoder.gathered);
  const packetId = gatheredU16(decoder);
  expectPacket(decoder);
  if (type === Packet.Connack) return takeConnack(client, Math.floor(packetId / 256), packetId % 256);
  if (packetId === 0) return Reason.BadId;
  return type === Packet.Puback ? takePuback(client, packetId) : takeSubscribed(client, type, packetId, body);
}

function takeConnack(client: Client, flags: number, code: number): Reason {
  const reason = connackReason(flags, code, client.options.cleanSession !== false);
  if (reason === Reason.None) accepted(client, flags === 1);
  if (reason !== Reason.Refused) return reason;
  if (code !== Refusal.ServerUnavailable) retryAtCap(client);
  endLink(client, LinkEvent.Lost, Reason.Refused, code);
  return Reason.None;
}
