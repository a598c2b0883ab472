/*
 * A storm: faults drawn from dice, which ones, when, for how long and how strong. Each storm leaves out about half of
 * the faults, because what one fault does is easily hidden behind another (swarm testing).
 * Source: Groce et al., Swarm Testing, ISSTA 2012.
 */
import type { Dice } from "../world/dice.ts";
import { FAULTS, healAll, strike } from "./faults.ts";
import type { Fault, Parameter, Setting, Spell } from "./setting.ts";

/** From one fault to the next, on average. */
const PAUSE_MS = 150_000;
const SHORTEST_MS = 500;
const LONGEST_MS = 20 * 60_000;

/** Between two positive numbers, each order of magnitude as often as the next. */
function drawScaled(dice: Dice, from: number, to: number): number {
  return from * (to / from) ** dice.fraction();
}

function drawValue(dice: Dice, { least, most, storm, isWhole = false }: Parameter): number {
  const [from, to] = storm ?? [least, most];
  if (isWhole) return from + dice.roll(to - from + 1);
  return from > 0 ? drawScaled(dice, from, to) : dice.between(from, to);
}

function drawSpell(dice: Dice, fault: Fault, atMs: number, limitMs: number): Spell {
  const names = Object.entries(fault.parameters);
  const values = Object.fromEntries(names.map(([name, parameter]) => [name, drawValue(dice, parameter)]));
  const leftMs = limitMs - atMs;
  const forMs = Math.min(drawScaled(dice, SHORTEST_MS, LONGEST_MS), leftMs);
  return { fault, values, atMs, forMs: fault.isMoment === true ? 0 : forMs };
}

/**
 * Draw a storm that is over at limitMs. A fault never overlaps with itself, but may with any other.
 *
 * @param possible  which faults mean anything here
 */
export function drawStorm(dice: Dice, fromMs: number, limitMs: number, possible = FAULTS): Spell[] {
  const drawn = possible.filter(() => dice.once(2));
  const faults = drawn.length > 0 ? drawn : possible;
  const freeMs = new Map<Fault, number>();
  const spells: Spell[] = [];
  // Full pauses are drawn up to twice the average.
  for (let atMs = fromMs; atMs < limitMs; atMs += dice.between(0, 2 * PAUSE_MS)) {
    const fault = dice.pick(faults);
    if ((freeMs.get(fault) ?? 0) > atMs) continue;
    const spell = drawSpell(dice, fault, atMs, limitMs);
    freeMs.set(fault, atMs + spell.forMs);
    spells.push(spell);
  }
  return spells;
}

/** Each spell calls for the next: a storm of months has more of them than a world has room for at once. */
function strikeFrom(setting: Setting, spells: readonly Spell[], at: number): void {
  const spell = spells[at];
  if (spell === undefined) return;
  setting.world.after(spell.atMs - setting.world.nowMs, () => {
    strikeFrom(setting, spells, at + 1);
    strike(setting, spell);
  });
}

/** Let a storm come over a setting, and calm after it. */
export function brew(setting: Setting, fromMs: number, limitMs: number, whenCalm: () => void): Spell[] {
  const { world } = setting;
  const possible = FAULTS.filter((fault) => fault.isPossible?.(setting) ?? true);
  const spells = drawStorm(world.dice.branch("storm"), fromMs, limitMs, possible);
  strikeFrom(setting, spells, 0);
  world.after(limitMs - world.nowMs, () => {
    world.say("fault", "calm");
    healAll(setting);
    whenCalm();
  });
  return spells;
}
