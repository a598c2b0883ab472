import { expect, test } from "vitest";
import { Arrivals } from "../../../src/simulator/virtual/arrivals.ts";

test("a repeated message counts once, whichever of its copies was lost", () => {
  const arrivals = new Arrivals();
  expect(arrivals.add("a", "1", false)).toBe(true);
  expect(arrivals.add("a", "1", true)).toBe(false);
  // Its first copy never came.
  expect(arrivals.add("a", "2", true)).toBe(true);
  // The same air twice is two readings.
  expect(arrivals.add("a", "2", false)).toBe(true);
  expect(arrivals.add("b", "2", true)).toBe(true);
  expect([arrivals.count, arrivals.repeats]).toEqual([4, 1]);
});
