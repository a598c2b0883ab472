/*
 * Stands in for discovery.ts in a station of which Home Assistant is not told.
 */
import type { Chunk } from "#bytes";
import type { Client } from "../../client/state.ts";
import type { Station } from "../station.ts";

/** Nothing is kept; who publishes it is built all the same where a station says other things. */
export type Discovery = { topic: string; totalBytes: number; source: undefined } | undefined;

export function makeDiscovery(_station: Station, _board: string, _version: string): Discovery {
  return undefined;
}

export function birthFilter(): string {
  return "";
}

export function isBirth(_piece: Chunk, _isRetained: boolean): boolean {
  return false;
}

export function birthDelayMs(_client: Pick<Client, "randomState">): number {
  return 0;
}
