/*
 * Which figure of the model a chip in some state draws.
 * Not here: what a board adds to it, and its regulator (profile.ts).
 */
import type { ChipState, Phase } from "./meter.ts";
import { figureOf, findFigure, namesIn } from "./model.ts";
import type { Figure } from "./model.ts";

export interface CurrentOptions {
  /** How often an access point lets sleepers listen: with every beacon, every third, every tenth; default 1. */
  dtim: number;
  /**
   * What a radio draws that talks. "average": one figure for all of an exchange, measured with what it sent in it.
   * "bursts": it listens, and each frame that goes out adds its own.
   */
  radio: "average" | "bursts";
  /** The clock of a running CPU in MHz; the chip's usual one where the model has no figure for it. */
  cpuMhz: number;
  /** Automatic light sleep as it was measured in practice, where the model knows. */
  isPessimistic: boolean;
}

/** @throws  Error for a state that the model does not know of this chip */
export function currentOf(chip: string, state: ChipState, phase: Phase, options: CurrentOptions): Figure {
  const path = ["chips", chip, "I"];
  switch (state) {
    case "cpu":
      return findFigure(path, `cpu${options.cpuMhz}`, "mA") ?? figureOf(path, "cpu80", "mA");
    case "rx":
      return figureOf(path, listening(phase, options), "mA");
    case "idle_modem":
      return idle(path, "idle_modem_dtim", options.dtim);
    case "idle_light": {
      const measured = options.isPessimistic ? findFigure(path, "idle_light_pessimistic", "mA") : undefined;
      return measured ?? idle(path, "idle_light_dtim", options.dtim);
    }
    default:
      return figureOf(path, state, "mA");
  }
}

function listening(phase: Phase, { radio }: CurrentOptions): string {
  if (phase !== "TCP" && phase !== "MQTT") return "always_on_ps_none";
  return radio === "average" ? "join" : "rx";
}

/** The average of a station that stays joined; where none is known for this DTIM, that of the nearest. */
function idle(path: string[], name: string, dtim: number): Figure {
  const known = namesIn(...path, name).map(Number);
  const nearest = known.reduce((best, next) => (Math.abs(next - dtim) < Math.abs(best - dtim) ? next : best));
  return figureOf([...path, name], String(nearest), "mA");
}
