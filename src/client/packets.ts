/*
 * The numbers of MQTT 3.1.1 packets, and what the first bytes of a packet that we receive may be.
 * Reached through #protocol.
 * Source: OASIS MQTT Version 3.1.1, chapters 2 and 3; the section stands at each function.
 */
import { Reason } from "./status.ts";

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

export const enum Wire {
  /** Remaining length has at most four bytes, 2.2.3. */
  MaxRemaining = 268435455,
  /** A string has a length of two bytes, 1.5.3. */
  MaxText = 65535,
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
