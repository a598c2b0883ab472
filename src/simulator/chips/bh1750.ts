/*
 * A Rohm BH1750FVI on the bus: power, reset, and single measurements of both high resolutions and the low one.
 * Not here: continuous modes, the sensitivity register.
 * Source: Rohm BH1750FVI datasheet (2014.11, rev. C), instruction set and measurement time.
 */
import { isDue, laterMs } from "../../client/clock.ts";
import type { I2cChip } from "./chip.ts";

const POWER_DOWN = 0x00;
const POWER_ON = 0x01;
const RESET = 0x07;
/** Of each single measurement, counts to a lux and the longest time it takes. */
const MEASUREMENTS = new Map([
  [0x20, { countsPerLx: 1.2, longestMs: 180 }],
  [0x21, { countsPerLx: 2.4, longestMs: 180 }],
  [0x23, { countsPerLx: 1.2, longestMs: 24 }],
]);

export class Bh1750 implements I2cChip {
  private count = 0;
  private pending = 0;
  private doneMs: number | null = null;
  private isOn = false;

  /** @param light  the truth in lux, asked when a measurement starts */
  constructor(private readonly light: () => number) {}

  write(bytes: number[], nowMs: number): boolean {
    this.advance(nowMs);
    for (const code of bytes) this.command(code, nowMs);
    return true;
  }

  /** The data register keeps the last measurement, also without power on. */
  read(count: number, nowMs: number): number[] | null {
    this.advance(nowMs);
    const bytes = [this.count >> 8, this.count & 255];
    return Array.from({ length: count }, (_, at) => bytes[at] ?? 0xff);
  }

  private command(code: number, nowMs: number): void {
    if (code === POWER_DOWN || code === POWER_ON) {
      this.isOn = code === POWER_ON;
      if (!this.isOn) this.doneMs = null;
    }
    // Section "instruction set": reset is not acceptable in power down mode.
    if (code === RESET && this.isOn) this.count = 0;
    const measurement = MEASUREMENTS.get(code);
    if (measurement === undefined) return;
    this.pending = Math.min(Math.floor(this.light() * measurement.countsPerLx), 65535);
    this.doneMs = laterMs(nowMs, measurement.longestMs);
  }

  private advance(nowMs: number): void {
    if (this.doneMs === null || !isDue(this.doneMs, nowMs)) return;
    this.count = this.pending;
    this.doneMs = null;
    this.isOn = false;
  }
}
