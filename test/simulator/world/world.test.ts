import { expect, test } from "vitest";
import { World } from "../../../src/simulator/world/world.ts";

test("events happen in the order of their moments, and of being added where these are the same", () => {
  const world = new World({ seed: 1 });
  const seen: string[] = [];
  world.after(20, () => seen.push(`late ${world.nowMs}`));
  world.after(10, () => seen.push(`first ${world.nowMs}`));
  world.after(10, () => seen.push(`second ${world.nowMs}`));
  world.runTo(19);
  expect(seen).toEqual(["first 10", "second 10"]);
  expect(world.nowMs).toBe(19);
  world.runTo(20);
  expect(seen[2]).toBe("late 20");
  expect(world.eventCount).toBe(3);
});

test("what an event adds for the same moment happens in it, and what was cancelled does not", () => {
  const world = new World({ seed: 1 });
  const seen: string[] = [];
  const ticket = world.after(5, () => seen.push("cancelled"));
  world.after(1, () => {
    world.cancel(ticket);
    world.after(0, () => seen.push(`inner ${world.nowMs}`));
  });
  world.runTo(10);
  expect(seen).toEqual(["inner 1"]);
  world.cancel(ticket);
  world.cancel(undefined);
  expect(world.nextMs).toBe(Infinity);
});
