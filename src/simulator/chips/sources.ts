/*
 * What stands at pins without a chip: a battery that sinks, something that rises and falls, a door, rain. The same seed
 * has the same door and the same rain, and time goes forwards.
 * Not here: what a board makes of it.
 */
import { Dice } from "../world/dice.ts";
import type { AnalogSource, DigitalSource, PulseSource } from "./chip.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A lithium cell, in volts: nearly full, and a little less each day, down to where it is empty. */
const FULL_V = 4.1;
const EMPTY_V = 3;
const V_PER_DAY = 0.004;
/** Nobody chooses a divider with which a full cell is more than that. */
const MOST_SHARE = 0.93;

/** Such a cell behind a divider, or another battery for which the divider is right. */
export class SinkingBattery implements AnalogSource {
  private readonly cellV: number;

  /** @param fullScaleV  at the battery, where the pin reads full scale */
  constructor(
    private readonly passedMs: () => number,
    private readonly fullScaleV: number,
  ) {
    this.cellV = Math.min(FULL_V, fullScaleV * MOST_SHARE) / FULL_V;
  }

  share(): number {
    const volts = Math.max(FULL_V - (V_PER_DAY * this.passedMs()) / DAY_MS, EMPTY_V);
    return (volts * this.cellV) / this.fullScaleV;
  }
}

/** Half of full scale, give or take a fifth, over some hours: such as soil that dries and is watered. */
export class Wandering implements AnalogSource {
  constructor(
    private readonly passedMs: () => number,
    private readonly seed: number,
  ) {}

  share(): number {
    return 0.5 + 0.2 * Math.sin(this.passedMs() / (90 * MINUTE_MS) + this.seed);
  }
}

/** Time in slots, each with dice of its own, so that any moment can be looked at. */
const SLOT_MS = 20 * MINUTE_MS;

function slotDice(seed: number, name: string, slot: number): Dice {
  return new Dice(seed).branch(`${name} ${slot}`);
}

/** A contact bounces for so long. */
const BOUNCE_MS = 4;

/**
 * A door that is opened now and then, for up to two minutes. Its contact pulls the pin low while the door is shut, and
 * bounces.
 */
export class Door implements DigitalSource {
  constructor(
    private readonly passedMs: () => number,
    private readonly seed: number,
  ) {}

  /** The opening of a slot; undefined in most of them. */
  private opening(slot: number): { fromMs: number; toMs: number } | undefined {
    const dice = slotDice(this.seed, "door", slot);
    if (!dice.once(3)) return undefined;
    const fromMs = slot * SLOT_MS + dice.between(0, SLOT_MS - 3 * MINUTE_MS);
    return { fromMs, toMs: fromMs + dice.between(5000, 2 * MINUTE_MS) };
  }

  isHigh(): boolean {
    const nowMs = this.passedMs();
    const opening = this.opening(Math.floor(nowMs / SLOT_MS));
    if (opening === undefined || nowMs < opening.fromMs) return false;
    const sinceMs = nowMs - (nowMs < opening.toMs ? opening.fromMs : opening.toMs);
    if (sinceMs < BOUNCE_MS) return slotDice(this.seed, "bounce", Math.floor(nowMs * 2)).chance(0.5);
    return nowMs < opening.toMs;
  }
}

/** A tipping bucket: a shower in one slot of four, of up to twelve tips. */
export class Rain implements PulseSource {
  private fallen = 0;
  /** The slots before it are in `fallen`. */
  private slot = 0;

  constructor(
    private readonly passedMs: () => number,
    private readonly seed: number,
  ) {}

  private tips(slot: number): number {
    const dice = slotDice(this.seed, "rain", slot);
    return dice.once(4) ? 1 + dice.roll(12) : 0;
  }

  edges(): number {
    const nowMs = this.passedMs();
    const slot = Math.floor(nowMs / SLOT_MS);
    for (; this.slot < slot; this.slot += 1) this.fallen += this.tips(this.slot);
    // Evenly over the slot.
    return this.fallen + Math.floor((this.tips(slot) * (nowMs - slot * SLOT_MS)) / SLOT_MS);
  }
}
