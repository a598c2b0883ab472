/* A computer as a board. */
import { expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { Block, PowerSave, WakeCause } from "../../../src/runtimes/board.ts";
import { Computer } from "../../../src/runtimes/node/computer.ts";

test("a computer neither joins nor sleeps, and says so", () => {
  const computer = new Computer();
  expect(computer.join({ ssid: "barn", password: "secret12" }, "")).toBe(Status.Unsupported);
  expect(computer.setPowerSave(PowerSave.Off)).toBe(Status.Unsupported);
  expect([computer.longestSleepMs(), computer.sleepFor(0, -1)]).toEqual([0, Status.Unsupported]);
  expect([computer.wakeCause(), computer.rssiDbm(), computer.freeBytes()]).toEqual([WakeCause.Power, 0, -1]);
});

test("its clock is set already", () => {
  const computer = new Computer();
  expect(computer.askTime()).toBe(Status.Ok);
  expect(Math.abs(computer.epochS() - Date.now() / 1000)).toBeLessThan(2);
});

test("it keeps a copy of each block", () => {
  const computer = new Computer();
  const bytes = Uint8Array.of(1, 2);
  expect(computer.kept(Block.Session)).toBeUndefined();
  expect(computer.keep(Block.Session, bytes)).toBe(Status.Ok);
  bytes[0] = 9;
  expect(computer.kept(Block.Session)).toEqual(Uint8Array.of(1, 2));
  expect(computer.kept(Block.Network)).toBeUndefined();
});
