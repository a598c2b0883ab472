/*
 * One direction of a connection as TCP makes it out of a way that loses: in order, each byte once, and what is lost
 * goes out again after the stack's retransmission time. The simulator knows what got lost, so only that costs a timer.
 * Not here: windows, congestion control, Nagle's algorithm, delayed acknowledgements, and fast retransmission, for
 * which three more segments must follow the lost one: a burst of one or two segments never sees any of these.
 */
import type { World } from "../world/world.ts";
import type { Stack } from "./conditions.ts";
import type { Way } from "./way.ts";

/** What a segment carries: the end of opening, bytes, or the end of all bytes. */
export type Part = "hello" | "end" | Uint8Array;

interface Segment {
  part: Part;
  /** How many parts with bytes went out up to here, this one included. */
  number: number;
  sentMs: number;
  hasArrived: boolean;
  isTaken: boolean;
}

/** Who sends: is told when all was acknowledged, and when the stack has given up. */
export interface Sender {
  /** For the trace: "board -> broker:1883". */
  readonly name: string;
  readonly rtoMs: number;
  readonly stack: Stack;
  acknowledged(): void;
  gaveUp(): void;
}

/** Who receives: takes each part, in order. */
export interface Taker {
  /** Whether bytes are still wanted; else they are answered with a reset, and never acknowledged. */
  readonly isTaking: boolean;
  take(part: Part): void;
}

export class Stream {
  /** Sent, or still held, and not yet taken at the other end. */
  private readonly flight: Segment[] = [];
  private lost: Segment[] = [];
  private repetitions = 0;
  private sentCount = 0;
  private ackedCount = 0;
  private ticket: number | undefined;
  private isHeld = true;
  private isStopped = false;

  /**
   * @param back   the other direction, on which acknowledgements travel
   * @param taker  the other end
   */
  constructor(
    private readonly world: World,
    private readonly sender: Sender,
    private readonly way: Way,
    private readonly back: Way,
    private readonly taker: () => Taker,
  ) {}

  send(part: Part): void {
    if (typeof part !== "string") this.sentCount += 1;
    const segment = { part, number: this.sentCount, sentMs: 0, hasArrived: false, isTaken: false };
    this.flight.push(segment);
    if (!this.isHeld) this.leave(segment);
  }

  /** The connection is open: what was sent before goes out now. */
  release(): void {
    this.isHeld = false;
    for (const segment of this.flight) this.leave(segment);
  }

  /** Nothing goes out any more, and nothing that is on its way is taken. */
  stop(): void {
    this.isStopped = true;
    this.world.cancel(this.ticket);
  }

  private leave(segment: Segment): void {
    const { part } = segment;
    segment.sentMs = this.world.nowMs;
    // The end of opening is also in whatever follows it, and the other stack asks for it: never lost by chance.
    const isLucky = part === "hello";
    const bytes = typeof part === "string" ? 0 : part.length;
    const lost = () => this.lose(segment, bytes === 0 ? part.toString() : `${bytes} bytes`);
    this.way.carry(bytes, () => this.arrive(segment), lost, isLucky);
  }

  private arrive(segment: Segment): void {
    if (this.isStopped) return;
    segment.hasArrived = true;
    const taker = this.taker();
    // A repetition of what was taken long ago: only its acknowledgement had got lost.
    if (segment.isTaken && taker.isTaking) this.acknowledge(segment);
    else if (segment.isTaken) taker.take(segment.part);
    while (!this.isStopped && this.flight[0]?.hasArrived === true) {
      const head = this.flight.shift() as Segment;
      head.isTaken = true;
      this.repetitions = 0;
      const isLastBytes = this.flight.length === 0 && typeof head.part !== "string";
      // First of all, so that it arrives before what the other end answers.
      if (isLastBytes && taker.isTaking) this.acknowledge(head);
      taker.take(head.part);
    }
  }

  /** The other stack says how far it has everything. */
  private acknowledge(segment: Segment): void {
    const { number } = segment;
    this.back.carry(
      0,
      () => this.acknowledged(number),
      () => this.lose(segment, "acknowledgement"),
    );
  }

  private acknowledged(number: number): void {
    if (this.isStopped || number <= this.ackedCount) return;
    this.ackedCount = number;
    this.repetitions = 0;
    if (number === this.sentCount) this.sender.acknowledged();
  }

  private lose(segment: Segment, what: string): void {
    if (this.isStopped || (segment.isTaken && segment.number <= this.ackedCount)) return;
    this.lost.push(segment);
    this.world.say("tcp", `${this.sender.name}: ${what} lost`);
    const dueMs = segment.sentMs + this.timeoutMs();
    this.ticket ??= this.world.after(dueMs - this.world.nowMs, () => this.again());
  }

  private timeoutMs(): number {
    const { rtoMs, stack } = this.sender;
    return Math.min(rtoMs * Math.min(2 ** this.repetitions, stack.longestTimes), stack.longestMs);
  }

  private again(): void {
    this.ticket = undefined;
    this.repetitions += 1;
    if (this.repetitions === this.sender.stack.timeouts) return this.sender.gaveUp();
    const { lost } = this;
    this.lost = [];
    this.world.say("tcp", `${this.sender.name}: sends again, repetition ${this.repetitions}`);
    for (const segment of lost) if (!segment.isTaken || segment.number > this.ackedCount) this.leave(segment);
  }
}
