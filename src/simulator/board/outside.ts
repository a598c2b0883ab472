/*
 * What a board's engine asks and is answered at once, in the world.
 */
import type { Outside, WakeCause } from "../engines/engine.ts";
import type { Network } from "../network/network.ts";
import type { BoardChips } from "./chips.ts";

/** @param cause  why the board runs now */
export function boardOutside(network: Network, chips: BoardChips, cause: () => WakeCause): Outside {
  return {
    resolve: (host) => network.resolve(host),
    isListening: (host, port) => network.isListening(host, port),
    i2c: (address, written, readBytes) => chips.i2c(address, written, readBytes),
    oneWire: (pin, written, readBytes) => chips.oneWire(pin, written, readBytes),
    dht: (pin) => chips.dht(pin),
    analog: (pin) => chips.analog(pin),
    digital: (pin) => chips.digital(pin),
    pulses: (pin) => chips.pulses(pin),
    wakeCause: cause,
  };
}
