/*
 * A Sensirion SCD4x on the bus: periodic measurement, and reading the newest.
 * Not here: single shots, low power, calibration; the chip ignores commands that it does not know.
 * Source: Sensirion SCD4x datasheet (version 1.4), sections 3.5.1 to 3.5.3 and 3.8.2.
 */
import { elapsedMs, isDue, laterMs } from "../../client/clock.ts";
import { SensirionChip, wordBytes, wordOf } from "./sensirion.ts";

const START_PERIODIC = 0x21b1;
const STOP_PERIODIC = 0x3f86;
const READ = 0xec05;
const IS_READY = 0xe4b8;
const PERIOD_MS = 5000;
const STOP_MS = 500;

/** What the chip measures. */
export interface RoomAir {
  co2Ppm: number;
  temperatureC: number;
  humidityPercent: number;
}

export class Scd4x extends SensirionChip {
  /** When the next measurement is there; null while the chip does not measure. */
  private nextMs: number | null = null;
  private hasMeasured = false;

  /** @param air  the truth, asked when it is read */
  constructor(private readonly air: () => RoomAir) {
    super();
  }

  protected command(code: number, nowMs: number): void {
    this.measure(nowMs);
    this.answer = null;
    if (code === STOP_PERIODIC) {
      this.nextMs = null;
      this.hasMeasured = false;
      this.rest(nowMs, STOP_MS);
    } else if (code === START_PERIODIC && this.nextMs === null) this.nextMs = laterMs(nowMs, PERIOD_MS);
    else if (code === IS_READY) this.answer = wordBytes([this.hasMeasured ? 0x8006 : 0x8000]);
    else if (code === READ && this.hasMeasured) this.tell();
  }

  /** The measurements that are due by now; only the newest is kept. */
  private measure(nowMs: number): void {
    if (this.nextMs === null || !isDue(this.nextMs, nowMs)) return;
    this.hasMeasured = true;
    const passed = Math.floor(elapsedMs(this.nextMs, nowMs) / PERIOD_MS) + 1;
    this.nextMs = laterMs(this.nextMs, passed * PERIOD_MS);
  }

  private tell(): void {
    const { co2Ppm, temperatureC, humidityPercent } = this.air();
    const words = [Math.round(co2Ppm), wordOf(temperatureC, -45, 130), wordOf(humidityPercent, 0, 100)];
    this.answer = wordBytes(words);
    this.hasMeasured = false;
  }
}
