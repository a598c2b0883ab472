/*
 * A Sensirion SHT3x on the bus: soft reset and single shots without clock stretching.
 * Not here: periodic mode, heater, status register; the chip ignores commands that it does not know.
 * Source: Sensirion SHT3x-DIS datasheet, sections 2.2, 4.3, 4.8 and 4.13.
 */
import { SensirionChip, wordBytes, wordOf } from "./sensirion.ts";

/** Of each repeatability, the longest time it takes (table 4). */
const SINGLE_SHOTS = new Map([
  [0x2400, 15.5],
  [0x240b, 6.5],
  [0x2416, 4.5],
]);
const SOFT_RESET = 0x30a2;
const RESET_MS = 1.5;

export class Sht3x extends SensirionChip {
  /** @param air  the truth, asked when a measurement starts */
  constructor(private readonly air: () => { temperatureC: number; humidityPercent: number }) {
    super();
  }

  protected command(code: number, nowMs: number): void {
    this.answer = null;
    if (code === SOFT_RESET) this.rest(nowMs, Math.ceil(RESET_MS));
    const shotMs = SINGLE_SHOTS.get(code);
    if (shotMs === undefined) return;
    const { temperatureC, humidityPercent } = this.air();
    this.answer = wordBytes([wordOf(temperatureC, -45, 130), wordOf(humidityPercent, 0, 100)]);
    this.rest(nowMs, Math.ceil(shotMs));
  }
}
