/*
 * The power fails at every step of a wake, and inside of the write before a sleep: what is kept is taken up whole or not
 * at all, and the station goes on. RTC memory loses everything with the power; a reset leaves it as it is.
 */
import { expect, test } from "vitest";
import { SleepWorld } from "../../support/sleep-world.ts";
import { sleeper } from "../../support/stations/sleeper.ts";
import type { Kept } from "../../../src/simulator/engines/engine.ts";
import type { Station } from "../../../src/station/station.ts";

const MINUTE_MS = 60_000;
/** The wake that sends, and how long it takes at most. */
const SEND_MS = 30 * MINUTE_MS;
const END_MS = 100 * MINUTE_MS;

/** Where blocks are kept, and whether the power empties it. */
const MEMORIES: [string, Station, boolean][] = [
  ["NodeMCU's RTC memory", sleeper, false],
  ["Espruino's flash", { ...sleeper, runtime: "espruino" }, true],
  ["flash, with commands", { ...sleeper, runtime: "moddable", hasCommands: true }, true],
];

/** All is well with a world in which the power failed once. */
function judge(world: SleepWorld, where: string): void {
  const { broker, board } = world.parts;
  expect(world.missing, where).toEqual([]);
  expect(world.outOfOrder, where).toEqual([]);
  expect(broker.violations, where).toEqual([]);
  expect(board.faultCount, where).toBe(0);
  // Readings go on, and arrive.
  const fresh = [...world.takenMs].filter(([, atMs]) => atMs > 40 * MINUTE_MS && atMs < 65 * MINUTE_MS);
  expect(fresh.length, where).toBeGreaterThanOrEqual(5);
  for (const [number] of fresh) expect(world.arrived.has(number) || world.gone.has(number), where).toBe(true);
  expect(world.gone.size, where).toBeLessThanOrEqual(6);
}

/** A life whose power fails at a step of the wake that sends. @returns  false when it has no such step */
function cutAt(step: number, station: Station, isFlash: boolean): boolean {
  const world = new SleepWorld({ station, seed: 100 + step });
  const { engine, parts } = world;
  let left = step;
  let hasFailed = false;
  engine.onStep = () => {
    if (parts.world.nowMs < SEND_MS - MINUTE_MS || hasFailed) return;
    left -= 1;
    if (left > 0) return;
    hasFailed = true;
    parts.world.after(0, () => {
      world.failPower(isFlash);
      parts.world.after(3000, () => parts.board.powerOn());
    });
  };
  world.runTo(END_MS);
  if (hasFailed) judge(world, `power cut after step ${step}`);
  return hasFailed;
}

for (const [memory, station, isFlash] of MEMORIES) {
  test(`a power cut at any step of a wake that sends costs what was not kept, and nothing else: ${memory}`, () => {
    let step = 1;
    while (step < 38 && cutAt(step, station, isFlash)) step += 1;
    expect(step).toBe(38);
  });
}

/** Both blocks are written before a sleep, first the session's; each byte by byte. */
function torn(before: Kept, after: Kept, bytes: number): Kept {
  const kept: Kept = { ...before };
  let left = bytes;
  for (const [name, whole] of Object.entries(after).sort()) {
    const old = before[name] ?? new Uint8Array(0);
    if (name.endsWith("2") || left >= whole.length) kept[name] = whole;
    else kept[name] = Uint8Array.from({ ...old, ...whole.slice(0, left), length: whole.length });
    left = Math.max(left - whole.length, 0);
  }
  return kept;
}

/** What kept memory may be when a board begins again. */
const DAMAGES: [string, (before: Kept, after: Kept) => Kept][] = [
  ["wiped", () => ({})],
  ["of another layout", (_before, after) => changed(after, 4)],
  ["of another build", (_before, after) => changed(after, 5)],
  ["with a wrong sum", (_before, after) => changed(after, 1)],
  ["with a flipped bit in its body", (_before, after) => changed(after, 12)],
  [
    "cut short",
    (_before, after) =>
      Object.fromEntries(Object.entries(after).map(([name, bytes]) => [name, bytes.slice(0, -1)])),
  ],
  [
    "noise",
    (_before, after) =>
      Object.fromEntries(
        Object.entries(after).map(([name, bytes]) => [name, bytes.map((_byte, at) => (at * 151 + 77) % 256)]),
      ),
  ],
  ...Array.from({ length: 40 }, (_, at): (typeof DAMAGES)[0] => [
    `torn after ${at * 4} bytes`,
    (before, after) => torn(before, after, at * 4),
  ]),
];

/** The same memory with one byte of each block changed. */
function changed(kept: Kept, at: number): Kept {
  return Object.fromEntries(
    Object.entries(kept).map(([name, bytes]) => [
      name,
      bytes.map((byte, index) => (index === at ? (byte + 1) % 256 : byte)),
    ]),
  );
}

for (const [damage, tear] of DAMAGES) {
  test(`kept memory that is ${damage} is taken up whole or not at all`, () => {
    const world = new SleepWorld({ station: sleeper, seed: 5 });
    const { engine, parts } = world;
    const { world: time, board } = parts;
    time.after(22 * MINUTE_MS, () => {
      engine.tear = (before, after) => {
        engine.tear = undefined;
        // A reset behind the write, with the power on: what stands in RTC memory is what was written so far.
        time.after(0, () => board.wakeByPin("rst"));
        world.mayBeGone(engine.waiting);
        return tear(before, after);
      };
    });
    world.runTo(END_MS);
    judge(world, damage);
    expect(engine.droppedCount).toBe(0);
    expect(world.wakes.length).toBeGreaterThan(12);
  });
}
