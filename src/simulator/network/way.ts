/*
 * One direction of one connection through the network: what goes in comes out later, in order, or is lost.
 * Not here: sending again what was lost (stream.ts).
 */
import type { Dice } from "../world/dice.ts";
import type { World } from "../world/world.ts";
import { FRAME_BYTES, HEADER_BYTES } from "./conditions.ts";
import type { Conditions } from "./conditions.ts";

/** What all connections of a board share. */
export interface Air {
  readonly world: World;
  readonly dice: Dice;
  readonly conditions: Conditions;
  /** The board's name, for the trace. */
  readonly name: string;
  /** Whether the board's radio is joined. */
  readonly isUp: boolean;
  /** Until then nothing arrives anywhere. */
  readonly stalledToMs: number;
  /** The board sends a frame of so many bytes. */
  onFrame: (bytes: number) => void;
}

export class Way {
  /** Nothing passes any more, and nobody is told. */
  isSilent = false;
  private freeMs = 0;
  private lastMs = 0;

  /** @param fromBoard  whether it begins at the board's radio; else it ends there */
  constructor(
    private readonly air: Air,
    private readonly fromBoard: boolean,
  ) {}

  /**
   * Send a packet with so many bytes of payload: exactly one of arrived and lost is called, lost perhaps at once.
   *
   * @param isLucky  it is not lost by chance
   */
  carry(bytes: number, arrived: () => void, lost: () => void, isLucky = false): void {
    const { dice, conditions } = this.air;
    const isOff = this.fromBoard && !this.air.isUp;
    if (this.fromBoard && !isOff) this.air.onFrame(bytes + HEADER_BYTES + FRAME_BYTES);
    const isUnlucky = !isLucky && conditions.loss > 0 && dice.chance(conditions.loss);
    if (isOff || this.isSilent || isUnlucky) lost();
    else this.land(this.arrivalMs(bytes + HEADER_BYTES), arrived, lost);
  }

  private arrivalMs(bytes: number): number {
    const { world, dice, conditions } = this.air;
    this.freeMs = Math.max(world.nowMs, this.freeMs) + (bytes * 1000) / conditions.bytesPerS;
    const jitterMs = conditions.jitterMs > 0 ? dice.between(0, conditions.jitterMs) : 0;
    this.lastMs = Math.max(this.lastMs, this.freeMs + conditions.latencyMs + jitterMs);
    return this.lastMs;
  }

  private land(atMs: number, arrived: () => void, lost: () => void): void {
    const { air } = this;
    air.world.after(atMs - air.world.nowMs, () => {
      const isGone = this.isSilent || (!this.fromBoard && !air.isUp);
      if (isGone) lost();
      else if (air.stalledToMs > air.world.nowMs) this.land(air.stalledToMs, arrived, lost);
      else arrived();
    });
  }
}
