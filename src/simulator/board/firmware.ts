/*
 * What a board's firmware does by itself, before and beside the program: it boots, and joins Wi-Fi.
 */
import type { ChipState } from "../energy/meter.ts";
import type { JoinRequest } from "../network/network.ts";

/** What the chip does for a while on its way from reset to the program's first line. */
export interface BootStep {
  state: ChipState;
  ms: number;
}

export interface Firmware {
  boot: BootStep[];
  /** The network that it joins by itself, as it was told once; undefined where the program does that. */
  wifi: JoinRequest | undefined;
  /** After a join that failed, or an access point that was lost, it waits so long before it tries again. */
  rejoinMs: number;
  /** What the chip does while it is awake, joined, and has nothing to say. */
  idle: ChipState;
}
