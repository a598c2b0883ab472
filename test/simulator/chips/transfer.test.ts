/*
 * A step on each bus of a board that is this process: what is read, and what is a status.
 */
import { expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import type { Bus } from "../../../src/runtimes/port.ts";
import type { ChipOutside } from "../../../src/simulator/chips/chip-set.ts";
import { transferOn } from "../../../src/simulator/chips/transfer.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { makeMemory } from "#bytes";

const bytes = (...all: number[]) => Uint8Array.from(all);

// Bus and outside, what is written and how much is read; then status and memory, which was 9 9 9 9 9 9.
const STEPS: [string, Bus, Partial<ChipOutside>, number[], number, Status, string][] = [
  ["a chip's bytes", "onewire", { oneWire: () => bytes(1, 2) }, [0xcc], 2, Status.Ok, "9 1 2 9 9 9"],
  ["presence, and no more", "onewire", { oneWire: () => bytes() }, [], 0, Status.Ok, "9 9 9 9 9 9"],
  ["no presence", "onewire", {}, [0xcc], 2, Status.Absent, "9 9 9 9 9 9"],
  ["a short answer", "onewire", { oneWire: () => bytes(1) }, [0xcc], 2, Status.Absent, "9 9 9 9 9 9"],
  ["asking", "dht", {}, [0], 0, Status.Ok, "9 9 9 9 9 9"],
  ["an answer", "dht", { dht: () => bytes(1, 2, 3, 4, 10) }, [], 5, Status.Ok, "9 1 2 3 4 10"],
  ["half an answer", "dht", { dht: () => bytes(1, 2) }, [], 5, Status.Malformed, "9 9 9 9 9 9"],
  ["no answer", "dht", {}, [], 5, Status.Absent, "9 9 9 9 9 9"],
  ["a third of full scale", "analog", { analog: () => 1 / 3 }, [], 2, Status.Ok, "9 85 85 9 9 9"],
  ["full scale", "analog", { analog: () => 1 }, [], 2, Status.Ok, "9 255 255 9 9 9"],
  ["no converter", "analog", {}, [], 2, Status.Unsupported, "9 9 9 9 9 9"],
  ["a high pin", "digital", { digital: () => true }, [], 1, Status.Ok, "9 1 9 9 9 9"],
  ["a low pin", "digital", { digital: () => false }, [], 1, Status.Ok, "9 0 9 9 9 9"],
  ["the first look at a counter", "pulse", { pulses: () => 70_000 }, [], 3, Status.Ok, "9 0 0 0 9 9"],
];

for (const [what, bus, outside, write, readBytes, status, expected] of STEPS)
  test(`${bus}: ${what} is status ${status} and ${expected}`, () => {
    const memory = makeMemory(6).fill(9);
    const step = { write, waitMs: 0, readBytes, at: 1 };
    const place = { bus, address: 4 };
    expect(transferOn({ ...OPEN_OUTSIDE, ...outside }, place, step, memory, new Map())).toBe(status);
    expect([...memory].join(" ")).toBe(expected);
  });

test("a counter tells what came since its first step, modulo 2^24", () => {
  let edges = 70_000;
  const outside = { ...OPEN_OUTSIDE, pulses: () => edges };
  const counted = new Map<number, number>();
  const memory = makeMemory(3);
  const read = () => {
    const step = { write: [], waitMs: 0, readBytes: 3, at: 0 };
    transferOn(outside, { bus: "pulse", address: 4 }, step, memory, counted);
    return [...memory];
  };
  read();
  edges += 258;
  expect(read()).toEqual([0, 1, 2]);
  edges += 2 ** 24;
  expect(read()).toEqual([0, 1, 2]);
});
