/*
 * An outside in which every connection finds somebody, and no chip is.
 */
import type { Outside } from "./engine.ts";

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
};
