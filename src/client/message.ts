/*
 * A message that the broker sends us, to handlers, piece by piece. The cut into pieces depends on the message alone,
 * never on how the network cut it.
 * Not here: what is held meanwhile, and PUBACK (inbound.ts).
 * Source: MQTT 3.1.1, section 3.3.
 */
import { chunkBytes, clear, room, take, textAt } from "#bytes";
import type { Chunk } from "#bytes";
import { isTopicChunk } from "#check";
import { moreCame } from "#flush";
import { PublishFlag } from "#protocol";
import { count, notice } from "#report";
import { handlerOf } from "#routing";
import { step } from "./connection.ts";
import { expectPacket, expectPart, gatheredU16, Part } from "./decoder.ts";
import type { Decoder } from "./decoder.ts";
import { LinkEvent } from "./link.ts";
import type { Client } from "./state.ts";
import { Notice, Reason } from "./status.ts";
import { tell, Told } from "./tell.ts";

const enum Passed {
  /** Stands for the id of a message that is passed over and must not be acknowledged. */
  Id = -1,
}

/** A PUBLISH follows its fixed header. */
export function messageBegins(decoder: Decoder): Reason {
  if (decoder.remaining < 2) return Reason.BadSize;
  expectPart(decoder, Part.TopicLength, 2);
  return Reason.None;
}

function messageQos(decoder: Decoder): number {
  return Math.floor(decoder.first / PublishFlag.Qos1) % 4;
}

/** A part of a PUBLISH is complete; answers why the link must end, if so. */
export function messagePart(client: Client): Reason {
  const part = client.decoder.part;
  if (part === Part.TopicLength) return topicLengthPart(client);
  if (part === Part.Topic) return topicPart(client);
  if (part === Part.Id) return idPart(client);
  piecePart(client);
  return Reason.None;
}

function topicLengthPart(client: Client): Reason {
  const decoder = client.decoder;
  const topicBytes = gatheredU16(decoder);
  const wholeBytes = decoder.remaining - topicBytes - (messageQos(decoder) > 0 ? 2 : 0);
  if (wholeBytes < 0) return Reason.BadSize;
  if (topicBytes === 0) return Reason.BadTopic;
  moreCame(client);
  client.inbound.topicBytes = topicBytes;
  client.inbound.wholeBytes = wholeBytes;
  client.inbound.messageId = 0;
  expectPart(decoder, Part.Topic, topicBytes);
  decoder.isSkipped = topicBytes > room(decoder.gathered);
  return Reason.None;
}

function topicPart(client: Client): Reason {
  const decoder = client.decoder;
  const topicBytes = client.inbound.topicBytes;
  if (!decoder.isSkipped) {
    const topic = take(decoder.gathered);
    if (!isTopicChunk(topic, 0, topicBytes)) return Reason.BadTopic;
    client.inbound.topicText = textAt(topic, 0, topicBytes);
  }
  if (messageQos(decoder) > 0) expectPart(decoder, Part.Id, 2);
  else expectPiece(decoder);
  return Reason.None;
}

function idPart(client: Client): Reason {
  const packetId = gatheredU16(client.decoder);
  client.inbound.messageId = packetId;
  expectPiece(client.decoder);
  return packetId === 0 ? Reason.BadId : Reason.None;
}

/** The next piece: as large as the store, or all that is left of a message that is skipped. */
function expectPiece(decoder: Decoder): void {
  clear(decoder.gathered);
  const limit = room(decoder.gathered);
  const isLast = decoder.isSkipped || decoder.remaining < limit;
  expectPart(decoder, Part.Payload, isLast ? decoder.remaining : limit);
}

function piecePart(client: Client): void {
  const decoder = client.decoder;
  const inbound = client.inbound;
  // More than we can acknowledge: passed over to its end, so that the broker sends it again.
  if (inbound.messageId > 0 && inbound.owedIds.length >= (client.options.pubacks ?? 20)) {
    inbound.messageId = Passed.Id;
    decoder.isSkipped = true;
    step(client, LinkEvent.Overrun);
  }
  if (!decoder.isSkipped) {
    const isWanted = tellPiece(client, take(decoder.gathered));
    // A handler may have ended the link, and with it this message: the decoder stands before a new packet.
    if (decoder.part !== Part.Payload) return;
    decoder.isSkipped = !isWanted;
  }
  if (decoder.remaining > 0) expectPiece(decoder);
  else messageEnds(client);
}

/** Hand over a piece; answers false when the rest of this message is not wanted. */
function tellPiece(client: Client, chunk: Chunk): boolean {
  const inbound = client.inbound;
  const first = client.decoder.first;
  const offset = inbound.wholeBytes - client.decoder.remaining - chunkBytes(chunk);
  const isWanted = tell(
    client,
    Told.Message,
    handlerOf(client, inbound.topicText, offset),
    inbound.topicText,
    chunk,
    messageQos(client.decoder),
    first % 2 === PublishFlag.Retain,
    first % 16 >= PublishFlag.Dup,
    offset,
    inbound.wholeBytes,
  );
  return isWanted || offset > 0;
}

/** The last byte was read: now, and not earlier, the message is ours to acknowledge. */
function messageEnds(client: Client): void {
  const inbound = client.inbound;
  expectPacket(client.decoder);
  if (inbound.messageId === Passed.Id) return;
  if (inbound.messageId > 0) inbound.owedIds.push(inbound.messageId);
  if (inbound.topicBytes > room(client.decoder.gathered)) {
    count(client, "skipped", 1);
    notice(client, Notice.TopicSkipped, inbound.topicBytes);
  } else count(client, "received", 1);
}
