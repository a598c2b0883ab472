/*
 * Which interpreter runs a station's artefact, by the name that a person gives: the real one, or a model where it is
 * asked for by that name. Nothing stands in for anything else unasked. Not here: what loads an artefact.
 */
import type { Runtime, Station } from "../../station/station.ts";
import { espruinoModel } from "./espruino-model.ts";
import { espruinoKind, findEspruino } from "./espruino.ts";
import type { Kind } from "./guest.ts";
import { luaKind } from "./lua.ts";
import { ENGINE_NAMES, runtimeOf } from "./names.ts";
import type { EngineName } from "./names.ts";
import { NODE } from "./node.ts";
import type { Chip } from "./prelude.ts";
import { xsModel } from "./xs-model.ts";
import { findXs, xsKind } from "./xs.ts";

/** @throws  Error when it is not on this computer, with how to get it */
const KINDS: Record<EngineName, (chip: Chip) => Kind | Promise<Kind>> = {
  node: () => NODE,
  espruino: realEspruino,
  "espruino-model": espruinoModel,
  xs: realXs,
  "xs-model": xsModel,
  lua: luaKind,
};

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

function isEngineName(name: string): name is EngineName {
  return (ENGINE_NAMES as string[]).includes(name);
}

/** Node runs what is built for Node, which every station has. */
function fits(name: EngineName, runtime: Runtime): boolean {
  return name === "node" || runtimeOf(name) === runtime;
}

/**
 * @throws  Error for a name that is none, for an engine that cannot run what is built for the station, and for one
 *          that is not on this computer
 */
export async function chooseEngine(
  name: string,
  station: Pick<Station, "name" | "runtime"> & { hardware: { chip: Chip } },
): Promise<Kind> {
  if (!isEngineName(name))
    throw new Error(`there is no engine "${name}": choose one of ${ENGINE_NAMES.join(", ")}`);
  if (!fits(name, station.runtime))
    throw new Error(
      `${name} does not run what is built for ${station.runtime}, as station "${station.name}" is: choose one of ` +
        ENGINE_NAMES.filter((each) => fits(each, station.runtime)).join(", "),
    );
  return KINDS[name](station.hardware.chip);
}
