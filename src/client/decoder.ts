/*
 * Cuts received bytes into packets and checks their framing: any packet may be cut at any byte, and a chunk may hold
 * many. What a part needs is gathered in a store made once; a PUBLISH has parts of its own (#inbound).
 * Not here: what a packet means (receive.ts).
 * Source: MQTT 3.1.1, chapter 2.
 */
import { begin, byteAt, chunkBytes, clear, putChunk, take } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { messageBegins } from "#inbound";
import { firstByteReason, isLengthOf, Packet } from "#protocol";
import { qos2Reason } from "#qos2";
import { Link } from "./link.ts";
import type { Client } from "./state.ts";
import { Reason } from "./status.ts";

/** What the next byte belongs to. From TopicLength on it is part of a PUBLISH. */
export const enum Part {
  First = 0,
  Length = 1,
  Body = 2,
  TopicLength = 3,
  Topic = 4,
  Id = 5,
  Payload = 6,
}

export interface Decoder {
  part: Part;
  /** First byte of the packet: type and flags. */
  first: number;
  /** Value of the next length byte's lowest bit. */
  unit: number;
  /** Bytes that the part under way still lacks, and bytes of the packet behind it. */
  needBytes: number;
  remaining: number;
  gathered: Frame;
  /** The rest of this message is read and forgotten, but for its id. */
  isSkipped: boolean;
}

export function makeDecoder(rxBytes: number): Decoder {
  return {
    part: Part.First,
    first: 0,
    unit: 1,
    needBytes: 1,
    remaining: 0,
    gathered: begin(rxBytes),
    isSkipped: false,
  };
}

/** Begin a part of so many bytes of the packet. */
export function expectPart(decoder: Decoder, part: Part, bytes: number): void {
  decoder.part = part;
  decoder.needBytes = bytes;
  decoder.remaining -= bytes;
  clear(decoder.gathered);
}

/** Begin with a new packet. */
export function expectPacket(decoder: Decoder): void {
  expectPart(decoder, Part.First, 1);
  decoder.isSkipped = false;
}

/** The number that two gathered bytes are. */
export function gatheredU16(decoder: Decoder): number {
  const bytes = take(decoder.gathered);
  return byteAt(bytes, 0) * 256 + byteAt(bytes, 1);
}

/** CONNACK comes first, once, and not even it before our CONNECT is written, 3.2. */
function isInTurn(client: Client, type: Packet): boolean {
  return (client.link === Link.Greeting) === (type === Packet.Connack) && client.hasGreeted;
}

/** The next byte of a fixed header; answers why the connection must end, if so. */
export function headByte(client: Client, byte: number): Reason {
  const decoder = client.decoder;
  if (decoder.part === Part.First) {
    decoder.first = byte;
    decoder.part = Part.Length;
    decoder.unit = 1;
    decoder.remaining = 0;
    const reason = firstByteReason(byte);
    if (reason !== Reason.None) return reason;
    return isInTurn(client, Math.floor(byte / 16)) ? qos2Reason(byte) : Reason.OutOfTurn;
  }
  decoder.remaining += (byte % 128) * decoder.unit;
  decoder.unit *= 128;
  // A fifth byte, or a last byte that adds nothing, could hide a second meaning of the same packet.
  if (byte >= 128) return decoder.unit > 2097152 ? Reason.BadLength : Reason.None;
  if (byte === 0 && decoder.unit > 128) return Reason.BadLength;
  const type = Math.floor(decoder.first / 16);
  if (type === Packet.Publish) return messageBegins(decoder);
  if (!isLengthOf(type, decoder.remaining)) return Reason.BadSize;
  expectPart(decoder, Part.Body, decoder.remaining);
  return Reason.None;
}

/** Gather what the chunk has of the part under way, from `at` on; answers how many bytes that were. */
export function gather(decoder: Decoder, chunk: Chunk, at: number): number {
  const here = chunkBytes(chunk) - at;
  const bytes = here < decoder.needBytes ? here : decoder.needBytes;
  if (!decoder.isSkipped || decoder.part === Part.Id) putChunk(decoder.gathered, chunk, at, at + bytes);
  decoder.needBytes -= bytes;
  return bytes;
}
