/*
 * A board in the world with an engine that does what a test says, and a radio that joins at once.
 */
import { cellar } from "./stations/cellar.ts";
import { BoardChips } from "../../src/simulator/board/chips.ts";
import type { Firmware } from "../../src/simulator/board/firmware.ts";
import { VirtualBoard } from "../../src/simulator/board/virtual-board.ts";
import type { VirtualBoardOptions } from "../../src/simulator/board/virtual-board.ts";
import type { Phase } from "../../src/simulator/energy/meter.ts";
import type { BoardCall, BoardEvent, Engine, Kept, Outside } from "../../src/simulator/engines/engine.ts";
import type { JoinRequest, Radio, RadioPeer } from "../../src/simulator/network/network.ts";
import { traceText } from "../../src/simulator/world/trace.ts";
import { World } from "../../src/simulator/world/world.ts";
import { PlainNetwork } from "./plain-network.ts";

export const BOOT_MS = 300;
export const FIRMWARE: Firmware = {
  boot: [
    { state: "boot", ms: 100 },
    { state: "cpu", ms: BOOT_MS - 100 },
  ],
  wifi: undefined,
  rejoinMs: 1000,
  idle: "idle_modem",
};
export const HOME: JoinRequest = { ssid: "home", password: "password" };
const FACTS = { channel: 6, bssid: "02:00:00:00:00:06", address: "10.0.0.9" };

/** An engine that asks for what its script says, at its start and at each event. */
export class Scripted implements Engine {
  readonly name = "scripted";
  /** What it was told, with its own time. */
  readonly told: string[] = [];
  script: (event: BoardEvent | undefined, nowMs: number) => BoardCall[] = () => [];
  dueMs: number | undefined;
  kept: Kept = {};

  constructor(readonly outside: Outside) {}

  start(_artefact: unknown, nowMs: number, kept: Kept) {
    this.kept = { ...kept };
    this.told.push(`${nowMs} start ${this.outside.wakeCause()} ${Object.keys(kept).join()}`.trimEnd());
    return { calls: this.script(undefined, nowMs), dueMs: this.dueMs };
  }

  step(nowMs: number, ...events: BoardEvent[]) {
    this.told.push(...events.map(({ event }) => `${nowMs} ${event}`));
    this.dueMs = undefined;
    return { calls: events.flatMap((event) => this.script(event, nowMs)), dueMs: this.dueMs };
  }

  stop(): Kept {
    return this.kept;
  }
}

/** A radio that joins within 50 ms, if there is something to join. */
export class PlainRadio implements Radio {
  isJoined = false;
  isThere = true;
  joins = 0;
  leaves = 0;
  private ticket: number | undefined;

  constructor(
    private readonly world: World,
    readonly peer: RadioPeer,
  ) {}

  join(): void {
    this.joins += 1;
    this.ticket = this.world.after(50, () => {
      this.isJoined = this.isThere;
      if (this.isJoined) this.peer.joined(FACTS);
      else this.peer.failed("no access point");
    });
  }

  leave(): void {
    this.leaves += 1;
    this.cut();
  }

  cut(): void {
    this.world.cancel(this.ticket);
    this.isJoined = false;
  }

  lose(): void {
    this.isJoined = false;
    this.world.after(0, () => this.peer.lost());
  }
}

/** A board with a scripted engine, and all that can be seen of it. */
export function boardSetting(firmware: Partial<Firmware> = {}, hasRadio = false) {
  const trace: string[] = [];
  const states: string[] = [];
  const world = new World({ seed: 1, hear: (line) => trace.push(traceText(line).trim()) });
  const network = new PlainNetwork(world);
  let radio: PlainRadio | undefined;
  let engine: Scripted | undefined;
  const options: VirtualBoardOptions = {
    world,
    network,
    engine: (outside) => (engine = new Scripted(outside)),
    artefact: { text: "", program: "" },
    chips: new BoardChips(world, cellar),
    firmware: { ...FIRMWARE, ...firmware },
    meter: {
      become: (state: string, phase: Phase) => states.push(`${state} ${phase}`),
      transmitted: () => {},
    },
    ...(hasRadio && { radio: (peer: RadioPeer) => (radio = new PlainRadio(world, peer)) }),
  };
  const board = new VirtualBoard(options);
  return {
    world,
    network,
    board,
    trace,
    states,
    engine: engine as unknown as Scripted,
    radio: radio as unknown as PlainRadio,
  };
}
