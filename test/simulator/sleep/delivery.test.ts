/*
 * Thousands of wakes of stations that sleep deeply, in worlds full of trouble: what DESIGN calls delivery holds. Larger
 * runs: npm run storm -- --station test/support/stations/sleeper.ts --for 90d.
 */
import { expect, test } from "vitest";
import { SleepWorld } from "../../support/sleep-world.ts";
import { trouble } from "../../support/sleep-troubles.ts";
import { sleeper } from "../../support/stations/sleeper.ts";
import type { Feed, Station } from "../../../src/station/station.ts";

const DAY_MS = 86_400_000;
/** Boot, a reading, and what a budget's end leaves to do. */
const OVERHEAD_MS = 2000;
const BUDGET_MS = 20_000;

const feed = sleeper.feeds[0] as Feed;
const often: Station = { ...sleeper, feeds: [{ ...feed, everyS: 60 }], send: { everyS: 300 } };

/** Each with the seed of its world and its days. */
const LIVES: [string, Station, number, number][] = [
  ["sent every half hour", sleeper, 1, 6],
  ["sent at once", { ...sleeper, send: {} }, 2, 5],
  ["with a reading a minute, so that a broker that is away costs readings", often, 3, 3],
  ["with commands", { ...sleeper, hasCommands: true }, 4, 6],
  ["in batches", { ...sleeper, feeds: [{ ...feed, batch: 3 }] }, 5, 5],
  ["with QoS 0", { ...sleeper, feeds: [{ ...feed, qos: 0 }] }, 6, 4],
  ["with Espruino's and Moddable's flash", { ...sleeper, runtime: "espruino" }, 7, 5],
];

for (const [title, station, seed, days] of LIVES) {
  test(`a sleeper ${title} keeps its promises for ${days} days of trouble (seed ${seed})`, () => {
    const world = new SleepWorld({ station, seed });
    const { broker, board } = world.parts;
    const told = trouble(world.parts, (days - 1) * DAY_MS);
    world.runTo(days * DAY_MS);
    expect(told.count).toBeGreaterThan(10);
    expect(world.wakes.length).toBeGreaterThan(days * 250);
    // Every message of QoS 1 arrives, or stands in a drop counter.
    const dropped = world.engine.droppedCount + world.engine.refusedCount;
    const batch = station.feeds[0]?.batch ?? 1;
    if (station.feeds[0]?.qos === 1) expect(world.missing.length).toBeLessThanOrEqual(dropped * batch);
    if (dropped === 0 && station.feeds[0]?.qos === 1) expect(world.missing).toEqual([]);
    expect(world.outOfOrder).toEqual([]);
    if (station.hasCommands !== true) expect(world.arrivals.filter(({ isDup }) => isDup)).toEqual([]);
    // In the last day, which is calm, nothing is lost, late or sent twice.
    const calmMs = (days - 1) * DAY_MS + 7_200_000;
    const late = [...world.takenMs].filter(([, atMs]) => atMs > calmMs).map(([number]) => number);
    const waiting = world.engine.waitingNow;
    const calm = world.arrivals.map(({ number }) => number).filter((number) => late.includes(number));
    expect([...calm, ...waiting]).toEqual(late);
    // The counter knows nothing of the time that a boot takes: a few milliseconds a wake.
    const due = (DAY_MS - 7_200_000) / 1000 / (station.feeds[0]?.everyS ?? 0);
    expect(Math.abs(late.length - due)).toBeLessThanOrEqual(1 + due / 300);
    expect(Math.max(...world.wakes.map(({ ms }) => ms))).toBeLessThan(BUDGET_MS + OVERHEAD_MS);
    expect(broker.violations).toEqual([]);
    expect(board.faultCount).toBe(0);
  });
}
