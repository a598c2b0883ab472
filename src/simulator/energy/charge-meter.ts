/*
 * Adds up what a board takes from its battery in virtual time: current by state, charge by phase, wake by wake.
 * A wake begins when the chip leaves sleep, and ends when it sleeps again.
 * Not here: what the numbers mean for a battery (report.ts).
 */
import type { World } from "../world/world.ts";
import type { ChipState, Meter, Phase } from "./meter.ts";
import type { Profile } from "./profile.ts";
import { reportOf } from "./report.ts";
import type { EnergyReport } from "./report.ts";
import { PHASES, Tally } from "./tally.ts";

/** A time in which the current does not change. */
export interface CurrentPiece {
  fromMs: number;
  toMs: number;
  ma: number;
  phase: Phase;
  /** A frame is on air. */
  isSending: boolean;
}

/** A wake that has ended. */
export interface Wake {
  fromMs: number;
  toMs: number;
  /** By phase, as in PHASES. In use again for the next wake. */
  tally: Tally;
}

const ASLEEP: ChipState[] = ["off", "deep", "light_radio_off"];
const NAPPING: ChipState[] = ["idle_modem", "idle_light"];
const LISTENING: ChipState[] = ["join", "rx"];

export class ChargeMeter implements Meter {
  /** Told every piece of the current's curve, in order; settle tells the last. */
  onPiece: ((piece: CurrentPiece) => void) | undefined;
  onWake: ((wake: Wake) => void) | undefined;
  /** All since the meter was made, and of it what wakes took that have ended. */
  readonly total = new Tally();
  readonly ended = new Tally();
  wakeCount = 0;
  /** The most that one wake took, in microcoulombs, and when it began. */
  worst = { charge: 0, fromMs: 0 };
  private readonly wake = new Tally();
  private wakeFromMs = 0;
  private sinceMs: number;
  /** What the chip is in; what it was asked to be may still have to come. */
  private state: ChipState = "off";
  private phase: Phase = "sleep";
  private asked: { state: ChipState; phase: Phase } = { state: this.state, phase: this.phase };
  private napTicket: number | undefined;
  private phaseAt = PHASES.indexOf("sleep");
  /** When the last frame will have gone out. */
  private sendingToMs = 0;
  /** Undefined while no frame is on air. */
  private sendingTicket: number | undefined;

  constructor(
    private readonly world: World,
    readonly profile: Profile,
  ) {
    this.sinceMs = world.nowMs;
  }

  /** Whether the chip is in a wake. */
  get isAwake(): boolean {
    return !ASLEEP.includes(this.state);
  }

  /** What the wake under way has taken until now, in microcoulombs; 0 while the chip sleeps. */
  get wakeCharge(): number {
    this.settle();
    return this.isAwake ? this.wake.totalCharge : 0;
  }

  become(state: ChipState, phase: Phase): void {
    if (state === this.asked.state && phase === this.asked.phase) return;
    this.asked = { state, phase };
    this.world.cancel(this.napTicket);
    const isNap = NAPPING.includes(state) && LISTENING.includes(this.state);
    if (!isNap) return this.enter(state, phase);
    // After the last packet a radio listens for a while before it naps.
    this.enter("rx", "waiting");
    this.napTicket = this.world.after(this.profile.listenMs(), () => this.enter(state, phase));
  }

  transmitted(bytes: number): void {
    // The average of a talking radio has its frames in it.
    if (this.profile.options.radio === "average" || !this.isAwake) return;
    this.settle();
    this.world.cancel(this.sendingTicket);
    // A frame that is handed over while another is on air goes out behind it.
    this.sendingToMs = Math.max(this.sendingToMs, this.world.nowMs) + this.profile.airMs(bytes);
    this.sendingTicket = this.world.after(this.sendingToMs - this.world.nowMs, () => this.stopSending());
  }

  /** Count up to now: tallies and pieces have all of it afterwards. */
  settle(): void {
    const ms = this.world.nowMs - this.sinceMs;
    if (ms <= 0) return;
    const isSending = this.sendingTicket !== undefined;
    // Asked only now, so that a state that took no time is none of the figures that were used.
    const stateMa = this.profile.currentMa(this.state, this.phase);
    const ma = isSending ? Math.max(this.profile.transmitMa(), stateMa) : stateMa;
    this.total.add(this.phaseAt, ms, ma);
    if (this.isAwake) this.wake.add(this.phaseAt, ms, ma);
    this.onPiece?.({ fromMs: this.sinceMs, toMs: this.world.nowMs, ma, phase: this.phase, isSending });
    this.sinceMs = this.world.nowMs;
  }

  report(): EnergyReport {
    this.settle();
    return reportOf(this);
  }

  private enter(state: ChipState, phase: Phase): void {
    this.settle();
    const wasAwake = this.isAwake;
    this.state = state;
    this.phase = phase;
    this.phaseAt = PHASES.indexOf(phase);
    if (wasAwake && !this.isAwake) this.endWake();
    if (!wasAwake && this.isAwake) this.wakeFromMs = this.world.nowMs;
  }

  private stopSending(): void {
    this.settle();
    this.world.cancel(this.sendingTicket);
    this.sendingTicket = undefined;
    this.sendingToMs = 0;
  }

  private endWake(): void {
    this.stopSending();
    this.ended.addAll(this.wake);
    this.wakeCount += 1;
    const charge = this.wake.totalCharge;
    if (charge > this.worst.charge) this.worst = { charge, fromMs: this.wakeFromMs };
    this.onWake?.({ fromMs: this.wakeFromMs, toMs: this.world.nowMs, tally: this.wake });
    this.wake.clear();
  }
}
