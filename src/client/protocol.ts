/*
 * Every packet layout of MQTT 3.1.1 that we send; what we receive stands in packets.ts.
 * Not here: when a packet is sent. Reached as #protocol, so that another version of MQTT can stand in its place.
 * Source: OASIS MQTT Version 3.1.1, chapters 2 and 3; the section stands at each function.
 */
import { payloadBytes, putByte, putPayload, putText, putU16, room, textBytes } from "#bytes";
import type { Frame, Payload } from "#bytes";
import type { Identity, Will } from "./options.ts";
import { Packet, Wire } from "./packets.ts";
import { Status } from "./status.ts";

export { connackReason, firstByteReason, isLengthOf, Packet, PublishFlag, Wire } from "./packets.ts";

/** Parts of the CONNECT flags byte, 3.1.2.3. A QoS is shifted by multiplying it with WillQos. */
const enum ConnectFlag {
  CleanSession = 2,
  Will = 4,
  WillQos = 8,
  WillRetain = 32,
  Password = 64,
  UserName = 128,
}

const enum Size {
  /** "MQTT" with its length, level, flags, keep alive, 3.1.2. */
  ConnectHeader = 10,
}

/** How many bytes the remaining length takes: 127 takes 1, 128 takes 2. */
export function remainingLengthBytes(length: number): number {
  if (length < 128) return 1;
  if (length < 16384) return 2;
  return length < 2097152 ? 3 : 4;
}

/** Seven bits a byte, the low ones first, 2.2.3. */
export function putRemainingLength(frame: Frame, length: number): Status {
  if (room(frame) < remainingLengthBytes(length)) return Status.Full;
  let rest = length;
  while (rest >= 128) {
    putByte(frame, (rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return putByte(frame, rest);
}

/** Two bytes of length, then UTF-8, 1.5.3. */
export function putString(frame: Frame, text: string): Status {
  const bytes = textBytes(text);
  if (bytes > Wire.MaxText || room(frame) < bytes + 2) return Status.Full;
  putU16(frame, bytes);
  return putText(frame, text);
}

/**
 * The fixed header, if the first needBytes of what follows it fit as well, 2.2.
 *
 * @param first      type x 16 + flags
 * @param length     the remaining length
 * @param needBytes  how much of it must fit into this frame
 */
export function putFixedHeader(frame: Frame, first: number, length: number, needBytes: number): Status {
  if (room(frame) < 1 + remainingLengthBytes(length) + needBytes) return Status.Full;
  putByte(frame, first);
  return putRemainingLength(frame, length);
}

/** A whole packet with this remaining length: 127 makes 129 bytes, 128 makes 131. */
export function packetBytes(length: number): number {
  return 1 + remainingLengthBytes(length) + length;
}

/** The remaining length of a CONNECT. */
export function connectLength(identity: Identity): number {
  const will = identity.will;
  let bytes = Size.ConnectHeader + 2 + textBytes(identity.clientId);
  if (will !== undefined) bytes += 4 + textBytes(will.topic) + payloadBytes(will.payload);
  if (identity.userName !== undefined) bytes += 2 + textBytes(identity.userName);
  if (identity.password !== undefined) bytes += 2 + payloadBytes(identity.password);
  return bytes;
}

function willFlags(will: Will): number {
  return ConnectFlag.Will + will.qos * ConnectFlag.WillQos + (will.retain ? ConnectFlag.WillRetain : 0);
}

function connectFlags(identity: Identity): number {
  let flags = identity.cleanSession ? ConnectFlag.CleanSession : 0;
  if (identity.will !== undefined) flags += willFlags(identity.will);
  if (identity.password !== undefined) flags += ConnectFlag.Password;
  return identity.userName === undefined ? flags : flags + ConnectFlag.UserName;
}

/** Bytes with their length before them: the will's message and the password, 3.1.3.3 and 3.1.3.5. */
function putBinary(frame: Frame, payload: Payload): void {
  putU16(frame, payloadBytes(payload));
  putPayload(frame, payload);
}

/** CONNECT, 3.1. Its payload follows in the order of 3.1.3: client id, will, user name, password. */
export function putConnect(frame: Frame, identity: Identity): Status {
  const will = identity.will;
  const length = connectLength(identity);
  const status = putFixedHeader(frame, Packet.Connect * 16, length, length);
  if (status < 0) return status;
  putString(frame, "MQTT");
  putByte(frame, 4);
  putByte(frame, connectFlags(identity));
  putU16(frame, identity.keepAliveS);
  putString(frame, identity.clientId);
  if (will !== undefined) {
    putString(frame, will.topic);
    putBinary(frame, will.payload);
  }
  if (identity.userName !== undefined) putString(frame, identity.userName);
  if (identity.password !== undefined) putBinary(frame, identity.password);
  return Status.Ok;
}

/** The remaining length of a PUBLISH; packetId 0 stands for none. */
export function publishLength(topicBytes: number, packetId: number, totalBytes: number): number {
  return 2 + topicBytes + (packetId === 0 ? 0 : 2) + totalBytes;
}

/**
 * All of a PUBLISH before its payload, 3.3. The payload may follow in this frame and in later ones.
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
  topic: string,
  packetId: number,
  totalBytes: number,
  withBytes: number,
): Status {
  const topicBytes = textBytes(topic);
  if (topicBytes > Wire.MaxText) return Status.Full;
  const length = publishLength(topicBytes, packetId, totalBytes);
  const needBytes = length - totalBytes + withBytes;
  const status = putFixedHeader(frame, Packet.Publish * 16 + flags, length, needBytes);
  if (status < 0) return status;
  putString(frame, topic);
  return packetId === 0 ? Status.Ok : putU16(frame, packetId);
}

/** PUBACK, 3.4. */
export function putPuback(frame: Frame, packetId: number): Status {
  const status = putFixedHeader(frame, Packet.Puback * 16, 2, 2);
  return status < 0 ? status : putU16(frame, packetId);
}

/** What SUBSCRIBE and UNSUBSCRIBE have before their filters, 3.8 and 3.10; the reserved flags must be 2. */
export function putFiltersHead(frame: Frame, type: Packet, packetId: number, filtersBytes: number): Status {
  const length = 2 + filtersBytes;
  const status = putFixedHeader(frame, type * 16 + 2, length, length);
  return status < 0 ? status : putU16(frame, packetId);
}

/** What one filter takes in a SUBSCRIBE (with its QoS byte) or an UNSUBSCRIBE. */
export function filterBytes(type: Packet, filter: string): number {
  return 2 + textBytes(filter) + (type === Packet.Subscribe ? 1 : 0);
}

/** PINGREQ and DISCONNECT, 3.12 and 3.14: a type and nothing else. */
export function putBare(frame: Frame, type: Packet): Status {
  return putFixedHeader(frame, type * 16, 0, 0);
}
