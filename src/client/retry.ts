/*
 * How long to wait before the next attempt: exponential back-off with full jitter from a seed.
 * Full jitter, because a fleet that lost its broker at one moment must not come back at one moment.
 */
import type { Client } from "./state.ts";

const enum Draw {
  /**
   * A prime of 16 bits. A step is three of those that multiply with 75 and add 74: one alone leaves neighbouring seeds
   * too near to each other. Products stay below 2^31, for integer builds.
   */
  Prime = 65537,
  Factor = 28653,
  Term = 28652,
  /** A wait is drawn as a number of parts: this many parts of it, times as many, stay below 2^31. */
  Parts = 32768,
  /** The one state that the sequence never leaves is 65536. */
  Seeds = 65536,
  /** Farther than any cap, and twice as much is still below 2^31. */
  AboveCapMs = 1000000000,
}

/** A number that two clients rarely share, below 65,536. */
export function seedOf(text: string): number {
  let seed = 1;
  for (let at = 0; at < text.length; at += 1) seed = (seed * 31 + text.charCodeAt(at)) % Draw.Seeds;
  return seed;
}

/** The state that follows in the random sequence. */
export function nextRandom(state: number): number {
  return (state * Draw.Factor + Draw.Term) % Draw.Prime;
}

/** Count a failure and draw how long to wait: from 0 up to and including the longest wait, which doubles up to the cap. */
export function nextWaitMs(client: Client): number {
  const capMs = (client.options.retryCapS ?? 300) * 1000;
  const nextMs =
    client.longestMs === 0 ? (client.options.retryFirstS ?? 1) * 1000 : client.longestMs + client.longestMs;
  client.longestMs = nextMs < capMs ? nextMs : capMs;
  client.randomState = nextRandom(client.randomState);
  const parts = client.randomState % Draw.Parts;
  const waitsMs = Math.floor(client.longestMs) + 1;
  return Math.floor(waitsMs / Draw.Parts) * parts + Math.floor(((waitsMs % Draw.Parts) * parts) / Draw.Parts);
}

/** After a refusal there is no hurry: the next wait is drawn from the cap. */
export function retryAtCap(client: Client): void {
  client.longestMs = Draw.AboveCapMs;
}
