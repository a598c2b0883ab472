/*
 * Charge and time by phase. Charge is in microcoulombs: milliamperes times milliseconds.
 */
import type { Phase } from "./meter.ts";

export const PHASES: Phase[] = ["boot", "join", "TCP", "MQTT", "waiting", "sleep"];

export class Tally {
  readonly charge = new Float64Array(PHASES.length);
  readonly ms = new Float64Array(PHASES.length);

  /** @param phase  its place in PHASES */
  add(phase: number, ms: number, ma: number): void {
    this.charge[phase] = (this.charge[phase] as number) + ms * ma;
    this.ms[phase] = (this.ms[phase] as number) + ms;
  }

  addAll(other: Tally): void {
    for (let phase = 0; phase < PHASES.length; phase += 1) {
      this.charge[phase] = (this.charge[phase] as number) + (other.charge[phase] as number);
      this.ms[phase] = (this.ms[phase] as number) + (other.ms[phase] as number);
    }
  }

  clear(): void {
    this.charge.fill(0);
    this.ms.fill(0);
  }

  /** In microcoulombs. */
  get totalCharge(): number {
    return this.charge.reduce((sum, charge) => sum + charge, 0);
  }

  get totalMs(): number {
    return this.ms.reduce((sum, ms) => sum + ms, 0);
  }
}
