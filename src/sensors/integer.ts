/*
 * Arithmetic for sensor formulas that stays in integers below 2^31 and gives the same result on every runtime.
 * Not here: reading registers, checksums.
 *
 * A NodeMCU integer build truncates its divisions and wraps its products without a word. So signed numbers are
 * divided here only, and rounded, because truncation would add up over a formula of ten steps.
 */

/** n / d to the nearest integer, halves away from zero, the same on every runtime; d is 2 or more. */
export function quotient(n: number, d: number): number {
  const half = Math.floor(d / 2);
  if (n < 0) return 0 - Math.floor((half - n) / d);
  return Math.floor((n + half) / d);
}

/**
 * a * b / d to the nearest integer, without computing a * b: (1000000, 30000, 32768) becomes 915527.
 *
 * @param b  d * b / 2 + d / 2 and the result stay below 2^31
 */
export function product(a: number, b: number, d: number): number {
  const whole = quotient(a, d);
  return whole * b + quotient((a - whole * d) * b, d);
}

/** n / d in units of 2^-20, in two steps of ten bits; n is 0 to 2^21 - 1, d is 2048 to 1.9 * 2^20. */
export function ratio(n: number, d: number): number {
  const high = Math.floor((n * 1024) / d);
  return high * 1024 + quotient((n * 1024 - high * d) * 1024, d);
}

/** A number, 0 or more, with one of its bits turned over: Lua 5.1 has no bit operators. */
export function flipped(value: number, bit: number): number {
  return Math.floor(value / bit) % 2 === 0 ? value + bit : value - bit;
}

export function within(value: number, least: number, most: number): number {
  if (value < least) return least;
  return value > most ? most : value;
}

/** The value of a two's complement field that turns negative at the limit. */
export function signed(value: number, limit: number): number {
  return value < limit ? value : value - limit - limit;
}
