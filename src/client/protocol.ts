/*
 * Every packet layout of MQTT 3.1.1 that we send, and what the first bytes of a packet we receive may be.
 * Not here: when a packet is sent, and what a received one does. Reached as #protocol, so that another
 * version of MQTT can stand in its place.
 * Source: OASIS MQTT Version 3.1.1, chapters 2 and 3; the section stands at each function.
 */
import { payloadBytes, putByte, putPayload, putText, putU16, room, textBytes } from "#bytes";
import type { Frame, Payload } from "#bytes";
import type { Identity, Will } from "./options.ts";
import { Reason, Status } from "./status.ts";

/** Packet types, table 2.1. The first byte of a packet is type x 16 + flags. */
export const enum Packet {
  Connect = 1,
  Connack = 2,
  Publish = 3,
  Puback = 4,
  Pubrec = 5,
  Pubrel = 6,
  Pubcomp = 7,
  Subscribe = 8,
  Suback = 9,
  Unsubscribe = 10,
  Unsuback = 11,
  Pingreq = 12,
  Pingresp = 13,
  Disconnect = 14,
}

/** Parts of the first byte of a PUBLISH, 3.3.1. */
export const enum PublishFlag {
  Retain = 1,
  Qos1 = 2,
  Qos2 = 4,
  Dup = 8,
}

/** Parts of the CONNECT flags byte, 3.1.2.3. A QoS is shifted by multiplying it with WillQos. */
const enum ConnectFlag {
  CleanSession = 2,
  Will = 4,
  WillQos = 8,
  WillRetain = 32,
  Password = 64,
  UserName = 128,
}

export const enum Wire {
  /** Remaining length has at most four bytes, 2.2.3. */
  MaxRemaining = 268435455,
  /** A string has a length of two bytes, 1.5.3. */
  MaxText = 65535,
  /** Type, flags and the longest remaining length. */
  MaxFixedHeader = 5,
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
  let bytes = Wire.ConnectHeader + 2 + textBytes(identity.clientId);
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
  const length = publishLength(textBytes(topic), packetId, totalBytes);
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

/**
 * Whether a first byte may begin a packet from a broker, 2.2.
 *
 * @returns  Reason.None, or why the connection must end
 */
export function firstByteReason(first: number): Reason {
  const type = Math.floor(first / 16);
  const flags = first % 16;
  if (type === 0 || type === 15) return Reason.BadType;
  if (type === Packet.Publish) return publishFlagsReason(flags);
  if (flags !== (type === Packet.Pubrel || type === Packet.Subscribe || type === Packet.Unsubscribe ? 2 : 0))
    return Reason.BadFlags;
  if (type === Packet.Connect || type === Packet.Subscribe || type === Packet.Unsubscribe)
    return Reason.ClientPacket;
  return type === Packet.Pingreq || type === Packet.Disconnect ? Reason.ClientPacket : Reason.None;
}

function publishFlagsReason(flags: number): Reason {
  const qos = Math.floor(flags / 2) % 4;
  if (qos === 3) return Reason.BadQos;
  return qos === 0 && flags >= PublishFlag.Dup ? Reason.BadFlags : Reason.None;
}

/** Whether a packet of this type, PUBLISH apart, may have this remaining length. */
export function isLengthOf(type: Packet, length: number): boolean {
  if (type === Packet.Pingresp) return length === 0;
  // A packet id and at least one return code, 3.9.
  if (type === Packet.Suback) return length >= 3;
  return length === 2;
}

/**
 * What the two bytes of a CONNACK mean, 3.2.2.
 *
 * @returns  Reason.None for accepted, Reason.Refused, or the rule that was broken
 */
export function connackReason(flags: number, code: number, isClean: boolean): Reason {
  if (flags > 1 || code > 5) return Reason.BadConnack;
  if (flags === 1 && (isClean || code > 0)) return Reason.BadSession;
  return code > 0 ? Reason.Refused : Reason.None;
}
