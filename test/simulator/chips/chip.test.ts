/*
 * The simulated I2C bus: what a step writes, what it reads, and who is absent.
 */
import { expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { ChipSet } from "../../../src/simulator/chips/chip-set.ts";
import type { I2cChip } from "../../../src/simulator/chips/chip.ts";
import { makeMemory } from "#bytes";

const PLACE = { bus: "i2c", address: 0x20 } as const;

/** A chip that answers 1, 2, 3 and notes what it was asked. */
function makeChip(answer: number[] | null, isAcknowledging = true) {
  const calls: string[] = [];
  const chip: I2cChip = {
    write(bytes, nowMs) {
      calls.push(`write [${bytes.join(" ")}] at ${nowMs}`);
      return isAcknowledging;
    },
    read(count, nowMs) {
      calls.push(`read ${count} at ${nowMs}`);
      return answer;
    },
  };
  return { calls, bus: new ChipSet({ i2c: new Map([[PLACE.address, chip]]) }) };
}

// The step's write and readBytes, and what the chip must hear.
const STEPS: [number[], number, string[]][] = [
  [[7, 8], 3, ["write [7 8] at 5", "read 3 at 5"]],
  [[7, 8], 0, ["write [7 8] at 5"]],
  [[], 3, ["read 3 at 5"]],
  [[], 0, ["write [] at 5"]],
];

for (const [write, readBytes, expected] of STEPS) {
  test(`a step that writes [${write.join(" ")}] and reads ${readBytes} bytes is ${expected.join(", ")}`, () => {
    const { bus, calls } = makeChip([1, 2, 3]);
    const memory = makeMemory(5);
    const step = { write, waitMs: 0, readBytes, at: 1 };
    expect(bus.transfer(PLACE, step, memory, 5)).toBe(Status.Ok);
    expect(calls).toEqual(expected);
    expect([...memory]).toEqual(readBytes === 0 ? [0, 0, 0, 0, 0] : [0, 1, 2, 3, 0]);
  });
}

const STEP = { write: [7], waitMs: 0, readBytes: 3, at: 0 };
const ABSENT: [string, ChipSet][] = [
  ["nobody at the address", new ChipSet({ i2c: new Map() })],
  ["a chip that does not acknowledge the write", makeChip([1, 2, 3], false).bus],
  ["a chip that does not acknowledge the read", makeChip(null).bus],
  ["a chip that answers one byte short", makeChip([1, 2]).bus],
];

for (const [fault, bus] of ABSENT) {
  test(`${fault} is Absent, and the memory stays as it was`, () => {
    const memory = makeMemory(3).fill(9);
    expect(bus.transfer(PLACE, STEP, memory, 0)).toBe(Status.Absent);
    expect([...memory]).toEqual([9, 9, 9]);
  });
}
