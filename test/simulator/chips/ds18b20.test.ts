import { expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { DS18B20 } from "../../../src/sensors/ds18b20.ts";
import { Ds18b20, maximCrc } from "../../../src/simulator/chips/ds18b20.ts";
import { makeMemory, putMemory } from "#bytes";

/** Perform the driver's steps, each pause shorter by this; answer status and value. */
function reading(chip: Ds18b20, nowMs = 0, hurryMs = 0): [Status, number] {
  const memory = makeMemory(DS18B20.memoryBytes);
  let atMs = nowMs;
  for (const { write, readBytes, at, waitMs } of DS18B20.sample) {
    putMemory(memory, at, Uint8Array.from(chip.transfer(write, readBytes, atMs) ?? []));
    atMs += waitMs - (waitMs > 0 ? hurryMs : 0);
  }
  const values = [0];
  return [DS18B20.decode(memory, values), values[0] as number];
}

for (const temperatureC of [125, 21.37, 0, -0.5, -18.06, -55]) {
  test(`${temperatureC} degrees are read to a sixteenth of a degree`, () => {
    const [status, centiC] = reading(new Ds18b20(() => temperatureC));
    expect(status).toBe(Status.Ok);
    expect(Math.abs(centiC - temperatureC * 100)).toBeLessThanOrEqual(4);
  });
}

test("a chip that is read too early after power-up has no temperature, and not 85 degrees", () => {
  expect(reading(new Ds18b20(() => 20), 0, 1)[0]).toBe(Status.OutOfRange);
});

test("85 degrees that were measured are 85 degrees", () => {
  expect(reading(new Ds18b20(() => 85))).toEqual([Status.Ok, 8500]);
});

test("nine bits are ready after 94 ms, in steps of half a degree", () => {
  const chip = new Ds18b20(() => 20.9);
  chip.transfer([0xcc, 0x4e, 0x4b, 0x46, 0x1f], 0, 0);
  expect(reading(chip, 0, 750 - 94)).toEqual([Status.Ok, 2050]);
});

test("it obeys its own address and no other", () => {
  const chip = new Ds18b20(() => 20);
  const rom = chip.transfer([0x33], 8, 0) as number[];
  expect(maximCrc(rom)).toBe(0);
  expect((chip.transfer([0x55, ...rom, 0xbe], 9, 0) as number[])[4]).toBe(0x7f);
  expect(chip.transfer([0x55, ...rom.slice(0, 7), 0, 0xbe], 9, 0)).toEqual(new Array(9).fill(0xff));
  expect(chip.transfer([0xcc, 0xb4], 1, 0)).toEqual([0xff]);
});
