/*
 * A Maxim DS18B20 alone on its pin: skip and match ROM, convert, read and write scratchpad, read ROM.
 * Not here: search ROM, alarms, EEPROM that outlives the power, parasite power.
 * Shares nothing with src/sensors/ds18b20.ts, on purpose: each is the other's test.
 * Source: Maxim DS18B20 datasheet (19-7487, rev. 6), memory, commands, tables 1 to 3.
 */
import { isDue, laterMs } from "../../client/clock.ts";
import type { OneWireChip } from "./chip.ts";

const enum Command {
  ReadRom = 0x33,
  MatchRom = 0x55,
  SkipRom = 0xcc,
  Convert = 0x44,
  ReadScratchpad = 0xbe,
  WriteScratchpad = 0x4e,
}

/** How long a conversion takes at most with 9, 10, 11 and 12 bits (table 2). */
const CONVERSION_MS = [93.75, 187.5, 375, 750];
const ROM = [0x28, 0xef, 0xbe, 0x00, 0x00, 0x00, 0x00];
const SCRATCH_AT_POWER_UP = [0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10];
const RESERVED_AFTER_CONVERSION = 0x10;

/** The checksum of 1-Wire (figure 11). */
export function maximCrc(bytes: number[]): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >> 1) ^ 0x8c : sum >> 1;
  }
  return sum;
}

export class Ds18b20 implements OneWireChip {
  private readonly scratch = [...SCRATCH_AT_POWER_UP];
  private doneMs: number | null = null;
  private pending = 0;

  /** @param truth  the temperature in degrees, asked when a conversion starts */
  constructor(private readonly truth: () => number) {}

  transfer(written: number[], readBytes: number, nowMs: number): number[] | null {
    this.advance(nowMs);
    const answer = this.answerTo(written, nowMs);
    // Behind its answer, and when it has none, nobody pulls the line down.
    return Array.from({ length: readBytes }, (_, at) => answer[at] ?? 0xff);
  }

  private answerTo(written: number[], nowMs: number): number[] {
    if (written[0] === Command.ReadRom) return [...ROM, maximCrc(ROM)];
    const rest = this.addressed(written);
    switch (rest[0]) {
      case Command.Convert:
        this.convert(nowMs);
        return [];
      case Command.ReadScratchpad:
        return [...this.scratch, maximCrc(this.scratch)];
      case Command.WriteScratchpad:
        if (rest.length >= 4) this.configure(rest.slice(1, 4));
        return [];
      default:
        return [];
    }
  }

  /** What is written behind the choice of this chip; nothing when another was chosen. */
  private addressed(written: number[]): number[] {
    if (written[0] === Command.SkipRom) return written.slice(1);
    const own = [...ROM, maximCrc(ROM)];
    const isChosen = written[0] === Command.MatchRom && own.every((byte, at) => written[at + 1] === byte);
    return isChosen ? written.slice(1 + own.length) : [];
  }

  private configure([high, low, configuration]: number[]): void {
    this.scratch.splice(2, 3, high as number, low as number, ((configuration as number) & 0x60) | 0x1f);
  }

  private convert(nowMs: number): void {
    const resolution = (this.scratch[4] as number) >> 5;
    const step = 8 >> resolution;
    this.pending = Math.floor(Math.round(this.truth() * 16) / step) * step;
    this.doneMs = laterMs(nowMs, Math.ceil(CONVERSION_MS[resolution] as number));
  }

  private advance(nowMs: number): void {
    if (this.doneMs === null || !isDue(this.doneMs, nowMs)) return;
    this.doneMs = null;
    this.scratch[0] = this.pending & 255;
    this.scratch[1] = (this.pending >> 8) & 255;
    this.scratch[6] = RESERVED_AFTER_CONVERSION;
  }
}
