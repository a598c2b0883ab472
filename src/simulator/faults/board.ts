/*
 * What goes wrong with the board itself: its power, its clock, and the chips on its bus.
 */
import type { Fault, Setting } from "./setting.ts";

/** Let a number of things happen at the board's sockets, then call, when the one under way is over. */
function afterPasses({ world, wire }: Setting, count: number, call: () => void): void {
  let left = count;
  const strike = () => {
    wire.onPass = () => {};
    world.after(0, call);
  };
  if (left === 0) return strike();
  wire.onPass = () => {
    left -= 1;
    if (left === 0) strike();
  };
}

const afterEvents = {
  what: "so many things happen at its sockets first",
  ...{ usual: 0, least: 0, most: 1000, storm: [0, 12] as const, isWhole: true },
};

function powerOn({ board, wire }: Setting): void {
  wire.onPass = () => {};
  board.powerOn();
}

const powerCut: Fault = {
  name: "power-cut",
  sentence: "The power is cut at any event, and comes back.",
  parameters: { afterEvents },
  begin(setting, values) {
    afterPasses(setting, values["afterEvents"] ?? 0, () => setting.cutPower());
  },
  end: powerOn,
};

const memoryWiped: Fault = {
  name: "memory-wiped",
  sentence: "The power is cut, and what the board had kept is gone when it comes back.",
  parameters: {},
  begin({ board, cutPower }) {
    cutPower();
    board.wipeKept();
  },
  end: powerOn,
};

const clockDrift: Fault = {
  name: "clock-drift",
  sentence: "The board's clock runs fast, or with a negative number slow.",
  parameters: {
    driftPpm: { what: "millionths", usual: 20_000, least: -50_000, most: 50_000 },
  },
  begin({ board }, { driftPpm = 0 }) {
    board.clockDriftPpm = driftPpm;
  },
  end({ board }) {
    board.clockDriftPpm = 0;
  },
};

const sensorAbsent: Fault = {
  name: "sensor-absent",
  sentence: "The sensors do not acknowledge: their wires are loose.",
  parameters: {},
  begin({ chips, places }) {
    for (const { address, bus } of places) chips.loosen(address, bus);
  },
  end({ chips, places }) {
    for (const { address, bus } of places) chips.fasten(address, bus);
  },
};

/** A fault that is nothing but a switch on the chips. */
function switched(name: string, sentence: string, key: "isHanging" | "isStuck" | "isGarbled"): Fault {
  return {
    ...{ name, sentence, parameters: {} },
    begin: ({ chips }) => {
      chips[key] = true;
    },
    end: ({ chips }) => {
      chips[key] = false;
    },
  };
}

export const BOARD_FAULTS: readonly Fault[] = [
  ...[powerCut, memoryWiped, clockDrift, sensorAbsent],
  switched("bus-stuck", "The bus hangs: nobody on it acknowledges.", "isHanging"),
  switched("sensor-stuck", "Every sensor gives its last measurement again.", "isStuck"),
  switched("sensor-garbled", "A bit flips in every measurement on its way to the board.", "isGarbled"),
];
