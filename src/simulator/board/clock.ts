/*
 * A board's clock: whole milliseconds since its power came on, by a crystal that may run fast or slow.
 */
import type { World } from "../world/world.ts";

/** Far below a clock's step, far above what is lost in the world's fractions. */
const ROUNDING_MS = 1e-3;

export class BoardClock {
  private ppm = 0;
  /** What it showed when its speed was last changed, and when that was in the world. */
  private baseMs = 0;
  private sinceMs: number;

  constructor(private readonly world: World) {
    this.sinceMs = world.nowMs;
  }

  get nowMs(): number {
    return Math.floor(this.exactMs + ROUNDING_MS);
  }

  private get exactMs(): number {
    return this.baseMs + (this.world.nowMs - this.sinceMs) * this.speed;
  }

  private get speed(): number {
    return 1 + this.ppm / 1e6;
  }

  /** How fast it runs: 20 gains 20 microseconds in a second. */
  get driftPpm(): number {
    return this.ppm;
  }

  set driftPpm(ppm: number) {
    this.baseMs = this.exactMs;
    this.sinceMs = this.world.nowMs;
    this.ppm = ppm;
  }

  /** How long the world waits until this clock shows a time; 0 for one that has passed. */
  waitMs(dueMs: number): number {
    return Math.max(dueMs - this.exactMs, 0) / this.speed;
  }

  /** How long this clock's milliseconds take in the world. */
  worldMs(ms: number): number {
    return ms / this.speed;
  }
}
