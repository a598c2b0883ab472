/*
 * The earliest of a board's timers, as one event of the world.
 */
import type { World } from "../world/world.ts";
import type { BoardClock } from "./clock.ts";

export class BoardTimer {
  private ticket: number | undefined;
  private dueMs: number | undefined;
  /** When it rang last, in the world. */
  private rangMs = -1;

  constructor(
    private readonly world: World,
    private readonly clock: BoardClock,
    private readonly ring: () => void,
  ) {}

  /** @param dueMs  by the board's clock; undefined when no timer is set */
  set(dueMs: number | undefined): void {
    if (dueMs === this.dueMs) return;
    this.world.cancel(this.ticket);
    this.dueMs = dueMs;
    if (dueMs === undefined) return;
    // A program that is due without an end must not stop the world's clock.
    const leastMs = this.rangMs === this.world.nowMs ? 1 : 0;
    this.ticket = this.world.after(Math.max(this.clock.waitMs(dueMs), leastMs), () => {
      this.dueMs = undefined;
      this.rangMs = this.world.nowMs;
      this.ring();
    });
  }

  /** The clock runs at another speed from now on. */
  renew(): void {
    const { dueMs } = this;
    this.set(undefined);
    this.set(dueMs);
  }
}
