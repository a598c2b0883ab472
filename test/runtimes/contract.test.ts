/* What a runtime's port.ts and board.ts must export, as the contracts in src/runtimes/port.ts and board.ts say. */
import { describe, expect, test } from "vitest";
import * as nodeBoard from "#board";
import * as nodePort from "#port";
import type { BoardModule } from "../../src/runtimes/board.ts";
import type { PortModule } from "../../src/runtimes/port.ts";

/** How many arguments each function takes; the compiler sees to it that none is left out. */
const CONTRACT: Record<keyof PortModule<unknown>, number> = {
  makePort: 1,
  bindPort: 3,
  openPort: 4,
  sendFrame: 2,
  closePort: 1,
  portNowMs: 1,
  wakeAt: 2,
  wakeIn: 2,
  endPort: 1,
  transfer: 4,
  identity: 1,
};

/** Every runtime that can be loaded here; the others are held against the contract by their types. */
const RUNTIMES: Record<string, Record<keyof PortModule<unknown>, unknown>> = {
  node: nodePort satisfies PortModule<nodePort.Port>,
};

for (const [runtime, port] of Object.entries(RUNTIMES)) {
  describe(`#port on ${runtime}`, () => {
    for (const [name, count] of Object.entries(CONTRACT)) {
      test(`exports ${name} with ${count} arguments`, () => {
        const exported = port[name as keyof typeof CONTRACT];
        expect(exported).toBeTypeOf("function");
        expect(exported).toHaveLength(count);
      });
    }
  });
}

const BOARD: Record<keyof BoardModule<unknown>, number> = {
  wakeCause: 1,
  joinNetwork: 3,
  leaveNetwork: 1,
  setPowerSave: 2,
  longestSleepMs: 1,
  sleepFor: 3,
  restart: 1,
  keepBlock: 3,
  keptBlock: 2,
  feedWatchdog: 1,
  askTime: 1,
  epochS: 1,
  rssiDbm: 1,
  freeBytes: 1,
};

const board: Record<keyof BoardModule<unknown>, unknown> = nodeBoard satisfies BoardModule<nodePort.Port>;

for (const [name, count] of Object.entries(BOARD))
  test(`#board on node exports ${name} with ${count} arguments`, () => {
    const exported = board[name as keyof typeof BOARD];
    expect(exported).toBeTypeOf("function");
    expect(exported).toHaveLength(count);
  });
