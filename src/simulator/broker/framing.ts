/*
 * Bytes of a connection, however they were cut, become packets. The first byte and the remaining length are judged as
 * soon as they are there, so that a broken packet ends the connection before the rest of it comes.
 * Not here: what stands in a packet (decode.ts).
 * Source: MQTT 3.1.1, section 2.2.
 */
import { Unwanted, Violation } from "./violation.ts";

export const enum Kind {
  Connect = 1,
  Publish = 3,
  Puback = 4,
  Pubrec = 5,
  Pubrel = 6,
  Pubcomp = 7,
  Subscribe = 8,
  Unsubscribe = 10,
  Pingreq = 12,
  Disconnect = 14,
}

const NAMES = [
  ...["reserved type 0", "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP"],
  ...["SUBSCRIBE", "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT"],
  "reserved type 15",
];

/** Packets that only a broker sends: CONNACK, SUBACK, UNSUBACK, PINGRESP. */
const FROM_BROKER = [2, 9, 11, 13];
/** PUBREL, SUBSCRIBE and UNSUBSCRIBE have flags 2 (table 2.2). */
const FLAGS_2 = [6, 8, 10];
/** The length of a body that can have only one. */
const FIXED_LENGTHS: Record<number, number> = { 4: 2, 5: 2, 6: 2, 7: 2, 12: 0, 14: 0 };

export function kindName(kind: number): string {
  return NAMES[kind] as string;
}

/** Who takes what the bytes become. Both may throw; nothing is read after that. */
export interface PacketTaker {
  /** The first byte of a packet is there. */
  began(kind: number): void;
  /** @param body  what follows the remaining length; its bytes are the taker's only during the call */
  packet(kind: number, flags: number, body: Uint8Array): void;
}

const NOTHING = new Uint8Array(0);

export class Framing {
  private first = -1;
  /** How many bytes of the remaining length are there; -1 when all are. */
  private lengthCount = 0;
  private length = 0;
  /** A body of which a part is there; of that, `filled` bytes. */
  private body = NOTHING;
  private filled = 0;

  constructor(
    private readonly taker: PacketTaker,
    private readonly packetLimitBytes: number,
  ) {}

  /** @throws Violation, and whatever the taker throws */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.first < 0) this.begin(bytes[at++] as number);
      else if (this.lengthCount >= 0) this.addLength(bytes[at++] as number);
      else at = this.addBody(bytes, at);
    }
  }

  private begin(first: number): void {
    const kind = first >> 4;
    const flags = first & 15;
    const name = kindName(kind);
    if (kind === 0 || kind === 15) throw new Violation(`a packet of ${name}`, "2.2.1");
    if (FROM_BROKER.includes(kind)) throw new Violation(`${name}, which only a broker sends`, "2.2.1");
    const wanted = FLAGS_2.includes(kind) ? 2 : 0;
    if (kind !== (Kind.Publish as number) && flags !== wanted)
      throw new Violation(`${name} with flags ${flags}, must be ${wanted}`, "2.2.2");
    this.taker.began(kind);
    this.first = first;
    this.lengthCount = 0;
    this.length = 0;
  }

  private addLength(byte: number): void {
    const name = kindName(this.first >> 4);
    this.length += (byte & 127) * 128 ** this.lengthCount;
    this.lengthCount += 1;
    if (byte > 127 && this.lengthCount === 4)
      throw new Violation(`${name} with a remaining length of more than 4 bytes`, "2.2.3");
    if (byte > 127) return;
    if (byte === 0 && this.lengthCount > 1)
      throw new Violation(`${name} with a remaining length in more bytes than it needs`, "2.2.3");
    const fixed = FIXED_LENGTHS[this.first >> 4] ?? this.length;
    if (this.length !== fixed)
      throw new Violation(`${name} with a remaining length of ${this.length}, must be ${fixed}`, "2.2.3");
    if (this.length > this.packetLimitBytes)
      throw new Unwanted(`${name} of ${this.length} bytes, more than the ${this.packetLimitBytes} it takes`);
    this.lengthCount = -1;
    if (this.length === 0) this.give(NOTHING);
  }

  private addBody(bytes: Uint8Array, from: number): number {
    const to = Math.min(from + this.length - this.filled, bytes.length);
    if (this.filled === 0) {
      if (to - from === this.length) {
        this.give(bytes.subarray(from, to));
        return to;
      }
      this.body = new Uint8Array(this.length);
    }
    this.body.set(bytes.subarray(from, to), this.filled);
    this.filled += to - from;
    if (this.filled === this.length) this.give(this.body);
    return to;
  }

  private give(body: Uint8Array): void {
    const { first } = this;
    this.first = -1;
    this.filled = 0;
    this.body = NOTHING;
    this.taker.packet(first >> 4, first & 15, body);
  }
}
