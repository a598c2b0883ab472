/*
 * The parts of a received PUBLISH: topic, id, and the payload in pieces of up to rxBytes.
 * The cut into pieces depends on the message alone, never on how the network cut it.
 * Source: MQTT 3.1.1, section 3.3.
 */
import { room, textAt, used } from "#bytes";
import { Packet } from "#protocol";
import { bodyU16, Decoded, gather, Part, skip } from "./reader.ts";
import type { Decoder } from "./reader.ts";
import { Reason } from "./status.ts";
import { isTopicChunk } from "./topic.ts";

export function messageQos(decoder: Decoder): number {
  return Math.floor(decoder.first / 2) % 4;
}

/** Where in the payload the piece in `body` begins. */
export function pieceOffset(decoder: Decoder): number {
  return decoder.totalBytes - decoder.remaining - (decoder.to - decoder.from);
}

/** Read on in a PUBLISH; answers like decoderNext, or Decoded.GoOn after a part. */
export function messageNext(decoder: Decoder): number {
  switch (decoder.part) {
    case Part.TopicLength:
      return topicLengthNext(decoder);
    case Part.Topic:
      return topicNext(decoder);
    case Part.Id:
      return idNext(decoder);
    default:
      return payloadNext(decoder);
  }
}

function topicLengthNext(decoder: Decoder): number {
  if (decoder.remaining + used(decoder.gathered) < 2) return -Reason.BadSize;
  if (!gather(decoder, 2)) return Decoded.NeedMore;
  const topicBytes = bodyU16(decoder, 0);
  const idBytes = messageQos(decoder) === 0 ? 0 : 2;
  if (topicBytes + idBytes > decoder.remaining) return -Reason.BadSize;
  if (topicBytes === 0) return -Reason.BadTopic;
  decoder.topicBytes = topicBytes;
  decoder.totalBytes = decoder.remaining - topicBytes - idBytes;
  decoder.packetId = 0;
  decoder.isSkipped = topicBytes > room(decoder.gathered);
  decoder.part = Part.Topic;
  return Decoded.GoOn;
}

function topicNext(decoder: Decoder): number {
  const idBytes = messageQos(decoder) === 0 ? 0 : 2;
  if (decoder.isSkipped) {
    if (!skip(decoder, decoder.totalBytes + idBytes)) return Decoded.NeedMore;
  } else {
    if (!gather(decoder, decoder.topicBytes)) return Decoded.NeedMore;
    if (!isTopicChunk(decoder.body, decoder.from, decoder.to)) return -Reason.BadTopic;
    decoder.topic = textAt(decoder.body, decoder.from, decoder.to);
  }
  decoder.part = idBytes === 0 ? Part.Payload : Part.Id;
  return Decoded.GoOn;
}

function idNext(decoder: Decoder): number {
  if (!gather(decoder, 2)) return Decoded.NeedMore;
  decoder.packetId = bodyU16(decoder, 0);
  decoder.part = Part.Payload;
  return decoder.packetId === 0 ? -Reason.BadId : Decoded.GoOn;
}

function payloadNext(decoder: Decoder): number {
  if (decoder.isSkipped) {
    if (!skip(decoder, 0)) return Decoded.NeedMore;
    decoder.from = decoder.to;
  } else {
    const have = used(decoder.gathered);
    const size = room(decoder.gathered) + have;
    const rest = decoder.remaining + have;
    if (!gather(decoder, rest < size ? rest : size)) return Decoded.NeedMore;
  }
  if (decoder.remaining === 0) decoder.part = Part.First;
  return Packet.Publish;
}
