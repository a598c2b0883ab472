/*
 * Packets that came in one segment with CONNECT. The standard lets a client send them (section 3.1.4); some brokers
 * lose them.
 */
import { Kind } from "./framing.ts";
import type { Quirks } from "./quirks.ts";
import { Unwanted } from "./violation.ts";

export interface HeldPacket {
  kind: number;
  flags: number;
  body: Uint8Array;
}

export class FirstSegment {
  private isNow = false;
  private held: HeldPacket[] = [];

  constructor(private readonly quirks: Pick<Quirks, "pipelined" | "pipelinedLimit" | "wholeVisit">) {}

  /** CONNECT was taken. */
  begin(): void {
    const { pipelined, pipelinedLimit, wholeVisit } = this.quirks;
    this.isNow = pipelined !== "taken" || wholeVisit !== "taken" || pipelinedLimit < Infinity;
  }

  /** @returns whether the packet is kept back until the segment ends */
  holds(kind: number, flags: number, body: Uint8Array): boolean {
    if (this.isNow) this.held.push({ kind, flags, body: new Uint8Array(body) });
    return this.isNow;
  }

  /**
   * The segment is over.
   *
   * @returns what is to be handled now
   * @throws  Unwanted when this broker closes for it
   */
  end(): HeldPacket[] {
    this.isNow = false;
    if (this.held.length === 0) return this.held;
    const held = this.held;
    this.held = [];
    const { pipelined, pipelinedLimit, wholeVisit } = this.quirks;
    if (held.length > pipelinedLimit) throw new Unwanted(`${held.length} packets before CONNACK`);
    if (pipelined === "dropped") return [];
    if (wholeVisit === "taken") return held;
    const end = held.filter(({ kind }) => kind === (Kind.Disconnect as number));
    return end.length > 0 ? end : held;
  }
}
