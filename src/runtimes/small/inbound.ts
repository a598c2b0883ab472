/*
 * What a small client reads: packets cut anywhere, of which it keeps up to rxBytes; messages to onMessage, and PUBACKs
 * for them.
 * Source: MQTT 3.1.1, chapters 2 and 3.
 */
import { begin, byteAt, chunkBytes, clear, limitOf, piece, putChunk, take, textAt, used } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { isLengthOf, Packet, PublishFlag, putPuback } from "#protocol";
import { takePuback } from "#small-queue";
import { Link } from "../../client/link.ts";
import type { MessageHandler } from "../../client/options.ts";
import { Reason } from "../../client/status.ts";
import { answered, connacked, lose } from "./link.ts";
import type { SmallClient } from "./state.ts";
import { addFilters, filtersLost, putFilters, takeAnswer } from "./subscriptions.ts";
import type { Filters } from "./subscriptions.ts";

export { subscribe, unsubscribe } from "./subscriptions.ts";

const enum Part {
  First = 0,
  Length = 1,
  Body = 2,
}

export interface Inbound extends Filters {
  /** What the next byte belongs to. */
  part: Part;
  /** First byte of the packet, the value of the next length byte's lowest bit, and bytes of the body not yet here. */
  first: number;
  unit: number;
  needBytes: number;
  /** How long the body is, of which rx holds as much as there is room for. */
  bodyBytes: number;
  rx: Frame;
  /** Ids of messages whose PUBACK is not yet written. */
  owedIds: number[];
}

export function addInbound(mqtt: SmallClient): void {
  mqtt.part = Part.First;
  mqtt.rx = begin(mqtt.options.rxBytes ?? 256);
  mqtt.owedIds = [];
  addFilters(mqtt);
}

export function received(mqtt: SmallClient, chunk: Chunk): void {
  let at = 0;
  // A handler may end the link.
  while (at < chunkBytes(chunk) && (mqtt.link === Link.Greeting || mqtt.link === Link.Up)) {
    let reason: Reason = Reason.None;
    if (mqtt.part < Part.Body) {
      reason = headByte(mqtt, byteAt(chunk, at));
      at += 1;
    } else {
      const left = chunkBytes(chunk) - at;
      const bytes = left < mqtt.needBytes ? left : mqtt.needBytes;
      const room = limitOf(mqtt.rx) - used(mqtt.rx);
      putChunk(mqtt.rx, chunk, at, at + (bytes < room ? bytes : room));
      mqtt.needBytes -= bytes;
      at += bytes;
    }
    if (mqtt.part === Part.Body && mqtt.needBytes === 0) {
      mqtt.part = Part.First;
      reason = takePacket(mqtt, take(mqtt.rx));
    }
    if (reason !== Reason.None) lose(mqtt, reason, 0);
  }
}

/** The next byte of a fixed header; answers why the connection must end, if so. */
function headByte(mqtt: SmallClient, byte: number): Reason {
  if (mqtt.part === Part.First) {
    mqtt.part = Part.Length;
    mqtt.first = byte;
    mqtt.unit = 1;
    mqtt.needBytes = 0;
    clear(mqtt.rx);
    return Reason.None;
  }
  mqtt.needBytes += (byte % 128) * mqtt.unit;
  mqtt.unit *= 128;
  if (byte < 128) mqtt.part = Part.Body;
  else if (mqtt.unit > 2097152) return Reason.Malformed;
  mqtt.bodyBytes = mqtt.needBytes;
  return Reason.None;
}

function u16At(body: Chunk, at: number): number {
  return byteAt(body, at) * 256 + byteAt(body, at + 1);
}

/** A packet is complete; answers why the connection must end, if so. */
function takePacket(mqtt: SmallClient, body: Chunk): Reason {
  const first = mqtt.first;
  const type: Packet = Math.floor(first / 16);
  if ((mqtt.link === Link.Greeting) !== (type === Packet.Connack)) return Reason.Malformed;
  if (type === Packet.Publish) return takeMessage(mqtt, body);
  if (first % 16 > 0 || !isLengthOf(type, chunkBytes(body))) return Reason.Malformed;
  if (type === Packet.Pingresp) answered(mqtt);
  else if (type === Packet.Connack)
    return connacked(mqtt, byteAt(body, 0), byteAt(body, 1)) ? Reason.None : Reason.Malformed;
  else if (type === Packet.Puback) takePuback(mqtt, u16At(body, 0));
  else if (type === Packet.Suback) takeAnswer(mqtt, u16At(body, 0), byteAt(body, 2));
  else if (type === Packet.Unsuback) takeAnswer(mqtt, u16At(body, 0), -1);
  else return Reason.Malformed;
  return Reason.None;
}

/** A PUBLISH, 3.3. */
function takeMessage(mqtt: SmallClient, body: Chunk): Reason {
  const bytes = chunkBytes(body);
  const qos = Math.floor(mqtt.first / PublishFlag.Qos1) % 4;
  const topicTo = bytes < 2 ? bytes : 2 + u16At(body, 0);
  const from = topicTo + (qos > 0 ? 2 : 0);
  if (topicTo < 3 || qos > 1) return Reason.Malformed;
  if (from > bytes) return from > mqtt.bodyBytes ? Reason.Malformed : Reason.TooLong;
  const packetId = qos === 0 ? 0 : u16At(body, topicTo);
  if (qos > 0 && packetId === 0) return Reason.Malformed;
  if (qos > 0 && mqtt.owedIds.length >= (mqtt.options.pubacks ?? 20)) {
    // Not taken: the broker has fewer messages to send again once the PUBACKs that we owe are written.
    mqtt.link = Link.Draining;
    return Reason.None;
  }
  tellMessage(mqtt, textAt(body, 2, topicTo), piece(body, from, bytes), qos, mqtt.bodyBytes - from);
  // The handler may have ended the link, and with it what we owe.
  if (qos > 0 && mqtt.link >= Link.Up) mqtt.owedIds.push(packetId);
  return Reason.None;
}

/** @param totalBytes  of the message; what is beyond rxBytes is not in its payload, and passed over */
function tellMessage(
  mqtt: SmallClient,
  topic: string,
  payload: Chunk,
  qos: number,
  totalBytes: number,
): void {
  const first = mqtt.first;
  const handler = mqtt.options.onMessage;
  try {
    const isDup = first % 16 >= PublishFlag.Dup;
    (handler as MessageHandler)(topic, payload, qos, first % 2 === 1, isDup, 0, totalBytes);
  } catch {
    // Nobody is there, or has taken it as far as the broker is concerned.
  }
}

export function inboundLost(mqtt: SmallClient): void {
  mqtt.part = Part.First;
  // The broker sends those messages again.
  mqtt.owedIds = [];
}

/** Ask for all subscriptions, whatever the broker remembers. */
export function inboundUp(mqtt: SmallClient): void {
  filtersLost(mqtt);
}

/** Write what is owed and asked for, as much as fits. */
export function putInbound(mqtt: SmallClient): void {
  const ids = mqtt.owedIds;
  while (ids.length > 0 && putPuback(mqtt.tx, ids[0] as number) >= 0) ids.shift();
  if (mqtt.link === Link.Up) putFilters(mqtt);
}

/** PUBACKs that are not written. */
export function owedCount(mqtt: SmallClient): number {
  return mqtt.owedIds.length;
}
