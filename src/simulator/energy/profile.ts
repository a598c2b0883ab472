/*
 * What one board draws from its battery: chip, board, firmware and battery of the energy model together. It remembers
 * every figure that was asked for.
 * Not here: sensors and whatever else is wired to the board; what the board does, and when (charge-meter.ts).
 */
import { currentOf } from "./currents.ts";
import type { CurrentOptions } from "./currents.ts";
import { Firmware } from "./firmware.ts";
import type { Step } from "./firmware.ts";
import { joinTimesOf } from "./join-times.ts";
import type { Hardware } from "../../station/station.ts";
import type { JoinTimings } from "../network/join-timings.ts";
import type { ChipState, Phase } from "./meter.ts";
import { figureOf, findFigure } from "./model.ts";
import type { Figure } from "./model.ts";
import { quiescentOf, ratioOf } from "./regulator.ts";
import type { Regulator } from "./regulator.ts";

/** Of a station's hardware what a profile needs. */
export type FloorOf = Pick<Hardware, "name" | "sleepFloor">;

export interface ProfileChoice {
  chip: string;
  /** As the model calls it, or a station's hardware, which says itself what it draws. */
  board: string | FloorOf;
  battery: string;
  /** A runtime's name, or "ideal": what no firmware does today. */
  firmware: string;
}

export interface ProfileOptions extends CurrentOptions {
  /** The board has an address of its own and asks no DHCP server. */
  hasAddress: boolean;
  /** What it draws itself is in the figure of most boards. */
  regulator: Regulator;
  /** Which of the chip's transmit figures a frame draws. */
  phy: "b" | "g" | "n";
}

const OPTIONS: ProfileOptions = {
  dtim: 1,
  radio: "average",
  cpuMhz: 160,
  isPessimistic: false,
  hasAddress: true,
  regulator: { type: "linear", quiescentMa: 0 },
  phy: "g",
};

const HOURS_PER_MONTH = 730;

export class Profile {
  /** Every figure that was asked for, in that order. */
  readonly used = new Map<string, Figure>();
  readonly firmware: Firmware;
  readonly options: ProfileOptions;
  /** Milliamperes by state and phase: a month asks for them a million times. */
  private readonly currents = new Map<string, number>();

  constructor(
    readonly choice: ProfileChoice,
    options: Partial<ProfileOptions>,
  ) {
    this.options = { ...OPTIONS, ...options };
    // What the model does not have must be said before anything runs.
    figureOf(["chips", choice.chip, "I"], "deep", "mA");
    this.firmware = new Firmware(choice.firmware, choice.chip);
    this.boardMa();
    this.selfDischargeMa();
    this.used.clear();
  }

  get boardName(): string {
    const { board } = this.choice;
    return typeof board === "string" ? board : board.name;
  }

  /** At the battery. @throws Error for a state that the chip has no figure for */
  currentMa(state: ChipState, phase: Phase): number {
    const key = `${state} ${phase}`;
    const known = this.currents.get(key);
    if (known !== undefined) return known;
    const current = this.atBattery(this.take(currentOf(this.choice.chip, state, phase, this.options)));
    this.currents.set(key, current);
    return current;
  }

  /** At the battery, while a frame is on air. */
  transmitMa(): number {
    return this.atBattery(
      this.take(figureOf(["chips", this.choice.chip, "I"], `tx_${this.options.phy}`, "mA")),
    );
  }

  /** How long a packet is on air, with all that Wi-Fi puts around it. */
  airMs(bytes: number): number {
    const megabits = this.take(figureOf(["radio"], "tx_mbps", "Mbit/s"));
    const overheadBytes = this.take(figureOf(["radio"], "tx_overhead_bytes", "bytes"));
    const preambleMs = this.take(figureOf(["radio"], "tx_preamble_ms", "ms"));
    return preambleMs + ((bytes + overheadBytes) * 8) / megabits / 1000;
  }

  /** How long a radio listens after its last packet; 0 for a chip of which nobody has said it. */
  listenMs(): number {
    const figure = findFigure(["chips", this.choice.chip, "t"], "min_active", "ms");
    return figure === undefined ? 0 : this.take(figure);
  }

  /** From reset to the program's first line. */
  boot(): Step[] {
    return this.taken(this.firmware.boot());
  }

  bootMs(): number {
    return this.boot().reduce((ms, { time }) => ms + time.value, 0);
  }

  /** From there to an address on the network, where nothing goes wrong. */
  join(): Step[] {
    return this.taken(this.firmware.join(this.options.hasAddress));
  }

  joinMs(): number {
    return this.join().reduce((ms, { time }) => ms + time.value, 0);
  }

  /** The parts of a join, for a radio that something may go wrong with. */
  joinTimes(): JoinTimings {
    return joinTimesOf(this.choice.chip, this.firmware.keepsJoin, (figure) => this.take(figure));
  }

  /** What a board can take from its battery, in mAh. */
  usableMah(): number {
    return this.ofBattery("mAh", "mAh") * this.ofBattery("usable", "part");
  }

  /** What the battery loses by itself. */
  selfDischargeMa(): number {
    return (this.ofBattery("mAh", "mAh") * this.ofBattery("selfdischarge_month", "part")) / HOURS_PER_MONTH;
  }

  private ofBattery(name: string, unit: "mAh" | "part"): number {
    return this.take(figureOf(["battery", this.choice.battery], name, unit));
  }

  private atBattery(chipMa: number): number {
    const { regulator } = this.options;
    return chipMa * this.take(ratioOf(regulator)) + this.take(quiescentOf(regulator)) + this.boardMa();
  }

  /** What the board draws besides its chip: known for a chip in deep sleep, and taken to be the same at all times. */
  private boardMa(): number {
    const { board } = this.choice;
    if (typeof board !== "string") return this.besideChip(floorFigure(board));
    const path = ["boards", board];
    const added = findFigure(path, "floor_add", "mA") ?? findFigure(path, "floor", "mA");
    if (added !== undefined) return this.take(added);
    return this.besideChip(figureOf(path, "floor_total", "mA"));
  }

  /** What is left of a whole board's current without its chip's. */
  private besideChip(total: Figure): number {
    const chip = figureOf(["chips", this.choice.chip, "I"], "deep", "mA");
    return Math.max(this.take(total) - chip.value, 0);
  }

  private taken(steps: Step[]): Step[] {
    for (const { time } of steps) this.take(time);
    return steps;
  }

  private take(figure: Figure): number {
    // A chip boots with a current and for a time, both by the same name.
    this.used.set(`${figure.what} ${figure.unit}`, figure);
    return figure.value;
  }
}

function floorFigure({ name, sleepFloor }: FloorOf): Figure {
  const { currentUa, kind, source } = sleepFloor;
  return { what: `${name} floor_total`, value: currentUa / 1000, unit: "mA", kind, source };
}

/** @throws  Error that says what the model does not have, and what it has */
export function loadProfile(choice: ProfileChoice, options: Partial<ProfileOptions> = {}): Profile {
  return new Profile(choice, options);
}
