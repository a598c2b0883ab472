import { expect, test } from "vitest";
import { Dice } from "../../../src/simulator/world/dice.ts";
import { EventQueue } from "../../../src/simulator/world/queue.ts";

test("a ticket of an event that has happened cancels nothing that came into its place", () => {
  const queue = new EventQueue(1);
  const ticket = queue.add(1, () => {});
  queue.take();
  queue.add(2, () => {});
  queue.cancel(ticket);
  expect(queue.length).toBe(1);
});

test("a full queue says how much room there is, and takes the next one when there is room again", () => {
  const queue = new EventQueue(2);
  queue.add(1, () => {});
  queue.add(2, () => {});
  expect(() => queue.add(3, () => {})).toThrow(/room for 2 events/);
  queue.take();
  queue.add(3, () => {});
  expect(queue.length).toBe(2);
});

test("a queue of random additions and cancellations gives back a sorted rest", () => {
  const dice = new Dice(7);
  const queue = new EventQueue(512);
  const waiting = new Map<number, number>();
  for (let round = 0; round < 400; round += 1) {
    const atMs = dice.roll(100);
    waiting.set(
      queue.add(atMs, () => {}),
      atMs,
    );
    if (!dice.once(3)) continue;
    const ticket = dice.pick([...waiting.keys()]);
    queue.cancel(ticket);
    waiting.delete(ticket);
  }
  const taken: number[] = [];
  while (queue.length > 0) {
    taken.push(queue.nextMs);
    queue.take();
  }
  expect(taken).toEqual([...waiting.values()].sort((first, second) => first - second));
});
