/*
 * Builds the library for every feature set and measures what can be measured on this computer; what cannot is said.
 * Not here: what the figures may be (budgets.ts), how they are shown (table.ts).
 */
import { buildEspruino } from "../espruino.ts";
import type { EspruinoBuild } from "../espruino.ts";
import { bundleModdable } from "../moddable.ts";
import { buildLua } from "../nodemcu.ts";
import { espruinoWrites } from "./espruino-writes.ts";
import { aboutEspruino, espruinoFigures } from "./espruino.ts";
import { FEATURE_SETS, knownConditions } from "./feature-sets.ts";
import type { FeatureSet } from "./feature-sets.ts";
import type { Figure, Figures, SetFigures } from "./figures.ts";
import { stripBytecode } from "./lua-bytecode.ts";
import { luaBytecode, luaLoadedBytes, luaNeededBytes, luaPublish } from "./lua.ts";
import { findXs } from "../../simulator/engines/xs.ts";
import { xsFigures } from "./xs.ts";

/** The variables of an ESP8266 with Espruino. */
const BOARD = { totalCount: 1700, variableBytes: 12 };

export interface Engines {
  xs: string | undefined;
  isLuaHere: boolean;
  /** An interpreter with as many variables as BOARD, named by ESPRUINO_SMALL. */
  smallEspruino: string | undefined;
  smallVersion: string;
}

/** Who builds the library, with these names of its face and these conditions of package.json's imports. */
export interface Builders {
  espruino: (names: string[], features: string[]) => Promise<EspruinoBuild>;
  lua: (features: string[]) => Promise<string>;
}

const TOOLCHAIN: Builders = {
  espruino: (names, features) => buildEspruino(undefined, names, features),
  lua: (features) => Promise.resolve(buildLua(undefined, features)),
};

/** Sizes of both builds and writes, and variables where there is an interpreter. */
async function espruino(set: FeatureSet, engines: Engines, builders: Builders): Promise<SetFigures> {
  const { plain, minified } = await builders.espruino(set.names, knownConditions(set));
  const everywhere = {
    espruinoPlain: plain.length,
    espruinoMinified: minified.length,
    espruinoWrites: espruinoWrites(minified),
  };
  if (engines.smallEspruino === undefined) return everywhere;
  const { RAM, flash } = await espruinoFigures(engines.smallEspruino, minified, BOARD.totalCount);
  const figure = (count: number | undefined): Figure => count ?? "out of memory";
  return {
    ...everywhere,
    variablesOf: minified.length,
    ramLoaded: figure(RAM.loaded),
    ramConnected: figure(RAM.connected),
    ramPeak: figure(RAM.peak),
    flashLoaded: figure(flash.loaded),
    flashConnected: figure(flash.connected),
    flashPeak: figure(flash.peak),
  };
}

async function nodemcu(set: FeatureSet, engines: Engines, builders: Builders): Promise<SetFigures> {
  const source = Buffer.from(await builders.lua(knownConditions(set)));
  if (!engines.isLuaHere) return { luaSource: source.length };
  const bytecode = await luaBytecode(source);
  const onBoard = stripBytecode(bytecode, 4);
  const { garbageBytes, writes } = await luaPublish(onBoard);
  return {
    luaSource: source.length,
    luaBytecode: stripBytecode(bytecode, 8).length,
    luaLoaded: await luaLoadedBytes(source),
    luaLoadedStripped: await luaLoadedBytes(onBoard),
    luaNeeded: await luaNeededBytes(onBoard),
    luaGarbage: garbageBytes,
    luaWrites: writes,
  };
}

async function moddable(set: FeatureSet, engines: Engines): Promise<SetFigures> {
  if (engines.xs === undefined) return {};
  const figures = await xsFigures(engines.xs, await bundleModdable(undefined, knownConditions(set)));
  return {
    xsConnected: figures.connectedSlots,
    xsGarbage: figures.garbageSlots,
    xsComputrons: figures.computrons,
    xsWrites: figures.writes,
  };
}

/** @throws  Error when ESPRUINO_SMALL names an interpreter of another size */
export async function findEngines(): Promise<Engines> {
  const smallEspruino = process.env["ESPRUINO_SMALL"];
  const isLuaHere = await import("wasmoon-lua5.1").then(
    () => true,
    () => false,
  );
  const engines = { xs: findXs(), isLuaHere, smallEspruino, smallVersion: "" };
  if (smallEspruino === undefined) return engines;
  const { version, totalCount, variableBytes } = await aboutEspruino(smallEspruino);
  if (totalCount !== BOARD.totalCount || variableBytes !== BOARD.variableBytes)
    throw new Error(
      `ESPRUINO_SMALL has ${totalCount} variables of ${variableBytes} bytes: build it with ` +
        `${BOARD.totalCount} of ${BOARD.variableBytes}, as an ESP8266 has`,
    );
  return { ...engines, smallVersion: version };
}

/** What is not measured without an engine, in words. */
export function missing({ xs, isLuaHere, smallEspruino }: Engines): string[] {
  const reasons: string[] = [];
  if (smallEspruino === undefined) reasons.push("ESPRUINO_SMALL names no interpreter of 1,700 variables");
  if (!isLuaHere) reasons.push("wasmoon-lua5.1 not installed");
  if (xs === undefined) reasons.push("xsnap worker not built");
  return reasons;
}

/**
 * All figures of all feature sets; those of engines that are not here are left out.
 *
 * @param builders  of the two runtimes whose builds take seconds
 */
export async function measure(engines: Engines, builders = TOOLCHAIN): Promise<Figures> {
  const figures: Figures = {};
  for (const set of FEATURE_SETS)
    figures[set.name] = {
      ...(await espruino(set, engines, builders)),
      ...(await nodemcu(set, engines, builders)),
      ...(await moddable(set, engines)),
    };
  return figures;
}
