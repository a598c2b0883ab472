/*
 * What a board's battery says: charge of a wake by phase, average current, days, and which figures that rests on.
 * As an object for --json; as text in report-text.ts.
 */
import type { ChargeMeter } from "./charge-meter.ts";
import type { Phase } from "./meter.ts";
import type { Figure } from "./model.ts";
import type { ProfileChoice, ProfileOptions } from "./profile.ts";
import { PHASES } from "./tally.ts";
import type { Tally } from "./tally.ts";

export interface EnergyReport extends ProfileChoice {
  board: string;
  options: ProfileOptions;
  /** How long the meter counted, and how often a wake ended in that time. */
  spanMs: number;
  wakeCount: number;
  /** Means of the wakes that ended; the phase "sleep" is what was between them. Undefined where none ended. */
  perWake: PhaseCharge[] | undefined;
  /** Mean of one wake, and the largest. */
  wakeMc: number | undefined;
  worstWakeMc: number | undefined;
  worstWakeAtMs: number | undefined;
  /** All that was counted, by phase. */
  total: PhaseCharge[];
  averageMa: number;
  /** What the battery loses by itself. */
  selfDischargeMa: number;
  usableMah: number;
  /** Until the battery's usable charge is gone, if it goes on like this. */
  days: number;
  /** Every figure that went into this. */
  figures: Figure[];
  /** What the firmware lacks beside the ideal one. */
  lacks: string[];
}

export interface PhaseCharge {
  phase: Phase;
  mc: number;
  ms: number;
}

function charges(tally: Tally, count: number): PhaseCharge[] {
  return PHASES.map((phase, at) => ({
    phase,
    mc: (tally.charge[at] as number) / count / 1000,
    ms: (tally.ms[at] as number) / count,
  }));
}

/** One wake of many, and the sleep that belongs to it. */
function perWake({ ended, total, wakeCount }: ChargeMeter): PhaseCharge[] {
  const sleep = charges(total, wakeCount).filter(({ phase }) => phase === "sleep");
  return [...charges(ended, wakeCount).filter(({ phase }) => phase !== "sleep"), ...sleep];
}

/** @param meter  settled */
export function reportOf(meter: ChargeMeter): EnergyReport {
  const { profile, total, ended, wakeCount, worst } = meter;
  const hasWakes = wakeCount > 0;
  const spanMs = total.totalMs;
  const averageMa = spanMs === 0 ? 0 : total.totalCharge / spanMs;
  const selfDischargeMa = profile.selfDischargeMa();
  const usableMah = profile.usableMah();
  return {
    ...profile.choice,
    board: profile.boardName,
    options: profile.options,
    spanMs,
    wakeCount,
    perWake: hasWakes ? perWake(meter) : undefined,
    wakeMc: hasWakes ? ended.totalCharge / wakeCount / 1000 : undefined,
    worstWakeMc: hasWakes ? worst.charge / 1000 : undefined,
    worstWakeAtMs: hasWakes ? worst.fromMs : undefined,
    total: charges(total, 1),
    averageMa,
    selfDischargeMa,
    usableMah,
    days: usableMah / (averageMa + selfDischargeMa) / 24,
    figures: [...profile.used.values()],
    lacks: profile.firmware.lacks,
  };
}
