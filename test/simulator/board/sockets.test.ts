/*
 * A board's sockets over a network: what the program asks, and what it is told.
 */
import { expect, test } from "vitest";
import type { BoardCall } from "../../../src/simulator/engines/engine.ts";
import { boardSetting } from "../../support/virtual-board.ts";
import { PlainBroker } from "../../support/plain-network.ts";

const dial = (socket: number): BoardCall => ({
  call: "connect",
  socket,
  host: "b",
  port: 1883,
  isSecure: false,
});

test("nobody listens: the socket is closed, and later words to it are nobody's", () => {
  const { board, world, engine } = boardSetting();
  engine.script = (event) =>
    event === undefined
      ? [dial(1)]
      : [
          { call: "write", socket: 1, bytes: Uint8Array.of(1) },
          { call: "close", socket: 1 },
        ];
  board.powerOn();
  world.runTo(1000);
  expect(engine.told).toEqual(["300 start power", "301 closed"]);
});

test("two sockets are told apart, and a close is heard at the other end only", () => {
  const { board, world, network, engine } = boardSetting();
  const broker = new PlainBroker();
  network.listen("b", 1883, broker);
  const opened: number[] = [];
  engine.script = (event) => {
    if (event === undefined) return [dial(1), dial(2)];
    if (event.event !== "opened") return [];
    opened.push(event.socket);
    return event.socket === 1 ? [{ call: "close", socket: 1 }] : [];
  };
  board.powerOn();
  world.runTo(1000);
  expect([opened, broker.endings]).toEqual([[1, 2], ["ended"]]);
  expect(engine.told.filter((line) => line.endsWith("closed"))).toEqual([]);
});

test("a board without power hears nothing more of its connections", () => {
  const { board, world, network, engine } = boardSetting();
  const broker = new PlainBroker();
  network.listen("b", 1883, broker);
  engine.script = (event) => {
    if (event === undefined) return [dial(1)];
    // PINGREQ: its answer is on its way when the power goes.
    return event.event === "opened" ? [{ call: "write", socket: 1, bytes: Uint8Array.of(0xc0, 0) }] : [];
  };
  board.powerOn();
  world.runTo(302.5);
  board.cutPower();
  world.runTo(1000);
  expect(broker.packets.map(({ cmd }) => cmd)).toEqual(["pingreq"]);
  expect(engine.told).toEqual(["300 start power", "301 opened"]);
});
