/*
 * A computer as a board: it is in a network by itself, does not sleep, and keeps blocks as long as its port lives.
 * The methods are what #board asks, so that the simulator can put a board of its own behind them.
 */
import type { Chunk, Payload } from "#bytes";
import { Status } from "../../client/status.ts";
import { WakeCause } from "../board.ts";
import type { Block, PowerSave, Wifi } from "../board.ts";

/** The functions of BoardModule (board.ts), as methods. */
export interface BoardPort {
  wakeCause(): WakeCause;
  join(wifi: Wifi, hint: Payload): Status;
  leave(): void;
  setPowerSave(powerSave: PowerSave): Status;
  longestSleepMs(): number;
  sleepFor(delayMs: number, pin: number): Status;
  restart(): void;
  keep(block: Block, bytes: Chunk): Status;
  kept(block: Block): Chunk | undefined;
  feedWatchdog(): void;
  askTime(): Status;
  epochS(): number;
  rssiDbm(): number;
  freeBytes(): number;
}

export class Computer implements BoardPort {
  private readonly blocks = new Map<Block, Chunk>();

  wakeCause(): WakeCause {
    return WakeCause.Power;
  }

  join(_wifi: Wifi, _hint: Payload): Status {
    return Status.Unsupported;
  }

  leave(): void {}

  setPowerSave(_powerSave: PowerSave): Status {
    return Status.Unsupported;
  }

  longestSleepMs(): number {
    return 0;
  }

  sleepFor(_delayMs: number, _pin: number): Status {
    return Status.Unsupported;
  }

  /** Who runs a program here starts it anew. */
  restart(): void {}

  keep(block: Block, bytes: Chunk): Status {
    this.blocks.set(block, bytes.slice());
    return Status.Ok;
  }

  kept(block: Block): Chunk | undefined {
    return this.blocks.get(block);
  }

  feedWatchdog(): void {}

  /** Its clock is set already. */
  askTime(): Status {
    return Status.Ok;
  }

  epochS(): number {
    return Math.floor(Date.now() / 1000);
  }

  rssiDbm(): number {
    return 0;
  }

  freeBytes(): number {
    return -1;
  }
}
