/*
 * Stands in for flush.ts in a client that waits for no queued commands.
 */
import type { Client } from "../state.ts";

/** Nothing is kept. */
export type Flush = undefined;

export function addFlush(_client: Client): void {}

export function wantFlush(_client: Client, _questions: number): void {}

export function isFlushed(_client: Client): boolean {
  return true;
}

export function putFlush(_client: Client): void {}

export function pinged(_client: Client): void {}

export function moreCame(_client: Client): void {}

export function pingAnswered(_client: Client): void {}

export function flushLost(_client: Client): void {}

export function grantedBits(_client: Client): number {
  return 0;
}

export function restoreGranted(_client: Client, _bits: number): void {}
