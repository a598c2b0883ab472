/*
 * How a board's stack opens a connection: it asks for the host's address, finds the router, and says SYN until somebody
 * answers or its patience ends.
 */
import type { Ending } from "../engines/engine.ts";
import { SYN_TIMEOUTS } from "./conditions.ts";
import type { Names } from "./names.ts";
import type { Air, Way } from "./way.ts";

/** What opening needs of its connection. */
export interface Door {
  readonly air: Air;
  readonly names: Names;
  readonly there: Way;
  readonly back: Way;
  /** Asked when the SYN arrives. */
  isListening(): boolean;
  opened(): void;
  failed(ending: Ending): void;
}

export class Opening {
  private ticket: number | undefined;
  private isOver = false;
  private timeouts = 0;

  /** @param arpMs  to find the router before anything else */
  constructor(
    private readonly door: Door,
    host: string,
    arpMs: number,
  ) {
    if (door.air.isUp) this.lookUp(host, arpMs);
    else this.wait(0, () => this.fail("unreachable"));
  }

  /** Nobody is told any more. */
  cancel(): void {
    this.isOver = true;
    this.door.air.world.cancel(this.ticket);
  }

  private lookUp(host: string, arpMs: number): void {
    const { names } = this.door;
    const { ms, hasAnswer } = names.waitMs(host);
    this.wait(arpMs + ms, () => {
      if (hasAnswer && names.at(host) !== undefined) this.ask();
      else this.fail("unknown host");
    });
  }

  private wait(ms: number, then: () => void): void {
    this.ticket = this.door.air.world.after(ms, then);
  }

  private ask(): void {
    const { air, there, back } = this.door;
    const dueMs = air.world.nowMs + air.conditions.rtoMs;
    const lost = () => this.again(dueMs);
    there.carry(
      0,
      () => {
        const isListening = this.door.isListening();
        back.carry(0, () => this.answer(isListening), lost);
      },
      lost,
    );
  }

  private answer(isListening: boolean): void {
    if (this.isOver) return;
    if (!isListening) return this.fail("unreachable");
    this.isOver = true;
    this.door.opened();
  }

  private again(dueMs: number): void {
    if (this.isOver) return;
    const { world } = this.door.air;
    world.say("tcp", `${this.door.air.name}: SYN or its answer lost`);
    this.wait(dueMs - world.nowMs, () => {
      this.timeouts += 1;
      if (this.timeouts === SYN_TIMEOUTS) this.fail("unreachable");
      else this.ask();
    });
  }

  private fail(ending: Ending): void {
    this.isOver = true;
    this.door.failed(ending);
  }
}
