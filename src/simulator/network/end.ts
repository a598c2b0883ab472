/*
 * One end of a connection: what its owner may do, what it is told, and what its stack does by itself.
 */
import type { Ending } from "../engines/engine.ts";
import { BOARD_STACK, SERVICE_STACK } from "./conditions.ts";
import type { Stack } from "./conditions.ts";
import type { Connection, Peer } from "./network.ts";
import { Stream } from "./stream.ts";
import type { Part, Sender, Taker } from "./stream.ts";
import type { Air, Way } from "./way.ts";

/** What an end needs of the connection that it belongs to. */
export interface Between {
  readonly air: Air;
  /** For the trace: "broker:1883". */
  readonly name: string;
  /** The service's owner, at the moment when its stack knows that the connection is there. */
  accept(end: End): Peer | undefined;
  /** Both ends are gone. */
  forget(): void;
}

export class End implements Connection, Sender, Taker {
  readonly name: string;
  readonly stack: Stack;
  /** Undefined when nothing is told any more. */
  peer: Peer | undefined;
  /** Its stack knows nothing of the connection any more. */
  isGone = false;
  private isClosed = false;
  private readonly stream: Stream;

  /**
   * @param way    from here to the other end
   * @param back   from there to here
   */
  constructor(
    private readonly between: Between,
    private readonly isBoard: boolean,
    private readonly way: Way,
    back: Way,
    private readonly other: () => End,
  ) {
    this.name = isBoard ? `${between.air.name} -> ${between.name}` : `${between.name} -> ${between.air.name}`;
    this.stack = isBoard ? BOARD_STACK : SERVICE_STACK;
    this.stream = new Stream(between.air.world, this, way, back, other);
  }

  get rtoMs(): number {
    const { rtoMs, serviceRtoMs } = this.between.air.conditions;
    return this.isBoard ? rtoMs : serviceRtoMs;
  }

  get isTaking(): boolean {
    return this.peer !== undefined;
  }

  /** What is written goes out from now on; the first end to open says so to the other. */
  open(): void {
    this.stream.release();
  }

  write(bytes: Uint8Array): void {
    if (this.isClosed || this.isGone) return;
    const { conditions, dice } = this.between.air;
    // The writer may use its buffer again.
    const copy = new Uint8Array(bytes);
    for (let from = 0; from < copy.length;) {
      const most = Math.min(conditions.segmentBytes, copy.length - from);
      const to = from + (conditions.cutsAnywhere ? 1 + dice.roll(most) : most);
      this.stream.send(copy.subarray(from, to));
      from = to;
    }
  }

  /** Say hello: first of all that is sent. */
  greet(): void {
    this.stream.send("hello");
  }

  close(): void {
    if (this.isClosed || this.isGone) return;
    this.between.air.world.say("tcp", `${this.name}: closes`);
    this.isClosed = true;
    this.peer = undefined;
    this.stream.send("end");
  }

  reset(): void {
    if (this.isGone) return;
    this.between.air.world.say("tcp", `${this.name}: resets`);
    this.peer = undefined;
    this.vanish();
    this.answerReset();
  }

  acknowledged(): void {
    this.peer?.sent();
  }

  /** The stack had no answer to all of its repetitions. */
  gaveUp(): void {
    this.finish("reset", "gives up");
  }

  /**
   * A segment arrives here. Bytes for an owner who has closed make the stack reset, and what it still had to send is
   * lost: lwIP's tcp_input aborts, Linux as well.
   */
  take(part: Part): void {
    if (this.isGone) return this.answerReset();
    if (part === "hello") this.welcome();
    else if (part === "end") this.ended();
    else if (this.peer === undefined) this.reset();
    else this.peer.received(part);
  }

  /** It is over for this end: tell its owner, who has not closed it. */
  finish(ending: Ending, words: string): void {
    if (this.isGone) return;
    const { peer } = this;
    this.between.air.world.say("tcp", `${this.name}: ${words}`);
    this.peer = undefined;
    this.vanish();
    peer?.closed(ending);
  }

  private welcome(): void {
    const peer = this.between.accept(this);
    // The service may have closed it already.
    if (peer === undefined) this.reset();
    else if (!this.isClosed && !this.isGone) this.peer = peer;
  }

  /** The other end has sent all it had; runtimes then close theirs, and what they had to say is lost. */
  private ended(): void {
    const other = this.other();
    this.finish("ended", "is told of the end");
    other.vanish();
  }

  private vanish(): void {
    this.isGone = true;
    this.stream.stop();
    if (this.other().isGone) this.between.forget();
  }

  private answerReset(): void {
    const other = this.other();
    this.way.carry(
      0,
      () => other.finish("reset", "is told of a reset"),
      () => {},
    );
  }
}
