/*
 * Which interpreter runs a station's artefact, by the name that a person gives: the real one, or a model where it is
 * asked for by that name. Nothing stands in for anything else unasked. Not here: what loads an artefact.
 */
import type { Station } from "../../station/station.ts";
import { espruinoModel } from "./espruino-model.ts";
import { espruinoKind, findEspruino } from "./espruino.ts";
import type { Kind } from "./guest.ts";
import { luaKind } from "./lua.ts";
import { NODE } from "./node.ts";
import type { Chip } from "./prelude.ts";
import { xsModel } from "./xs-model.ts";
import { findXs, xsKind } from "./xs.ts";

interface Choice {
  /** Whose artefacts it runs; undefined for those of Node, which every station has. */
  runtime: Station["runtime"] | undefined;
  /** @throws  Error when it is not on this computer, with how to get it */
  kind: (chip: Chip) => Kind | Promise<Kind>;
}

const CHOICES: Record<string, Choice> = {
  node: { runtime: undefined, kind: () => NODE },
  espruino: { runtime: "espruino", kind: realEspruino },
  "espruino-model": { runtime: "espruino", kind: espruinoModel },
  xs: { runtime: "moddable", kind: realXs },
  "xs-model": { runtime: "moddable", kind: xsModel },
  lua: { runtime: "nodemcu", kind: luaKind },
};

/** What --engine may be. */
export const ENGINE_NAMES = Object.keys(CHOICES);

function realEspruino(chip: Chip): Kind {
  const command = findEspruino();
  if (command !== undefined) return espruinoKind(command, chip);
  throw new Error(
    "no Espruino on this computer: build its Linux version (espruino.com/Other+Boards), and put `espruino` on the " +
      "PATH or its path into ESPRUINO; or choose espruino-model, which needs nothing",
  );
}

function realXs(chip: Chip): Kind {
  const worker = findXs();
  if (worker !== undefined) return xsKind(worker, chip);
  throw new Error(
    "no XS on this computer: it is built while @agoric/xsnap is installed (npm install --save-dev @agoric/xsnap), " +
      "which needs make and a C compiler, and that npm may run its script; or choose xs-model, which needs nothing",
  );
}

/**
 * @throws  Error for a name that is none, for an engine that cannot run what is built for the station, and for one
 *          that is not on this computer
 */
export async function chooseEngine(
  name: string,
  station: Pick<Station, "name" | "runtime"> & { hardware: { chip: Chip } },
): Promise<Kind> {
  const choice = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
  if (choice === undefined)
    throw new Error(`there is no engine "${name}": choose one of ${ENGINE_NAMES.join(", ")}`);
  if (choice.runtime !== undefined && choice.runtime !== station.runtime) {
    const fit = ENGINE_NAMES.filter((each) => {
      const { runtime } = CHOICES[each] as Choice;
      return runtime === undefined || runtime === station.runtime;
    });
    throw new Error(
      `${name} does not run what is built for ${station.runtime}, as station "${station.name}" is: choose one of ` +
        fit.join(", "),
    );
  }
  return choice.kind(station.hardware.chip);
}
