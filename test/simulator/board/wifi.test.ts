/*
 * Wi-Fi between firmware and program.
 */
import { expect, test } from "vitest";
import { boardSetting, HOME } from "../../support/virtual-board.ts";

test("firmware that joins by itself begins the program when it has joined, and meanwhile says nothing", () => {
  const { board, world, engine, states } = boardSetting({ wifi: HOME }, true);
  board.powerOn();
  world.runTo(1000);
  expect(engine.told).toEqual(["350 start power"]);
  expect(states).toEqual(["off sleep", "boot boot", "cpu boot", "idle_modem waiting"]);
});

test("without an access point the program begins all the same, and firmware tries again and again", () => {
  const { board, world, engine, radio } = boardSetting({ wifi: HOME }, true);
  radio.isThere = false;
  board.powerOn();
  world.runTo(5000);
  expect([engine.told[0], radio.joins]).toEqual(["350 start power", 5]);
  radio.isThere = true;
  world.runTo(6000);
  expect(engine.told.at(-1)).toMatch(/joined$/);
  radio.lose();
  world.runTo(10_000);
  expect(engine.told.slice(-2).map((line) => line.split(" ")[1])).toEqual(["unjoined", "joined"]);
});

test("once the program joins or leaves by itself, firmware keeps out of it", () => {
  const { board, world, engine, radio } = boardSetting({ wifi: HOME }, true);
  engine.script = (event) => (event === undefined ? [{ call: "leave" }] : []);
  board.powerOn();
  world.runTo(10_000);
  expect([radio.joins, radio.isJoined]).toEqual([1, false]);
});

test("a program that joins is told so, and its deep sleep ends that without a word", () => {
  const { board, world, engine, radio } = boardSetting({}, true);
  engine.script = (event) => {
    if (event === undefined) return [{ call: "join", request: HOME }];
    return event.event === "joined" ? [{ call: "sleep", ms: 0 }] : [];
  };
  board.powerOn();
  world.runTo(10_000);
  expect(engine.told).toEqual(["300 start power", "350 joined"]);
  expect([radio.isJoined, radio.leaves]).toEqual([false, 0]);
});

test("where there is no radio a join succeeds at once", () => {
  const { board, world, engine } = boardSetting();
  engine.script = (event) => (event === undefined ? [{ call: "join", request: HOME }] : []);
  board.powerOn();
  world.runTo(1000);
  expect(engine.told).toEqual(["300 start power", "300 joined"]);
});
