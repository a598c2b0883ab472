/*
 * What a firmware does at every wake before a program can publish: from reset to the program's first line, and from
 * there to an address on the network.
 * Not here: which firmware does what (recipes.ts).
 */
import type { ChipState, Phase } from "./meter.ts";
import { figureOf, namesIn } from "./model.ts";
import type { Figure } from "./model.ts";
import { IDEAL, RECIPES } from "./recipes.ts";
import type { Recipe } from "./recipes.ts";

/** A time that a chip spends in one state. */
export interface Step {
  state: ChipState;
  phase: Phase;
  time: Figure;
}

export class Firmware {
  private readonly recipe: Recipe;

  /** @throws  Error that says which firmwares there are for the chip */
  constructor(
    readonly name: string,
    private readonly chip: string,
  ) {
    const recipe = RECIPES[`${name}_${chip}`] ?? (name === "ideal" ? IDEAL : undefined);
    if (recipe === undefined) {
      const there = Object.keys(RECIPES).filter((key) => key.endsWith(`_${chip}`));
      const names = new Set(["ideal", ...there.map((key) => key.slice(0, -chip.length - 1))]);
      throw new Error(
        `the energy model has no firmware "${name}" for ${chip}; there is: ${[...names].join(", ")}`,
      );
    }
    this.recipe = recipe;
  }

  get idle(): ChipState {
    return this.recipe.idle;
  }

  get hasDeepSleep(): boolean {
    return this.recipe.hasDeepSleep;
  }

  /** Its CPU sleeps by itself between two events of a station that stays joined. */
  get hasLightSleep(): boolean {
    return this.recipe.hasLightSleep;
  }

  /** It knows channel and key from the last wake, without the program. */
  get keepsJoin(): boolean {
    return this.recipe.keepsJoin;
  }

  get lacks(): string[] {
    return this.recipe.lacks;
  }

  boot(): Step[] {
    return this.recipe.boot.map(([state, name]) => ({ state, phase: "boot", time: this.timeOf(name) }));
  }

  /** @param hasAddress  an address of its own: no DHCP */
  join(hasAddress: boolean): Step[] {
    const join: Step = { state: "join", phase: "join", time: this.timeOf(this.recipe.join) };
    if (hasAddress) return [join];
    // The only figure for an ESP8266 comes from a bad network.
    const name = namesIn("chips", this.chip, "t").includes("dhcp") ? "dhcp" : "dhcp_bad";
    // It listens for the server: 102 mA were measured on an ESP32, less than a radio draws that joins.
    return [join, { state: "rx", phase: "join", time: this.timeOf(name) }];
  }

  private timeOf(name: string): Figure {
    if (!name.endsWith("_ms")) return figureOf(["chips", this.chip, "t"], name, "ms");
    return figureOf(["firmware", `${this.name}_${this.chip}`], name, "ms");
  }
}
