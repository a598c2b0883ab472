/*
 * Stands in for commands.ts in a station that takes no commands.
 */
import type { Chunk } from "#bytes";
import type { Order as Taken } from "../order.ts";
import type { Station } from "../station.ts";

/** Nothing is kept; who obeys orders is built all the same where a station says other things. */
export type Order = Taken | undefined;

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
