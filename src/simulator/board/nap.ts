/*
 * A board's deep sleep: what ends it.
 */
import type { World } from "../world/world.ts";
import type { BoardClock } from "./clock.ts";

export class Nap {
  private ticket: number | undefined;
  private pin: number | undefined;

  constructor(
    private readonly world: World,
    private readonly clock: BoardClock,
    private readonly ended: () => void,
  ) {}

  /**
   * @param ms   by the board's clock; 0 for a sleep that no timer ends
   * @param pin  the GPIO that ends it too
   */
  start(ms: number, pin: number | undefined): void {
    this.world.say("board", ms === 0 ? "sleeps for good" : `sleeps ${ms / 1000} s`);
    this.pin = pin;
    if (ms > 0) this.ticket = this.world.after(this.clock.worldMs(ms), this.ended);
  }

  stop(): void {
    this.world.cancel(this.ticket);
    this.pin = undefined;
  }

  isEndedBy(pin: number): boolean {
    return pin === this.pin;
  }
}
