/*
 * What must stand in a station's outbox, from what its chips gave and its wire took: when it is full, which reading
 * goes, and which never may. Written from the README's promises and not from the client, to be compared with it.
 * It is that of a station: readings of feeds, the oldest goes, clean sessions.
 */
import type { Sample } from "./evidence.ts";

export interface Limits {
  outboxEntries: number;
  outboxBytes: number;
}

interface Entry {
  sample: Sample;
  bytes: number;
  /** Written in this connection. */
  isWritten: boolean;
  /** Written in this one or the last: never dropped. */
  isInFlight: boolean;
  id: number;
}

export class OutboxModel {
  droppedCount = 0;
  refusedCount = 0;
  acknowledgedCount = 0;
  acceptedCount = 0;
  /**
   * The runtime's port may hold a frame back until its socket has room: what stands in it left the queue before it is
   * seen on the wire. The model then learns from later writes what had become of the frame.
   */
  isFrameHeld = false;
  private entries: Entry[] = [];
  /** The last that were dropped, for frames that were held back. */
  private dropped: Entry[] = [];
  private isUp = false;

  constructor(private readonly limits: Limits) {}

  get count(): number {
    return this.entries.length;
  }

  get bytes(): number {
    return this.entries.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** A reading wants to wait. @param bytes  that it takes */
  add(sample: Sample, bytes: number): void {
    if (!this.wouldFit(bytes)) {
      this.refusedCount += 1;
      sample.fate = "refused";
      return;
    }
    while (!this.hasRoom(bytes) && this.dropOldest());
    this.acceptedCount += 1;
    this.entries.push({ sample, bytes, isWritten: false, isInFlight: false, id: 0 });
  }

  private hasRoom(bytes: number): boolean {
    return this.count < this.limits.outboxEntries && this.bytes + bytes <= this.limits.outboxBytes;
  }

  /** Whether there is room when all has gone that may. */
  private wouldFit(bytes: number): boolean {
    const staying = this.entries.filter(({ isInFlight }) => isInFlight);
    const stayingBytes = staying.reduce((sum, entry) => sum + entry.bytes, 0);
    return staying.length < this.limits.outboxEntries && stayingBytes + bytes <= this.limits.outboxBytes;
  }

  /** @returns  whether there was one that may go */
  private dropOldest(): boolean {
    const gone = this.entries.find(({ isInFlight }) => !isInFlight);
    if (gone === undefined) return false;
    this.entries.splice(this.entries.indexOf(gone), 1);
    gone.sample.fate = "dropped";
    this.droppedCount += 1;
    if (this.isFrameHeld) this.dropped = [...this.dropped.slice(1 - this.limits.outboxEntries), gone];
    return true;
  }

  /** Something was written that should have been dropped: it stood in a frame. So another one was, if any. */
  private revive(topic: string, number: number | undefined): Entry | undefined {
    const at = this.dropped.findIndex(({ sample }) => sample.topic === topic && sample.number === number);
    if (at < 0) return undefined;
    const [entry] = this.dropped.splice(at, 1) as [Entry];
    this.droppedCount -= 1;
    entry.sample.fate = "waiting";
    entry.isInFlight = true;
    while (entry.sample.qos > 0 && !this.hasRoom(entry.bytes) && this.dropOldest());
    this.entries.unshift(entry);
    return entry;
  }

  /** What of QoS 0 was passed over stood in a frame that was lost with its connection. */
  private passOver(entry: Entry): void {
    const before = this.entries.slice(0, this.entries.indexOf(entry));
    this.finish(before.filter(({ sample, isWritten }) => sample.qos === 0 && !isWritten));
  }

  /** A connection is open: with a clean session the broker knows nothing of us. */
  opened(): void {
    this.isUp = false;
    for (const entry of this.entries) entry.isInFlight = false;
  }

  /** @returns  whether such a reading waited and was not yet written in this connection */
  wrote(topic: string, number: number | undefined, id: number): boolean {
    const waiting = this.entries.find(
      ({ sample, isWritten }) => !isWritten && sample.topic === topic && sample.number === number,
    );
    const entry = waiting ?? this.revive(topic, number);
    if (entry === undefined) return false;
    if (this.isFrameHeld) this.passOver(entry);
    entry.isWritten = true;
    entry.isInFlight = true;
    entry.id = id;
    if (this.isUp && entry.sample.qos === 0) this.finish([entry]);
    return true;
  }

  acknowledged(id: number): void {
    const done = this.entries.filter((entry) => entry.isWritten && entry.id === id && id > 0);
    this.acknowledgedCount += done.length;
    this.finish(done);
  }

  /** CONNACK says yes: the broker has listened to what came before it. */
  accepted(): void {
    this.isUp = true;
    this.finishQos0();
  }

  /** @param isRefused  the broker has processed nothing: QoS 0 may be written again */
  closed(isRefused: boolean): void {
    this.isUp = false;
    if (!isRefused) this.finishQos0();
    for (const entry of this.entries) {
      entry.isWritten = false;
      if (entry.sample.qos === 0) entry.isInFlight = false;
    }
  }

  /** A new start: what stood in memory is gone, and the counters begin at zero. */
  powerLost(): void {
    for (const { sample } of this.entries) sample.fate = "lost with the power";
    this.entries = [];
    this.dropped = [];
    this.isUp = false;
    this.droppedCount = this.refusedCount = this.acknowledgedCount = this.acceptedCount = 0;
  }

  private finishQos0(): void {
    this.finish(this.entries.filter(({ isWritten, sample }) => isWritten && sample.qos === 0));
  }

  private finish(done: Entry[]): void {
    for (const { sample } of done) sample.fate = "done";
    this.entries = this.entries.filter((entry) => !done.includes(entry));
  }
}
