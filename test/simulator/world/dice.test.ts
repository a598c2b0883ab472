import { expect, test } from "vitest";
import { Dice } from "../../../src/simulator/world/dice.ts";

test("dice of one seed roll the same, and a branch does not care how often its trunk was rolled", () => {
  const first = new Dice(42);
  const second = new Dice(42);
  second.roll(6);
  expect(first.branch("network").roll(1000)).toBe(second.branch("network").roll(1000));
  expect(first.branch("network").roll(1e9)).not.toBe(first.branch("broker").roll(1e9));
  for (let round = 0; round < 100; round += 1) {
    const value = first.between(3, 4);
    expect(value >= 3 && value < 4).toBe(true);
  }
});
