/*
 * One storm from a seed: a world drawn from it, faults for a time, then calm, then the verdict. The same seed is the
 * same storm, to the last line of its trace.
 */
import { Clock } from "../../client/clock.ts";
import type { Station } from "../../station/station.ts";
import type { Quirks } from "../broker/quirks.ts";
import type { Finding } from "../checks/evidence.ts";
import type { Conditions } from "../network/conditions.ts";
import { Ordeal } from "./ordeal.ts";
import { makeWorld } from "../virtual/world-parts.ts";
import type { Program, WorldChoice, WorldParts } from "../virtual/world-parts.ts";
import { Dice } from "../world/dice.ts";
import { timeText, traceText } from "../world/trace.ts";
import type { TraceLine } from "../world/trace.ts";

/** The least that deserves the name. */
const LEAST_STORM_MS = 5 * 60_000;
/** Of the trace, told of a storm that broke something. */
const TRACE_LINES = 60;

export interface StormChoice {
  station: Station;
  seed: number;
  /** Storm and calm together. */
  forMs: number;
  /** What runs on the board, where it is not the station's loop in this process. */
  program?: Program | undefined;
  conditions?: Partial<Conditions> | undefined;
  quirks?: Partial<Quirks> | undefined;
  hear?: (line: TraceLine) => void;
}

export interface Verdict {
  findings: Finding[];
  /** The last of what happened, as a person reads it. */
  trace: string[];
}

export class Storm {
  verdict: Verdict | undefined;
  private readonly ordeal: Ordeal;
  private readonly stormMs: number;

  /** @throws  Error when there is no time for a storm and the calm after it */
  constructor(private readonly given: StormChoice) {
    const { station, forMs } = given;
    this.ordeal = new Ordeal(station);
    const { calmMs } = this.ordeal;
    this.stormMs = forMs - calmMs;
    const leastMs = calmMs + LEAST_STORM_MS;
    if (forMs < leastMs)
      throw new Error(
        `a storm and the calm after it take ${Math.ceil(leastMs / 60_000)} minutes at least: give --for that long`,
      );
  }

  /** The world to make. */
  get choice(): WorldChoice {
    const { station, seed, program, forMs, conditions = {}, quirks, hear } = this.given;
    const dice = new Dice(seed).branch("storm's world");
    const writes = dice.pick(["glued", "apart", "bytewise"] as const);
    // Half of all clocks wrap on the way.
    const firstMs = dice.once(2)
      ? 0
      : Math.floor(Clock.WrapMs - dice.between(0, Math.min(forMs, Clock.WrapMs)));
    return {
      ...{ station, seed, program, firstMs, between: this.ordeal.between, traceCapacity: TRACE_LINES },
      ...{ conditions: { ...conditions, cutsAnywhere: true }, quirks: { ...quirks, writes } },
      ...(hear === undefined ? {} : { hear }),
    };
  }

  get evidence() {
    return this.ordeal.witness.evidence;
  }

  /** Before the board's power comes on. */
  begin(parts: WorldParts): void {
    const { world } = parts;
    const setting = this.ordeal.watch(parts);
    this.ordeal.storm(setting, this.stormMs);
    world.after(this.given.forMs, () => {
      const findings = this.ordeal.judge();
      for (const { sentence, text } of findings) world.say("check", `broken: ${sentence} ${text}`);
      this.verdict = { findings, trace: world.trace.last().map(traceText) };
    });
  }

  /** What the storm was like. */
  get words(): string {
    return `storm for ${timeText(this.stormMs)}, then calm until ${timeText(this.given.forMs)}`;
  }
}

/** A whole storm, at once. */
export function runStorm(given: StormChoice): Verdict & { evidence: Storm["evidence"]; eventCount: number } {
  const storm = new Storm(given);
  const parts = makeWorld(storm.choice);
  storm.begin(parts);
  parts.board.powerOn();
  parts.world.runTo(given.forMs);
  const { eventCount } = parts.world;
  // Interpreters that the board holds end with its power.
  parts.board.cutPower();
  return { ...(storm.verdict as Verdict), evidence: storm.evidence, eventCount };
}
