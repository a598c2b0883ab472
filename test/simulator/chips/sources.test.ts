import { expect, test } from "vitest";
import { Door, Rain, SinkingBattery, Wandering } from "../../../src/simulator/chips/sources.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What a source says at each moment. */
function told<Value>(
  make: (passedMs: () => number) => () => Value,
  moments: number,
  everyMs: number,
): Value[] {
  let nowMs = 0;
  const ask = make(() => nowMs);
  return Array.from({ length: moments }, (_, at) => {
    nowMs = at * everyMs;
    return ask();
  });
}

test("a battery sinks day by day, and no deeper than empty", () => {
  const days = told((passedMs) => () => new SinkingBattery(passedMs, 5).share(), 400, DAY_MS);
  expect(days[0]).toBeCloseTo(4.1 / 5, 6);
  expect(days[100]).toBeCloseTo(3.7 / 5, 6);
  expect([...days].sort((one, other) => other - one)).toEqual(days);
  expect(days.at(-1)).toBe(3 / 5);
});

test("a divider for less than a lithium cell still has a battery within its scale", () => {
  expect(new SinkingBattery(() => 0, 3.6).share()).toBeCloseTo(0.93, 6);
});

test("what wanders stays between a third and two thirds, and comes to both sides", () => {
  const day = told((passedMs) => () => new Wandering(passedMs, 5).share(), 1440, MINUTE_MS);
  expect(Math.min(...day)).toBeGreaterThan(0.29);
  expect(Math.max(...day)).toBeLessThan(0.71);
  expect(Math.max(...day) - Math.min(...day)).toBeGreaterThan(0.35);
});

const doorAt = (seed: number) => (passedMs: () => number) => {
  const door = new Door(passedMs, seed);
  return () => door.isHigh();
};

test("a door is opened some times a day, never for more than two minutes, and the same with the same seed", () => {
  const day = told(doorAt(1), 86_400, 1000);
  const openings = day.join("").match(/(?:true)+/g) ?? [];
  expect(openings.length).toBeGreaterThan(10);
  expect(openings.length).toBeLessThan(50);
  expect(Math.max(...openings.map((one) => one.length / 4))).toBeLessThanOrEqual(121);
  expect(told(doorAt(1), 86_400, 1000)).toEqual(day);
  expect(told(doorAt(2), 86_400, 1000)).not.toEqual(day);
});

test("its contact bounces for a few milliseconds, and is quiet otherwise", () => {
  // An hour, half a millisecond at a time.
  const hour = told(doorAt(2), 7_200_000, 0.5);
  const changes = hour.flatMap((isHigh, at) => (at > 0 && isHigh !== hour[at - 1] ? [at / 2] : []));
  const bursts = changes.filter((ms, at) => at === 0 || ms - (changes[at - 1] as number) > 1000);
  expect(changes.length).toBeGreaterThan(bursts.length);
  for (const ms of changes) expect(bursts.some((from) => ms >= from && ms - from < 9)).toBe(true);
});

test("rain falls in showers, never backwards, and the same whenever somebody looks", () => {
  const rain = (passedMs: () => number) => {
    const bucket = new Rain(passedMs, 9);
    return () => bucket.edges();
  };
  const minutes = told(rain, 1441, MINUTE_MS);
  expect([...minutes].sort((one, other) => one - other)).toEqual(minutes);
  expect(minutes.at(-1)).toBeGreaterThan(20);
  const dry = minutes.filter((edges, at) => edges === minutes[at - 1]).length;
  expect(dry).toBeGreaterThan(1000);
  const hours = told(rain, 25, 60 * MINUTE_MS);
  expect(hours).toEqual(minutes.filter((_, at) => at % 60 === 0));
});
