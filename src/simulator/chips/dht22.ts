/*
 * An Aosong DHT22 on its pin: humidity and temperature with a checksum, measured no oftener than every two seconds.
 * Not here: its pulses (the engines' preludes), DHT11.
 * Shares nothing with src/sensors/dht22.ts, on purpose: each is the other's test.
 * Source: Aosong AM2302 product manual, sections 5 (range) and 7 (data format, sampling period).
 */
import { elapsedMs } from "../../client/clock.ts";
import type { Climate } from "./bme280-reference.ts";
import type { DhtChip } from "./chip.ts";

const PERIOD_MS = 2000;

/** The five bytes for these tenths: (351, 652) becomes 02 8c 01 5f ee. */
export function dht22Bytes(deciC: number, deciPercent: number): number[] {
  const size = Math.abs(deciC) | (deciC < 0 ? 0x8000 : 0);
  const bytes = [deciPercent >> 8, deciPercent & 255, size >> 8, size & 255];
  return [...bytes, bytes.reduce((sum, byte) => sum + byte, 0) & 255];
}

function tenths(value: number, least: number, most: number): number {
  return Math.round(Math.min(Math.max(value, least), most) * 10);
}

export class Dht22 implements DhtChip {
  private askedMs: number | null = null;
  private answer: number[] = [];

  /** @param climate  the truth, asked when a measurement starts */
  constructor(private readonly climate: () => Pick<Climate, "temperatureC" | "humidityPercent">) {}

  ask(nowMs: number): number[] {
    if (this.askedMs === null || elapsedMs(this.askedMs, nowMs) >= PERIOD_MS) {
      const { temperatureC, humidityPercent } = this.climate();
      this.answer = dht22Bytes(tenths(temperatureC, -40, 80), tenths(humidityPercent, 0, 100));
      this.askedMs = nowMs;
    }
    return [...this.answer];
  }
}
