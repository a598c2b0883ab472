import { expect, test } from "vitest";
import { Watch } from "../../src/simulator/watch.ts";

test("what comes first decides, and is told once", () => {
  let seen = 0;
  const watch = new Watch("up", "down", () => (seen += 1));
  watch.see("nothing");
  expect([watch.verdict, seen]).toEqual([undefined, 0]);
  watch.see("it is up");
  watch.see("it is down");
  expect([watch.verdict, seen]).toEqual(["expected", 1]);
});

test("a line with both has failed", () => {
  const watch = new Watch("up", "down");
  watch.see("up and down");
  expect(watch.verdict).toBe("failed");
});
