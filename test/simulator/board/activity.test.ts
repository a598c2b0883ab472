/*
 * What the meter is told while a board works.
 */
import { expect, test } from "vitest";
import { boardSetting, HOME } from "../../support/virtual-board.ts";
import { PlainBroker } from "../../support/plain-network.ts";

test("opening is TCP, what is not yet acknowledged is MQTT, all else is waiting, each said once", () => {
  const { board, world, network, engine, states } = boardSetting({ wifi: HOME, idle: "idle_light" }, true);
  network.listen("b", 1883, new PlainBroker());
  engine.script = (event) => {
    if (event === undefined) return [{ call: "connect", socket: 1, host: "b", port: 1883, isSecure: false }];
    if (event.event === "opened") return [{ call: "write", socket: 1, bytes: Uint8Array.of(0xc0, 0) }];
    // PINGRESP has come.
    return event.event === "received" ? [{ call: "close", socket: 1 }] : [];
  };
  board.powerOn();
  world.runTo(10_000);
  board.cutPower();
  expect(states).toEqual([
    "off sleep",
    "boot boot",
    "cpu boot",
    "rx TCP",
    "rx MQTT",
    "idle_light waiting",
    "off sleep",
  ]);
});

test("awake without Wi-Fi the radio is off; while it joins, the radio speaks for itself", () => {
  const { board, world, engine, radio, states } = boardSetting({ wifi: HOME, rejoinMs: 1000 }, true);
  radio.isThere = false;
  engine.script = () => {
    // Every 10 ms, also while the radio tries again.
    engine.dueMs = Math.floor(world.nowMs) + 10;
    return [];
  };
  board.powerOn();
  world.runTo(1375);
  expect([states, radio.joins]).toEqual([["off sleep", "boot boot", "cpu boot", "cpu waiting"], 2]);
});
