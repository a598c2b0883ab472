/*
 * A whole station on a board, with samples that count: what its chips gave is what arrives.
 */
import { expect, test } from "vitest";
import { cellar } from "../../support/stations/cellar.ts";
import { BoardChips } from "../../../src/simulator/board/chips.ts";
import { VirtualBoard } from "../../../src/simulator/board/virtual-board.ts";
import { countedNumber } from "../../../src/simulator/chips/counted.ts";
import { Ds18b20 } from "../../../src/simulator/chips/ds18b20.ts";
import { StationEngine } from "../../../src/simulator/engines/station-engine.ts";
import { World } from "../../../src/simulator/world/world.ts";
import { PlainBroker, PlainNetwork } from "../../support/plain-network.ts";
import { FIRMWARE } from "../../support/virtual-board.ts";

const DAY_MS = 86_400_000;

/** The cellar on a plain network, with samples that count. */
function station(firstMs = 0) {
  const world = new World({ seed: 1 });
  const network = new PlainNetwork(world);
  const broker = new PlainBroker();
  network.listen("broker.local", 1883, broker);
  const chips = new BoardChips(world, cellar, true);
  const samples: number[] = [];
  chips.onSample = (_address, number) => samples.push(number);
  const site = { host: "broker.local", port: 1883, isSecure: false };
  const board = new VirtualBoard({
    world,
    network,
    engine: (outside) => new StationEngine({ station: cellar, site, outside, firstMs }),
    artefact: { text: "", program: "" },
    chips,
    firmware: FIRMWARE,
  });
  board.powerOn();
  return { world, broker, chips, samples, board };
}

for (const firstMs of [0, 2 ** 30 - 3_600_000])
  test(`a station's day, with a clock that begins at ${firstMs}: every sample arrives once, in order`, () => {
    const { world, broker, samples, board } = station(firstMs);
    world.runTo(DAY_MS);
    expect(samples).toEqual(Array.from({ length: 288 }, (_, number) => number));
    expect(broker.payloads.map(countedNumber)).toEqual(samples);
    expect(board.faultCount).toBe(0);
  });

test("a wire that comes loose costs readings, and no number is used twice when it is back", () => {
  const { world, broker, chips, samples, board } = station();
  world.runTo(DAY_MS / 4);
  chips.loosen(0x76);
  world.runTo(DAY_MS / 2);
  chips.fasten(0x76);
  board.cutPower();
  board.powerOn();
  world.runTo(DAY_MS);
  expect(broker.payloads.map(countedNumber)).toEqual(samples);
  expect(new Set(samples).size).toBe(samples.length);
  expect(samples.length).toBe(288 * 0.75);
});

test("a chip on a 1-Wire pin takes its time, and no other pin has one", () => {
  const world = new World({ seed: 1 });
  const chips = new BoardChips(world, cellar);
  chips.chips.wiring.onewire.set(4, new Ds18b20(() => 25.0625));
  expect(chips.oneWire(5, new Uint8Array(0), 0)).toBeUndefined();
  expect(chips.oneWire(4, Uint8Array.of(0xcc, 0x44), 0)).toEqual(new Uint8Array(0));
  const scratchpad = () => Buffer.from(chips.oneWire(4, Uint8Array.of(0xcc, 0xbe), 2) ?? []).toString("hex");
  expect(scratchpad()).toBe("5005");
  world.runTo(750);
  expect(scratchpad()).toBe("9101");
});
