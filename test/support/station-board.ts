/*
 * What every board has on which a built station runs as it is: the host's TCP and timers, and simulated chips on a bus.
 * A bus that was not set up, or on other pins than the chips are soldered to, answers nobody.
 * Not here: the runtimes themselves (station-espruino.ts, station-nodemcu.ts, station-moddable.ts).
 */
import type net from "node:net";
import type { I2cChip } from "../../src/simulator/chips/chip.ts";

/** By seven-bit address. */
export type Chips = ReadonlyMap<number, I2cChip>;

/** The pins to which the chips are soldered, as the runtime counts them. */
export interface Pins {
  sda: number;
  scl: number;
}

export const nowMs = () => Math.floor(performance.now());

/** What is stopped with a board. */
export class Running {
  readonly sockets = new Map<number, net.Socket>();
  readonly timers = new Map<number, NodeJS.Timeout>();

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const socket of this.sockets.values()) socket.destroy();
  }
}
