/*
 * What a board's engine asks and is answered at once, in the world.
 */
import type { Outside, WakeCause } from "../engines/engine.ts";
import type { Network } from "../network/network.ts";
import { EPOCH_S } from "../engines/outside.ts";
import type { World } from "../world/world.ts";
import type { BoardChips } from "./chips.ts";
import type { BoardWifi } from "./wifi.ts";

/** As a board hears its access point across a house. An estimate; nothing in the world depends on it. */
const RSSI_DBM = -61;

/** @param cause  why the board runs now */
export function boardOutside(
  world: World,
  network: Network,
  wifi: BoardWifi,
  chips: BoardChips,
  cause: () => WakeCause,
): Outside {
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
    rssiDbm: () => (wifi.isJoined ? RSSI_DBM : undefined),
    epochS: () => (wifi.isJoined ? EPOCH_S + Math.floor(world.nowMs / 1000) : undefined),
  };
}
