/*
 * An outside in which every connection finds somebody, and no chip is.
 */
import type { Outside } from "./engine.ts";

/** 2026-01-01, when every simulated world begins. */
export const EPOCH_S = 1_767_225_600;

export const OPEN_OUTSIDE: Outside = {
  resolve: (host) => host,
  isListening: () => true,
  i2c: () => undefined,
  oneWire: () => undefined,
  dht: () => undefined,
  analog: () => undefined,
  digital: () => true,
  pulses: () => 0,
  wakeCause: () => "power",
  rssiDbm: () => -61,
  epochS: () => EPOCH_S,
};
