/*
 * A client driven as a runtime drives it, in virtual time: tick and nextFrame when something happens or when
 * dueMs has come, and not otherwise. The network takes each write after sentAfterMs; the broker answers
 * after answerAfterMs. Both can be stopped, and everything is noted with its time.
 */
import type { Packet as AnyPacket } from "mqtt-packet";
import { Clock, elapsedMs, isDue } from "../../src/client/clock.ts";
import { opened, sent, tick } from "../../src/client/connection.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import { received } from "../../src/client/receive.ts";
import type { Client } from "../../src/client/state.ts";
import type { Bench } from "./client.ts";
import { connack, packet, puback } from "./client.ts";
import { packetsOf, suback, word } from "./wire.ts";

/** So many calls at one moment, with nothing new happening, are a busy loop. */
const SPINS = 5;

export class Driver {
  readonly bench: Bench;
  /** Milliseconds since the driver was made; does not wrap. */
  atMs = 0;
  /** `<ms> <packet>` for everything written, when its last byte was. */
  readonly lines: string[] = [];
  /** How often the client was woken because dueMs had come. */
  wakes = 0;
  sentAfterMs = 1;
  answerAfterMs = 50;
  isAnswering = true;
  /** false: a write is taken and `sent` never comes. */
  isTaking = true;
  /** When the client is to be called at the latest; another one for whoever is awake at other times anyway. */
  dueMs: (client: Client) => number = dueMs;
  private spins = 0;
  /** Of a packet that goes on in the next write. */
  private unread: Uint8Array = new Uint8Array(0);
  private readonly events: { atMs: number; act: () => void }[] = [];

  constructor(bench: Bench) {
    this.bench = bench;
    this.pump();
  }

  /** Do something at a time, in milliseconds since the driver was made. */
  at(atMs: number, act: () => void): void {
    this.events.push({ atMs, act });
  }

  every(periodMs: number, act: () => void): void {
    const again = (): void => {
      act();
      this.at(this.atMs + periodMs, again);
    };
    this.at(this.atMs + periodMs, again);
  }

  /** Let so much time pass. */
  run(ms: number): this {
    const endMs = this.atMs + ms;
    for (;;) {
      this.events.sort((first, second) => first.atMs - second.atMs);
      const event = this.events[0];
      const wakeAtMs = this.wakeAtMs();
      if (event !== undefined && event.atMs <= wakeAtMs && event.atMs <= endMs) {
        this.events.shift();
        this.moveTo(event.atMs);
        this.spins = 0;
        event.act();
      } else if (wakeAtMs <= endMs) {
        this.moveTo(wakeAtMs);
        this.wakes += 1;
        this.spins += 1;
        if (this.spins > SPINS) throw new Error(`busy loop at ${this.atMs} ms`);
      } else break;
      this.pump();
    }
    this.moveTo(endMs);
    return this;
  }

  private wakeAtMs(): number {
    const due = this.dueMs(this.bench.client);
    return this.atMs + (isDue(due, this.bench.nowMs) ? 0 : elapsedMs(this.bench.nowMs, due));
  }

  private moveTo(atMs: number): void {
    if (atMs > this.atMs) this.spins = 0;
    this.bench.nowMs = (this.bench.nowMs + atMs - this.atMs) % Clock.WrapMs;
    this.atMs = atMs;
  }

  private pump(): void {
    const { client, nowMs } = this.bench;
    tick(client, nowMs);
    if (client.link === Link.Opening) {
      this.unread = new Uint8Array(0);
      opened(client, nowMs);
    }
    const frame = this.bench.frame();
    if (frame.length === 0) return;
    const { packets, rest } = packetsOf(new Uint8Array(Buffer.concat([this.unread, frame])));
    this.unread = rest;
    for (const each of packets) this.lines.push(`${this.atMs} ${word(each)}`);
    if (this.isTaking) this.at(this.atMs + this.sentAfterMs, () => sent(client, this.bench.nowMs));
    if (!this.isAnswering) return;
    for (const each of packets) {
      const answer = answerTo(each);
      if (answer === undefined) continue;
      this.at(this.atMs + this.answerAfterMs, () => received(client, answer, this.bench.nowMs));
    }
  }

  /** When packets that begin with this were written. */
  timesOf(start: string): number[] {
    const found = this.lines.map((line) => line.split(/ (.*)/)).filter(([, line]) => line?.startsWith(start));
    return found.map(([atMs]) => Number(atMs));
  }
}

function answerTo(each: AnyPacket): Uint8Array | undefined {
  if (each.cmd === "connect") return connack();
  if (each.cmd === "pingreq") return packet({ cmd: "pingresp" });
  if (each.cmd === "publish") return each.qos === 0 ? undefined : puback(each.messageId as number);
  if (each.cmd === "subscribe")
    return suback(each.messageId as number, (each.subscriptions[0] as { qos: number }).qos);
  return undefined;
}
