/*
 * Storms as they are drawn.
 */
import { expect, test } from "vitest";
import { FAULTS, isWithin, spellText } from "../../../src/simulator/faults/faults.ts";
import { drawStorm } from "../../../src/simulator/faults/mix.ts";
import type { Spell } from "../../../src/simulator/faults/setting.ts";
import { Dice } from "../../../src/simulator/world/dice.ts";

const LIMIT_MS = 3_600_000;
const drawn = (seed: number) => drawStorm(new Dice(seed), 0, LIMIT_MS);
const endMs = ({ atMs, forMs }: Spell) => atMs + forMs;
const storms = Array.from({ length: 100 }, (_, seed) => drawn(seed));

test("the same dice draw the same storm, others another", () => {
  expect(drawn(4).map(spellText)).toEqual(drawn(4).map(spellText));
  expect(drawn(4).map(spellText)).not.toEqual(drawn(5).map(spellText));
});

test("every fault is over when the storm is, has allowed values, and does not overlap with itself", () => {
  for (const spell of storms.flat()) {
    expect(endMs(spell)).toBeLessThanOrEqual(LIMIT_MS);
    for (const [name, parameter] of Object.entries(spell.fault.parameters))
      expect(isWithin(parameter, spell.values[name] as number), `${spell.fault.name} ${name}`).toBe(true);
  }
  for (const storm of storms)
    storm.forEach((spell, at) => {
      const before = storm.slice(0, at).filter(({ fault }) => fault === spell.fault);
      expect(before.every((other) => endMs(other) <= spell.atMs)).toBe(true);
    });
});

test("each fault comes in some storms and stays away from others", () => {
  for (const fault of FAULTS) {
    const count = storms.filter((storm) => storm.some((spell) => spell.fault === fault)).length;
    expect(count, fault.name).toBeGreaterThan(20);
    expect(count, fault.name).toBeLessThan(80);
  }
});
