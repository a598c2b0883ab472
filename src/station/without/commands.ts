/*
 * Stands in for commands.ts in a station that takes no commands.
 */
import type { Chunk } from "#bytes";
import type { Station } from "../station.ts";

/** Nothing is kept. */
export type Order = undefined;

export function makeOrder(): Order {
  return undefined;
}

export function commandFilter(_station: Station): string {
  return "";
}

export function logTopic(_station: Station): string {
  return "";
}

export function takeCommand(
  _order: Order,
  _station: Station,
  _topic: string,
  _piece: Chunk,
  _totalBytes: number,
  _isRetained: boolean,
  _isRepeated: boolean,
): string {
  return "";
}
