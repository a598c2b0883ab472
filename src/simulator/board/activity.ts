/*
 * Tells the meter what a chip does, from what happens around it: nobody asks the program.
 */
import type { ChipState, Meter, Phase } from "../energy/meter.ts";
import type { BoardSockets } from "./sockets.ts";
import type { BoardWifi } from "./wifi.ts";

export class Activity {
  private last = "";

  constructor(private readonly meter: Meter | undefined) {}

  become(state: ChipState, phase: Phase): void {
    // Most events change nothing, and a meter has work with each.
    const now = `${state} ${phase}`;
    if (now === this.last) return;
    this.last = now;
    this.meter?.become(state, phase);
  }

  /** The radio has told the meter itself: whatever it said, what comes next is news. */
  forget(): void {
    this.last = "";
  }

  /**
   * While a program runs. With something under way the radio listens all the time; else it is as the firmware lets
   * it be.
   */
  follow({ isJoined, isJoining }: BoardWifi, sockets: BoardSockets, idle: ChipState): void {
    if (isJoining) return;
    const need = sockets.need;
    if (!isJoined) this.become("cpu", "waiting");
    else if (need === "open") this.become("rx", "TCP");
    else if (need === "send") this.become("rx", "MQTT");
    else this.become(idle, "waiting");
  }
}
