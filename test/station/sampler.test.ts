/*
 * The sampler against a scripted port: when each step is performed, and when the next reading is.
 */
import { expect, test } from "vitest";
import { elapsedMs } from "../../src/client/clock.ts";
import { Status } from "../../src/client/status.ts";
import type { Place } from "../../src/runtimes/port.ts";
import { Computer } from "../../src/runtimes/node/computer.ts";
import type { Port } from "../../src/runtimes/node/port.ts";
import type { Sensor, Step } from "../../src/sensors/sensor.ts";
import { makeSampler, sample } from "../../src/station/sampler.ts";
import type { Sampler } from "../../src/station/sampler.ts";
import type { Feed } from "../../src/station/station.ts";
import { START_MS } from "../support/client.ts";
import { memoryAt, putMemory } from "#bytes";
import type { Memory } from "#bytes";

const EVERY_MS = 10_000;

function step(letter: string, waitMs: number, at: number): Step {
  return { write: [letter.charCodeAt(0)], waitMs, readBytes: 1, at };
}

/** Starts with a and b, reads with x, y and z; a reading is the byte of z. */
const PROBE: Sensor = {
  name: "probe",
  fields: ["value"],
  decimals: [0],
  memoryBytes: 5,
  start: [step("a", 0, 0), step("b", 5, 1)],
  sample: [step("x", 20, 2), step("y", 0, 3), step("z", 3, 4)],
  decode(memory, values) {
    values[0] = memoryAt(memory, 4);
    return memoryAt(memory, 4) === 255 ? Status.Malformed : Status.Ok;
  },
};

const FEED: Feed = { sensor: PROBE, bus: "i2c", address: 0x40, topic: "t", everyS: 10, qos: 1 };

function unused(): never {
  throw new Error("a sampler has no business here");
}

/** Each transfer takes its time, is written down, and answers with the number of the transfer. */
class ScriptedPort extends Computer implements Port {
  now = START_MS;
  transferMs = 0;
  readonly steps: string[] = [];
  /** The letter of a step that fails from now on. */
  broken = "";
  /** What the chip answers. */
  answer = 7;
  places: Place[] = [];

  bind = unused;
  open = unused;
  send = unused;
  close = unused;
  wakeAt = unused;
  end = unused;
  identity = unused;

  nowMs(): number {
    return this.now;
  }

  transfer(place: Place, { write, at }: Step, memory: Memory): Status {
    const letter = String.fromCharCode(write[0] as number);
    this.steps.push(`${letter} ${this.sinceStart()}`);
    this.places.push(place);
    this.pass(this.transferMs);
    if (letter === this.broken) return Status.Absent;
    putMemory(memory, at, Uint8Array.of(this.answer));
    return Status.Ok;
  }

  sinceStart(): number {
    return elapsedMs(START_MS, this.now);
  }

  pass(ms: number): void {
    this.now = (this.now + ms) % 2 ** 30;
  }

  /** The letters since the last call. */
  letters(): string {
    return this.steps
      .splice(0)
      .map((line) => line[0])
      .join("");
  }
}

function make(): { port: ScriptedPort; sampler: Sampler } {
  const port = new ScriptedPort();
  return { port, sampler: makeSampler(FEED, port.now) };
}

/** Wake at each deadline until a reading is taken or fails; answers its status. */
function reading(sampler: Sampler, port: ScriptedPort): Status {
  for (let wakes = 0; wakes < 20; wakes += 1) {
    if (elapsedMs(port.now, sampler.dueMs) < 2 ** 29) port.now = sampler.dueMs;
    const status = sample(sampler, port);
    if (status !== Status.NeedMore) return status;
  }
  throw new Error("no reading after 20 wakes");
}

/** When the next reading is planned, in ms since the start. */
function dueSince(sampler: Sampler): number {
  return elapsedMs(START_MS, sampler.dueMs);
}

test("the steps of start and of sample are performed in order, each after its wait and never early", () => {
  const { port, sampler } = make();
  expect(reading(sampler, port)).toBe(Status.Ok);
  // One more than each wait: a clock of whole milliseconds may be almost one behind.
  expect(port.steps).toEqual(["a 0", "b 0", "x 6", "y 27", "z 27"]);
  expect(port.sinceStart()).toBe(31);
  expect(sampler.values).toEqual([7]);
  expect(port.places).toEqual(Array(5).fill({ bus: "i2c", address: 0x40 }));
});

test("a wait is counted from the end of the transfer", () => {
  const { port, sampler } = make();
  port.transferMs = 4;
  expect(reading(sampler, port)).toBe(Status.Ok);
  expect(port.steps).toEqual(["a 0", "b 4", "x 14", "y 39", "z 43"]);
  expect(port.sinceStart()).toBe(51);
});

test("a call one millisecond early performs nothing, and one in time does", () => {
  const { port, sampler } = make();
  expect(sample(sampler, port)).toBe(Status.NeedMore);
  expect(port.letters()).toBe("ab");
  port.pass(5);
  expect(sample(sampler, port)).toBe(Status.NeedMore);
  expect(port.letters()).toBe("");
  port.pass(1);
  expect(sample(sampler, port)).toBe(Status.NeedMore);
  expect(port.letters()).toBe("x");
});

