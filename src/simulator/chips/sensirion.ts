/*
 * What simulated chips of Sensirion have in common: commands of two bytes, answers in words with a checksum, and a time
 * during which a command keeps the chip from answering. Not here: what a chip's commands do.
 * Shares nothing with src/sensors/sensirion.ts, on purpose: each is the other's test.
 * Source: Sensirion SHT3x-DIS datasheet, sections 4.3, 4.12 and 4.13.
 */
import { isDue, laterMs } from "../../client/clock.ts";
import type { I2cChip } from "./chip.ts";

const POLYNOMIAL = 0x31;

/** The checksum of some bytes. */
export function sensirionCrc(bytes: number[]): number {
  let sum = 0xff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = ((sum << 1) ^ (sum & 0x80 ? POLYNOMIAL : 0)) & 0xff;
  }
  return sum;
}

/** Words of 16 bits as the chip sends them. */
export function wordBytes(words: number[]): number[] {
  return words.flatMap((word) => {
    const bytes = [word >> 8, word & 255];
    return [...bytes, sensirionCrc(bytes)];
  });
}

/** A value as a share of the range of a word, rounded as a converter does. */
export function wordOf(value: number, from: number, to: number): number {
  return Math.min(Math.max(Math.round(((value - from) / (to - from)) * 65535), 0), 65535);
}

export abstract class SensirionChip implements I2cChip {
  /** What the next read answers; null when the chip has nothing to say. */
  protected answer: number[] | null = null;
  private busyMs: number | null = null;

  write(bytes: number[], nowMs: number): boolean {
    if (this.isBusy(nowMs)) return false;
    if (bytes.length >= 2) this.command((bytes[0] as number) * 256 + (bytes[1] as number), nowMs);
    return true;
  }

  read(count: number, nowMs: number): number[] | null {
    if (this.isBusy(nowMs) || this.answer === null) return null;
    const bytes = this.answer.slice(0, count);
    this.answer = null;
    // Behind its answer nobody pulls the data line down.
    return [...bytes, ...new Array<number>(count - bytes.length).fill(0xff)];
  }

  protected abstract command(code: number, nowMs: number): void;

  /** The chip acknowledges nothing for so long. */
  protected rest(nowMs: number, delayMs: number): void {
    this.busyMs = laterMs(nowMs, delayMs);
  }

  private isBusy(nowMs: number): boolean {
    if (this.busyMs !== null && isDue(this.busyMs, nowMs)) this.busyMs = null;
    return this.busyMs !== null;
  }
}
