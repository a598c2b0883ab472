/*
 * A board on its way from reset to the program: its firmware's steps, one after the other.
 */
import type { World } from "../world/world.ts";
import type { Activity } from "./activity.ts";
import type { Firmware } from "./firmware.ts";

export class Boot {
  private ticket: number | undefined;

  constructor(
    private readonly world: World,
    private readonly firmware: Firmware,
    private readonly activity: Activity,
    private readonly done: () => void,
  ) {}

  start(): void {
    this.go(0);
  }

  stop(): void {
    this.world.cancel(this.ticket);
  }

  private go(at: number): void {
    const step = this.firmware.boot[at];
    if (step === undefined) return this.done();
    this.activity.become(step.state, "boot");
    this.ticket = this.world.after(step.ms, () => this.go(at + 1));
  }
}
