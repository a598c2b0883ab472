/*
 * What a small client that only publishes reads: CONNACK, PINGRESP, and PUBACK if it sends QoS 1. Each is known by its
 * first two bytes; anything else closes.
 */
import { byteAt, chunkBytes } from "#bytes";
import type { Chunk } from "#bytes";
import { Packet } from "#protocol";
import { isPuback, takePuback } from "#small-queue";
import { Link } from "../../../client/link.ts";
import { Reason, Status } from "../../../client/status.ts";
import { answered, connacked, lose } from "../link.ts";
import type { SmallClient } from "../state.ts";

export interface Inbound {
  /** Bytes of the packet under way that were read, and the last of them. */
  readBytes: number;
  lastByte: number;
}

/** Whatever stands in place of this file in another build, here it is this. */
type Owner = SmallClient & Inbound;

export function addInbound(mqtt: Owner): void {
  mqtt.readBytes = 0;
  mqtt.lastByte = 0;
}

export function received(mqtt: Owner, chunk: Chunk): void {
  for (let at = 0; at < chunkBytes(chunk); at += 1) {
    const isReading = mqtt.link === Link.Greeting || mqtt.link === Link.Up;
    if (isReading && !takeByte(mqtt, byteAt(chunk, at))) lose(mqtt, Reason.Malformed, 0);
  }
}

/** Take the next byte; answers false for one that may not stand there. */
function takeByte(mqtt: Owner, byte: number): boolean {
  const isGreeting = mqtt.link === Link.Greeting;
  const place = mqtt.readBytes;
  const before = mqtt.lastByte;
  mqtt.readBytes = place + 1;
  mqtt.lastByte = byte;
  if (place === 0)
    return isGreeting ? byte === Packet.Connack * 16 : byte === Packet.Pingresp * 16 || isPuback(byte);
  if (place === 2 || (place === 1 && before !== Packet.Pingresp * 16)) return place === 2 || byte === 2;
  mqtt.readBytes = 0;
  if (place === 1) {
    answered(mqtt);
    return byte === 0;
  }
  if (isGreeting) return connacked(mqtt, before, byte);
  takePuback(mqtt, before * 256 + byte);
  return true;
}

export function inboundLost(mqtt: Owner): void {
  mqtt.readBytes = 0;
}

export function inboundUp(_mqtt: Owner): void {}

export function putInbound(_mqtt: Owner): void {}

/** PUBACKs that are not written. */
export function owedCount(_mqtt: Owner): number {
  return 0;
}

export function subscribe(_mqtt: Owner, _filter: string, _qos: number): Status {
  return Status.Unsupported;
}

export function unsubscribe(_mqtt: Owner, _filter: string): Status {
  return Status.Unsupported;
}
