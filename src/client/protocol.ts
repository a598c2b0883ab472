/*
 * Every packet layout of MQTT 3.1.1 that we send; what we receive stands in packets.ts.
 * Not here: when a packet is sent. Reached as #protocol, so that another version of MQTT can stand in its place.
 * Source: OASIS MQTT Version 3.1.1, chapters 2 and 3; the section stands at each function.
 */
import { payloadBytes, putByte, putPayload, putPlain, putU16, room } from "#bytes";
import type { Frame, Payload } from "#bytes";
import { loginBytes, loginFlags, putLogin } from "#login";
import type { ClientOptions } from "./options.ts";
import { Packet, PublishFlag, Wire } from "./packets.ts";
import { Status } from "./status.ts";

export { connackReason, firstByteReason, isLengthOf, Packet, PublishFlag, Refusal, Wire } from "./packets.ts";

const enum ConnectFlag {
  CleanSession = 2,
}

/** How many bytes the remaining length takes: 127 takes 1, 128 takes 2. */
export function remainingLengthBytes(length: number): number {
  if (length < 128) return 1;
  if (length < 16384) return 2;
  return length < 2097152 ? 3 : 4;
}

/** The fixed header before this remaining length. */
function headerBytes(length: number): number {
  return 1 + remainingLengthBytes(length);
}

/** A whole packet with this remaining length: 127 makes 129 bytes, 128 makes 131. */
export function packetBytes(length: number): number {
  return headerBytes(length) + length;
}

/**
 * The fixed header, if the first needBytes of what follows it fit as well, 2.2.
 *
 * @param first      type x 16 + flags
 * @param length     the remaining length
 * @param needBytes  how much of it must fit into this frame
 */
export function putFixedHeader(frame: Frame, first: number, length: number, needBytes: number): Status {
  if (room(frame) < headerBytes(length) + needBytes) return Status.Full;
  // Nearly all packets are short: both bytes in one operation.
  if (length < 128) return putU16(frame, first * 256 + length);
  putByte(frame, first);
  let rest = length;
  // Seven bits a byte, the low ones first, 2.2.3.
  while (rest >= 128) {
    putByte(frame, (rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return putByte(frame, rest);
}

/** Two bytes of length, then text as UTF-8 or bytes, 1.5.3. The caller has made sure that it fits. */
export function putField(frame: Frame, payload: Payload): Status {
  putU16(frame, payloadBytes(payload));
  return putPayload(frame, payload);
}

/** What a field takes that may be missing. */
export function fieldBytes(payload: Payload | undefined): number {
  return payload === undefined ? 0 : 2 + payloadBytes(payload);
}

/** The remaining length of a CONNECT: a header of ten bytes, then its fields. */
export function connectLength(options: ClientOptions, clientId: string): number {
  return 12 + payloadBytes(clientId) + loginBytes(options);
}

/** CONNECT, 3.1. */
export function putConnect(frame: Frame, options: ClientOptions, clientId: string): Status {
  const length = connectLength(options, clientId);
  const status = putFixedHeader(frame, Packet.Connect * 16, length, length);
  if (status < 0) return status;
  putField(frame, "MQTT");
  const flags = loginFlags(options) + (options.cleanSession === false ? 0 : ConnectFlag.CleanSession);
  putU16(frame, Wire.Level * 256 + flags);
  putU16(frame, options.keepAliveS ?? 60);
  putField(frame, clientId);
  putLogin(frame, options);
  return status;
}

/** The remaining length of a PUBLISH without a packet id. */
export function shortLength(topicBytes: number, totalBytes: number): number {
  return 2 + topicBytes + totalBytes;
}

/** The remaining length of a PUBLISH; packetId 0 stands for none. */
export function publishLength(topicBytes: number, packetId: number, totalBytes: number): number {
  return shortLength(topicBytes, totalBytes) + (packetId === 0 ? 0 : 2);
}

/**
 * All of a PUBLISH before its payload, 3.3.
 *
 * @param flags       sum of PublishFlag
 * @param packetId    1 to 65535, or 0 for QoS 0
 * @param totalBytes  length of the whole payload
 * @param withBytes   how much of the payload must fit behind the head
 * @returns           Status.Ok, or Status.Full with the frame unchanged
 */
export function putPublishHead(
  frame: Frame,
  flags: number,
  topic: Payload,
  packetId: number,
  totalBytes: number,
  withBytes: number,
): Status {
  const length = publishLength(payloadBytes(topic), packetId, totalBytes);
  const status = putFixedHeader(frame, Packet.Publish * 16 + flags, length, length - totalBytes + withBytes);
  if (status < 0) return status;
  putField(frame, topic);
  return packetId === 0 ? Status.Ok : putU16(frame, packetId);
}

/** A whole PUBLISH, 3.3; answers like putPublishHead. */
export function putPublish(
  frame: Frame,
  flags: number,
  topic: Payload,
  packetId: number,
  payload: Payload,
): Status {
  const bytes = payloadBytes(payload);
  const status = putPublishHead(frame, flags, topic, packetId, bytes, bytes);
  return status < 0 ? status : putPayload(frame, payload);
}

/**
 * A whole PUBLISH of QoS 0, 3.3, in one operation into an empty frame that has room for it.
 *
 * @param length      shortLength of topic and payload, at most Wire.ShortLength
 * @param topicBytes  plainBytes of the topic
 * @returns           false when its texts must be encoded (see putPublish): then the frame must be cleared
 */
export function putShortPublish(
  frame: Frame,
  retain: boolean,
  length: number,
  topicBytes: number,
  topic: Payload,
  payload: Payload,
): boolean {
  const first = Packet.Publish * 16 + (retain ? PublishFlag.Retain : 0);
  return putPlain(frame, first, length, 0, topicBytes, topic, payload);
}

/** PUBACK, 3.4. */
export function putPuback(frame: Frame, packetId: number): Status {
  const status = putFixedHeader(frame, Packet.Puback * 16, 2, 2);
  return status < 0 ? status : putU16(frame, packetId);
}

/** What a SUBSCRIBE or an UNSUBSCRIBE of one filter takes behind its fixed header. */
export function filterLength(type: Packet, filter: string): number {
  return 4 + payloadBytes(filter) + (type === Packet.Subscribe ? 1 : 0);
}

/** SUBSCRIBE and UNSUBSCRIBE of one filter, 3.8 and 3.10; the reserved flags must be 2. */
export function putFilter(frame: Frame, type: Packet, packetId: number, filter: string, qos: number): Status {
  const length = filterLength(type, filter);
  const status = putFixedHeader(frame, type * 16 + 2, length, length);
  if (status < 0) return status;
  putU16(frame, packetId);
  putField(frame, filter);
  return type === Packet.Subscribe ? putByte(frame, qos) : Status.Ok;
}

/** PINGREQ and DISCONNECT, 3.12 and 3.14: a type and nothing else. */
export function putBare(frame: Frame, type: Packet): Status {
  return putFixedHeader(frame, type * 16, 0, 0);
}