test("a chip is started once, and then only sampled", () => {
  const { port, sampler } = make();
  for (let count = 0; count < 3; count += 1) expect(reading(sampler, port)).toBe(Status.Ok);
  expect(port.letters()).toBe("abxyzxyzxyz");
  expect(sampler.readings).toBe(3);
});

test("readings stay on the grid of the first one, however long they take", () => {
  const { port, sampler } = make();
  port.transferMs = 7;
  for (let count = 1; count <= 1000; count += 1) {
    reading(sampler, port);
    expect(dueSince(sampler)).toBe(count * EVERY_MS);
    // The timer is a little late each time.
    port.now = sampler.dueMs;
    port.pass(count % 50);
  }
});

for (const letter of ["a", "b", "x", "y", "z"]) {
  test(`after step ${letter} failed, the next reading starts the chip anew and is on the grid`, () => {
    const { port, sampler } = make();
    reading(sampler, port);
    port.broken = letter;
    // Steps of start come up again only after a failure of a step of sample.
    if ("ab".includes(letter)) sampler.isStarted = false;
    expect(reading(sampler, port)).toBe(Status.Absent);
    expect([sampler.failures, sampler.readings, sampler.status]).toEqual([1, 1, Status.Absent]);
    expect(dueSince(sampler)).toBe(2 * EVERY_MS);
    port.broken = "";
    port.letters();
    expect(reading(sampler, port)).toBe(Status.Ok);
    expect(port.letters()).toBe("abxyz");
    expect([sampler.failures, sampler.readings, sampler.status]).toEqual([1, 2, Status.Ok]);
  });
}

test("a reading that decode refuses is a failure, and starts the chip anew as well", () => {
  const { port, sampler } = make();
  port.answer = 255;
  expect(reading(sampler, port)).toBe(Status.Malformed);
  expect([sampler.failures, sampler.readings]).toEqual([1, 0]);
  port.answer = 9;
  port.letters();
  expect(reading(sampler, port)).toBe(Status.Ok);
  expect(port.letters()).toBe("abxyz");
  expect(sampler.values).toEqual([9]);
});

test("a sensor that stays away fails once a period", () => {
  const { port, sampler } = make();
  port.broken = "a";
  for (let count = 1; count <= 5; count += 1) {
    expect(reading(sampler, port)).toBe(Status.Absent);
    expect(dueSince(sampler)).toBe(count * EVERY_MS);
  }
  expect(port.letters()).toBe("aaaaa");
});

// How late the wake is, and how many readings were missed by then.
const LATE: [number, number][] = [
  [1, 0],
  [EVERY_MS - 100, 0],
  [EVERY_MS, 1],
  [EVERY_MS * 3.5, 3],
  [EVERY_MS * 1000, 1000],
];

for (const [lateMs, missed] of LATE) {
  test(`a wake ${lateMs} ms late takes one reading, not the ${missed} missed ones`, () => {
    const { port, sampler } = make();
    reading(sampler, port);
    port.now = sampler.dueMs;
    port.pass(lateMs);
    expect(reading(sampler, port)).toBe(Status.Ok);
    expect(sampler.readings).toBe(2);
    expect(sample(sampler, port)).toBe(Status.NeedMore);
    // The next one lies ahead, and no farther than one period.
    const aheadMs = elapsedMs(port.now, sampler.dueMs);
    expect(aheadMs).toBeGreaterThan(0);
    expect(aheadMs).toBeLessThanOrEqual(EVERY_MS);
  });
}

test("a step that waits longer than the period delays the next reading, but loses none", () => {
  const { port } = make();
  const slow: Sensor = { ...PROBE, start: [], sample: [step("x", 15_000, 4)] };
  const sampler = makeSampler({ ...FEED, sensor: slow }, port.now);
  for (let count = 0; count < 3; count += 1) expect(reading(sampler, port)).toBe(Status.Ok);
  expect(port.letters()).toBe("xxx");
});

test("a filter's samples are taken one right after the other, and the next reading keeps to the grid", () => {
  const port = new ScriptedPort();
  const sampler = makeSampler({ ...FEED, filter: { samples: 3 } }, port.now);
  expect([reading(sampler, port), reading(sampler, port), reading(sampler, port)]).toEqual([0, 0, 0]);
  expect(port.letters()).toBe("abxyzxyzxyz");
  expect(port.sinceStart()).toBeLessThan(100);
  expect(dueSince(sampler)).toBe(EVERY_MS);
  expect(sampler.readings).toBe(1);
  expect(reading(sampler, port)).toBe(Status.Ok);
  expect(port.letters()).toBe("xyz");
});

test("a sample that fails ends its reading: the next one has all its samples again", () => {
  const port = new ScriptedPort();
  const sampler = makeSampler({ ...FEED, filter: { samples: 2 } }, port.now);
  expect(reading(sampler, port)).toBe(Status.Ok);
  port.broken = "y";
  expect(reading(sampler, port)).toBe(Status.Absent);
  expect(dueSince(sampler)).toBe(EVERY_MS);
  port.broken = "";
  port.letters();
  expect([reading(sampler, port), reading(sampler, port)]).toEqual([0, 0]);
  expect(port.letters()).toBe("abxyzxyz");
  expect(dueSince(sampler)).toBe(2 * EVERY_MS);
});
