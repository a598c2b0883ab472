/*
 * A board's watchdog: it bites who has not fed it for as long as was agreed.
 */
import type { World } from "../world/world.ts";
import type { BoardClock } from "./clock.ts";

export class Watchdog {
  private ticket: number | undefined;

  constructor(
    private readonly world: World,
    private readonly clock: BoardClock,
    private readonly bite: () => void,
  ) {}

  /** @param ms  until it bites, from now on, by the board's clock; 0 for never */
  feed(ms: number): void {
    this.world.cancel(this.ticket);
    this.ticket = ms === 0 ? undefined : this.world.after(this.clock.worldMs(ms), this.bite);
  }
}
