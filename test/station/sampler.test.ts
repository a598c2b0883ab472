/*
 * The sampler against a scripted port: when each step is performed, and how a reading ends. When a reading is due:
 * readings.test.ts.
 */
import { expect, test } from "vitest";
import { elapsedMs } from "../../src/client/clock.ts";
import { Status } from "../../src/client/status.ts";
import type { Place } from "../../src/runtimes/port.ts";
import { Computer } from "../../src/runtimes/node/computer.ts";
import type { Port } from "../../src/runtimes/node/port.ts";
import type { Sensor, Step } from "../../src/sensors/sensor.ts";
import { beginReading, makeSampler, sample } from "../../src/station/sampler.ts";
import type { Sampler } from "../../src/station/sampler.ts";
import type { Feed } from "../../src/station/station.ts";
import { START_MS } from "../support/client.ts";
import { memoryAt, putMemory } from "#bytes";
import type { Memory } from "#bytes";

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

/** Begin a reading, and wake at each deadline until a sample is taken or fails; answers its status. */
function reading(sampler: Sampler, port: ScriptedPort): Status {
  beginReading(sampler, port.now);
  for (let wakes = 0; wakes < 20; wakes += 1) {
    if (elapsedMs(port.now, sampler.dueMs) < 2 ** 29) port.now = sampler.dueMs;
    const status = sample(sampler, port);
    if (status !== Status.NeedMore) return status;
  }
  throw new Error("no reading after 20 wakes");
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
  beginReading(sampler, port.now);
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

test("nothing is performed unless a reading was begun, nor behind its end", () => {
  const { port, sampler } = make();
  expect(sample(sampler, port)).toBe(Status.NeedMore);
  reading(sampler, port);
  port.letters();
  port.pass(100_000);
  expect(sample(sampler, port)).toBe(Status.NeedMore);
  expect(port.letters()).toBe("");
});

test("a reading that is begun while one is under way changes nothing", () => {
  const { port, sampler } = make();
  beginReading(sampler, port.now);
  sample(sampler, port);
  const { dueMs } = sampler;
  port.pass(2);
  beginReading(sampler, port.now);
  expect(sampler.dueMs).toBe(dueMs);
  expect(reading(sampler, port)).toBe(Status.Ok);
  expect(port.letters()).toBe("abxyz");
  expect(sampler.isActive).toBe(false);
});

for (const letter of ["a", "b", "x", "y", "z"]) {
  test(`after step ${letter} failed, the next reading starts the chip anew`, () => {
    const { port, sampler } = make();
    reading(sampler, port);
    port.broken = letter;
    // Steps of start come up again only after a failure of a step of sample.
    if ("ab".includes(letter)) sampler.isStarted = false;
    expect(reading(sampler, port)).toBe(Status.Absent);
    expect([sampler.failures, sampler.readings, sampler.status]).toEqual([1, 1, Status.Absent]);
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

test("a filter's samples are taken one right after the other", () => {
  const port = new ScriptedPort();
  const sampler = makeSampler({ ...FEED, filter: { samples: 3 } }, port.now);
  expect([reading(sampler, port), reading(sampler, port), reading(sampler, port)]).toEqual([0, 0, 0]);
  expect(port.letters()).toBe("abxyzxyzxyz");
  expect(port.sinceStart()).toBeLessThan(100);
  expect([sampler.readings, sampler.isActive]).toEqual([1, false]);
  expect(reading(sampler, port)).toBe(Status.Ok);
  expect(port.letters()).toBe("xyz");
});

test("a sample that fails ends its reading: the next one has all its samples again", () => {
  const port = new ScriptedPort();
  const sampler = makeSampler({ ...FEED, filter: { samples: 2 } }, port.now);
  expect(reading(sampler, port)).toBe(Status.Ok);
  port.broken = "y";
  expect(reading(sampler, port)).toBe(Status.Absent);
  expect([sampler.failures, sampler.isActive]).toEqual([1, false]);
  port.broken = "";
  port.letters();
  expect([reading(sampler, port), reading(sampler, port)]).toEqual([0, 0]);
  expect(port.letters()).toBe("abxyzxyz");
  expect([sampler.readings, sampler.isActive]).toEqual([1, false]);
});
