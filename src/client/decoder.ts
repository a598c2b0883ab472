/*
 * Cuts received bytes into packets and checks their framing: any packet may be cut at any byte, and a chunk
 * may hold many. The PUBLISH packet has parts of its own (incoming.ts).
 * Not here: what a packet means (receive.ts).
 * Source: MQTT 3.1.1, chapter 2.
 */
import { byteAt, room, used } from "#bytes";
import { messageNext } from "#inbound";
import { firstByteReason, isLengthOf, Packet } from "#protocol";
import { qos2Reason } from "#qos2";
import { Decoded, gather, Part } from "./reader.ts";
import type { Decoder } from "./reader.ts";
import { Reason } from "./status.ts";

/**
 * Read on until something is complete.
 *
 * @returns  the type of a packet whose body lies in `body`; Packet.Publish for each piece of a message;
 *           Decoded.NeedMore; or the negative of the Reason why this connection must end
 */
export function decoderNext(decoder: Decoder): number {
  let result: number = Decoded.GoOn;
  while (result === Decoded.GoOn) result = partNext(decoder);
  return result;
}

function partNext(decoder: Decoder): number {
  switch (decoder.part) {
    case Part.First:
      return firstNext(decoder);
    case Part.Length:
      return lengthNext(decoder);
    case Part.Body:
      if (!gather(decoder, decoder.remaining + used(decoder.gathered))) return Decoded.NeedMore;
      decoder.part = Part.First;
      return Math.floor(decoder.first / 16);
    default:
      return messageNext(decoder);
  }
}

function firstNext(decoder: Decoder): number {
  if (decoder.at === decoder.limit) return Decoded.NeedMore;
  decoder.first = byteAt(decoder.chunk, decoder.at);
  decoder.at += 1;
  decoder.part = Part.Length;
  decoder.unit = 1;
  decoder.remaining = 0;
  let reason = firstByteReason(decoder.first);
  if (reason === Reason.None) reason = qos2Reason(decoder.first);
  return reason === Reason.None ? Decoded.GoOn : -reason;
}

function lengthNext(decoder: Decoder): number {
  if (decoder.at === decoder.limit) return Decoded.NeedMore;
  const byte = byteAt(decoder.chunk, decoder.at);
  decoder.at += 1;
  decoder.remaining += (byte % 128) * decoder.unit;
  decoder.unit *= 128;
  // A fifth byte, or a last byte that adds nothing, could hide a second meaning of the same packet.
  if (byte >= 128) return decoder.unit > 2097152 ? -Reason.BadLength : Decoded.GoOn;
  if (byte === 0 && decoder.unit > 128) return -Reason.BadLength;
  return bodyBegins(decoder);
}

function bodyBegins(decoder: Decoder): number {
  const type = Math.floor(decoder.first / 16);
  if (type === Packet.Publish) {
    decoder.part = Part.TopicLength;
    return Decoded.GoOn;
  }
  decoder.part = Part.Body;
  const isTooLong = decoder.remaining > room(decoder.gathered);
  return isTooLong || !isLengthOf(type, decoder.remaining) ? -Reason.BadSize : Decoded.GoOn;
}
