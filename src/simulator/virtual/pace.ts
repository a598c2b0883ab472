/*
 * How fast virtual time passes for who watches: as fast as the computer can, or so many times as fast as real time.
 * The world goes on in slices, so that Ctrl-C and a status line have their turn.
 */
import { performance } from "node:perf_hooks";
import type { World } from "../world/world.ts";

export interface PaceOptions {
  /** Where it ends, in the world's milliseconds. */
  limitMs: number;
  /** Virtual milliseconds in a real one; Infinity for as many as there can be. */
  scale: number;
  /** Ends it in between. */
  stop: AbortSignal;
  /** Asked after every event: whether what was waited for has come. */
  isDone?: () => boolean;
}

/** How long a slice lasts, and how long it waits at most for the next event, so that a stop is soon seen. */
const SLICE_MS = 50;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Let what is due up to limitMs happen, for the length of a slice.
 *
 * @returns  whether all of it has
 */
function runSlice(world: World, limitMs: number, isDone: () => boolean): boolean {
  const endMs = performance.now() + SLICE_MS;
  while (world.nextMs <= limitMs) {
    world.runTo(world.nextMs);
    if (isDone()) return true;
    if (performance.now() > endMs) return false;
  }
  world.runTo(limitMs);
  return true;
}

/** Let a world go on. @returns  when the limit was reached, when it is done, or when it was stopped */
export async function pace(world: World, options: PaceOptions): Promise<void> {
  const { limitMs, scale, stop, isDone = () => false } = options;
  const beginMs = performance.now();
  const firstMs = world.nowMs;
  while (!stop.aborted && !isDone() && world.nowMs < limitMs) {
    const reachedMs = scale === Infinity ? Infinity : firstMs + (performance.now() - beginMs) * scale;
    const isCaughtUp = runSlice(world, Math.min(reachedMs, limitMs), isDone);
    const leftMs = (Math.min(world.nextMs, limitMs) - world.nowMs) / scale;
    await (isCaughtUp && scale !== Infinity ? sleep(Math.min(leftMs, SLICE_MS)) : nextTurn());
  }
}
