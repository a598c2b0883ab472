/*
 * A world in virtual time: a clock that jumps from event to event, the queue of what will happen, the dice of one seed
 * and a trace. What happens in it is made by its parts: network, broker, boards, faults.
 * Not here: how fast virtual time passes for who watches (pace.ts).
 */
import { Dice } from "./dice.ts";
import { EventQueue } from "./queue.ts";
import { Trace } from "./trace.ts";
import type { Place, TraceLine } from "./trace.ts";

export interface WorldOptions {
  /** Decides everything that is random. */
  seed: number;
  /** Events that may wait at the same time; default 4096. */
  eventCapacity?: number;
  /** Lines of trace that are kept; default 0. */
  traceCapacity?: number;
  hear?: (line: TraceLine) => void;
}

export class World {
  readonly dice: Dice;
  readonly trace: Trace;
  /** Milliseconds since the world began; may have fractions, as a byte takes less than one. */
  nowMs = 0;
  /** How many events have happened. */
  eventCount = 0;
  private readonly queue: EventQueue;

  constructor(options: WorldOptions) {
    this.dice = new Dice(options.seed);
    this.queue = new EventQueue(options.eventCapacity ?? 4096);
    this.trace = new Trace(options.traceCapacity ?? 0, options.hear);
  }

  /** When the next event happens; Infinity when none will. */
  get nextMs(): number {
    return this.queue.nextMs;
  }

  /** Call so many milliseconds from now. @returns a ticket for cancel */
  after(delayMs: number, call: () => void): number {
    return this.queue.add(this.nowMs + Math.max(delayMs, 0), call);
  }

  /** Forget an event; one that has happened, and no ticket at all, are nobody's. */
  cancel(ticket: number | undefined): void {
    if (ticket !== undefined) this.queue.cancel(ticket);
  }

  /** Let everything happen that is due up to then, and the clock stand there. */
  runTo(limitMs: number): void {
    while (this.queue.nextMs <= limitMs) {
      this.nowMs = Math.max(this.nowMs, this.queue.nextMs);
      this.eventCount += 1;
      this.queue.take()();
    }
    this.nowMs = Math.max(this.nowMs, limitMs);
  }

  say(place: Place, text: string): void {
    this.trace.say({ atMs: this.nowMs, place, text });
  }
}
