/*
 * Gathers the evidence of a run: hears the board's wire, its chips and its broker, and keeps the outbox's model.
 * Not here: what is right (checks.ts).
 */
import type { IPublishPacket, Packet } from "mqtt-packet";
import { recordBytes } from "../../station/record.ts";
import { addressOf, fillTopic } from "../../station/station.ts";
import type { Feed, Station } from "../../station/station.ts";
import { countedNumber } from "../chips/counted.ts";
import type { World } from "../world/world.ts";
import type { Evidence, Link, Sample } from "./evidence.ts";
import { OutboxModel } from "./outbox-model.ts";
import type { LinkListener, WireListener } from "./wire.ts";

export class Witness implements WireListener {
  readonly evidence: Evidence;
  readonly model: OutboxModel;
  /** How often the board began: with each start its memory is empty. */
  startCount: () => number = () => 0;
  private startsSeen = 0;
  /** Topic and number of each sample. */
  private readonly read = new Set<string>();
  /** Of its readings. */
  private readonly topics: Set<string>;
  private link: Link | undefined;

  /** @param id  what the board fills into {id} */
  constructor(
    private readonly world: World,
    private readonly station: Station,
    private readonly id = "",
  ) {
    this.topics = new Set(station.feeds.map((feed) => fillTopic(station, feed, id)));
    this.model = new OutboxModel(station.limits);
    this.evidence = {
      ...{ station, calmMs: 0, endMs: 0, samples: [], links: [], arrivals: [] },
      ...{ largestWriteBytes: 0, violations: [], faultCount: 0, inside: [] },
    };
  }

  /** A chip's measurement was read. @param number  undefined when it was garbled on its way */
  sampled(address: number, number: number | undefined): void {
    this.sawStart();
    const { nowMs } = this.world;
    const place = this.station.feeds.findIndex((each) => addressOf(each) === address);
    const feed = this.station.feeds[place] as Feed;
    const topic = fillTopic(this.station, feed, this.id);
    const sample: Sample = { feed: place, topic, qos: feed.qos, number, atMs: nowMs, fate: "waiting" };
    this.evidence.samples.push(sample);
    this.read.add(`${topic} ${number}`);
    this.model.add(sample, recordBytes(feed.sensor));
  }

  /** The broker has taken a PUBLISH. */
  arrived(topic: string, payload: Uint8Array, isDup: boolean): void {
    if (!this.topics.has(topic)) return;
    const text = Buffer.from(payload).toString();
    const atMs = this.world.nowMs;
    this.evidence.arrivals.push({ topic, text, number: this.numberOf(topic, text), isDup, atMs });
  }

  /** The number of a sample that was read; undefined for any other text. */
  private numberOf(topic: string, text: string): number | undefined {
    const number = countedNumber(text);
    return this.read.has(`${topic} ${number}`) ? number : undefined;
  }

  /** A board that began again has forgotten what it had. */
  private sawStart(): void {
    const count = this.startCount();
    if (count === this.startsSeen) return;
    if (this.startsSeen > 0) this.model.powerLost();
    this.startsSeen = count;
  }

  /** The power was cut: what waits is lost at this moment, not at the next start. */
  powerCut(): void {
    const last = this.evidence.links.at(-1);
    if (last !== undefined) last.isPowerCut = true;
    this.model.powerLost();
  }

  /** An attempt that ends where it began, unless a connection is asked for at the same moment. */
  asked(): void {
    const { nowMs } = this.world;
    if (this.link === undefined && this.evidence.links.at(-1)?.dialedMs !== nowMs)
      this.evidence.links.push({ ...newLink(nowMs), endedMs: nowMs });
  }

  dialed(): LinkListener {
    this.sawStart();
    const { links } = this.evidence;
    const last = links.at(-1);
    if (last?.dialedMs === this.world.nowMs && !last.isOpened) links.pop();
    const link = newLink(this.world.nowMs);
    this.link = link;
    links.push(link);
    return {
      opened: () => this.opened(link),
      wroteBytes: (count) => this.wroteBytes(count),
      wrote: (packet) => this.wrote(link, packet),
      heard: (packet) => this.heard(link, packet),
      closed: () => this.closed(link),
    };
  }

  private opened(link: Link): void {
    link.isOpened = true;
    if (link === this.link) this.model.opened();
  }

  private wroteBytes(count: number): void {
    this.evidence.largestWriteBytes = Math.max(this.evidence.largestWriteBytes, count);
  }

  private wrote(link: Link, packet: Packet): void {
    if (packet.cmd === "connect") link.isClean = packet.clean !== false;
    if (packet.cmd === "publish") this.published(link, packet);
    this.sawClear(link);
  }

  private published(
    link: Link,
    { topic, payload, qos, dup: isDup, messageId: id = 0 }: IPublishPacket,
  ): void {
    // What a station says besides its readings is judged by nobody here.
    if (!this.topics.has(topic)) return;
    const text = payload.toString();
    const number = this.numberOf(topic, text);
    const isWaiting = this.model.wrote(topic, number, id);
    link.writes.push({ topic, text, number, qos, id, isDup, isWaiting, atMs: this.world.nowMs });
  }

  private heard(link: Link, packet: Packet): void {
    if (packet.cmd === "puback" && link === this.link) this.model.acknowledged(packet.messageId ?? 0);
    if (packet.cmd === "connack") this.greeted(link, packet.returnCode ?? 0);
    this.sawClear(link);
  }

  private greeted(link: Link, returnCode: number): void {
    link.refusedWith = returnCode;
    if (returnCode !== 0) return;
    link.upMs = this.world.nowMs;
    if (link === this.link) this.model.accepted();
  }

  private sawClear(link: Link): void {
    if (link.upMs !== undefined && this.model.count === 0) link.clearedMs ??= this.world.nowMs;
  }

  private closed(link: Link): void {
    link.endedMs = this.world.nowMs;
    // An older one that ends behind the next says nothing about what waits.
    if (link !== this.link) return;
    this.link = undefined;
    this.model.closed(link.refusedWith !== 0);
  }
}

function newLink(dialedMs: number): Link {
  return {
    ...{ dialedMs, isOpened: false, isClean: true, upMs: undefined, refusedWith: 0 },
    ...{ clearedMs: undefined, endedMs: undefined, isPowerCut: false, writes: [] },
  };
}
