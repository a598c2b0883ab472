/*
 * Random choices that a seed decides. A world has one seed; each part of it draws from a branch of its own, so that
 * one draw more in one part does not change what happens in another.
 * Not here: choices of the client itself (src/client/retry.ts).
 */

/** FNV-1a over a text's UTF-16 units. */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  return mixed >>> 0;
}

export class Dice {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** Dice of their own for a part of the world, the same for the same seed and name. */
  branch(name: string): Dice {
    return new Dice((this.seed ^ hash(name)) >>> 0);
  }

  /** A number from 0 up to, but never, 1; mulberry32. */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to limit - 1. */
  roll(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** A number between two others. */
  between(from: number, to: number): number {
    return from + this.fraction() * (to - from);
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.roll(times) === 0;
  }

  /** True with a probability from 0 to 1. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.roll(list.length)] as T;
  }
}
