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

/** Return codes of CONNACK, 3.2.2.3. */
export const enum Refusal {
  /** The only one that time may heal by itself. */
  ServerUnavailable = 3,
}

export const enum Wire {
  /** The protocol level of MQTT 3.1.1, 3.1.2.2. */
  Level = 4,
  /** Remaining length has at most four bytes, 2.2.3. */
  MaxRemaining = 268435455,
  /** A string has a length of two bytes, 1.5.3. */
  MaxText = 65535,
  /**
   * The longest remaining length of what goes out the short way: it takes one byte, and with it the packet fits into
   * a frame of 128.
   */
  ShortLength = 126,
}

/** For each type a char: Reason.None is "@", every other reason as many chars behind. */
const TYPE_REASONS = "UW@@@@@@W@W@W@WU";

/**
 * Whether a first byte may begin a packet from a broker, 2.2.
 *
 * @returns  Reason.None, or why the connection must end
 */
export function firstByteReason(first: number): Reason {
  const type = Math.floor(first / 16);
  const flags = first % 16;
  const reason = TYPE_REASONS.charCodeAt(type) - 64;
  if (reason > 0 || type !== Packet.Publish)
    return reason > 0 || flags === (type === Packet.Pubrel ? 2 : 0) ? reason : Reason.BadFlags;
  const qos = Math.floor(flags / PublishFlag.Qos1) % 4;
  if (qos === 3) return Reason.BadQos;
  return qos === 0 && flags >= PublishFlag.Dup ? Reason.BadFlags : Reason.None;
}

/** Whether a packet of this type, PUBLISH apart, may have this remaining length: SUBACK has a code for one filter. */
export function isLengthOf(type: Packet, length: number): boolean {
  if (type === Packet.Pingresp) return length === 0;
  return length === (type === Packet.Suback ? 3 : 2);
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
