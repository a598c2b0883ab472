/*
 * What is measured of every feature set, and how it is laid out: one section for each runtime and way of measuring,
 * one column for each measure. Not here: budgets (budgets.ts), how anything is measured (measure.ts).
 */

/** Titles of columns: the words above each other. */
const TITLES = {
  espruinoPlain: "plain",
  espruinoMinified: "minified",
  espruinoWrites: "writes",
  ramLoaded: "RAM: loaded",
  ramConnected: "connected",
  ramPeak: "to load",
  flashLoaded: "flash: loaded",
  flashConnected: "connected",
  flashPeak: "to load",
  variablesOf: "minified",
  luaSource: "source",
  luaBytecode: "luac -s",
  luaLoaded: "loaded",
  luaLoadedStripped: "stripped",
  luaNeeded: "to run",
  luaGarbage: "garbage",
  luaWrites: "writes",
  xsConnected: "connected",
  xsGarbage: "garbage",
  xsComputrons: "computrons",
  xsWrites: "writes",
};

export type MeasureName = keyof typeof TITLES;

/** A number, or why there is none. */
export type Figure = number | "out of memory";
export type SetFigures = Partial<Record<MeasureName, Figure>>;
/** By the name of the feature set. */
export type Figures = Record<string, SetFigures>;

export interface Section {
  title: string;
  /** What the columns are, in sentences. */
  notes: string[];
  measures: MeasureName[];
}

export const titleOf = (measure: MeasureName): string => TITLES[measure];

export const BYTES: Section = {
  title: "Espruino, bytes",
  notes: [
    "A module for require, plain and minified. Socket writes: of one publish, by the minified module in the model of",
    "Espruino.",
  ],
  measures: ["espruinoPlain", "espruinoMinified", "espruinoWrites"],
};

export const VARIABLES: Section = {
  title: "Espruino, variables",
  notes: [
    "In an interpreter of 1,700 variables of 12 bytes; the module is minified, and comes from RAM (one line at the",
    "console) or from flash (a file of the storage). Connected: less a bare socket. To load: what must be free.",
  ],
  measures: [
    "variablesOf",
    "ramLoaded",
    "ramConnected",
    "ramPeak",
    "flashLoaded",
    "flashConnected",
    "flashPeak",
  ],
};

export const NODEMCU: Section = {
  title: "NodeMCU Lua 5.1, bytes",
  notes: [
    "luac -s: stripped bytecode as luac5.1 of a 64-bit computer writes it. Loaded, from source and stripped: what a",
    "32-bit Lua holds beyond its empty state. To run: the least memory beyond that state in which the stripped module",
    "loads, connects and publishes. Garbage and socket writes: of one publish.",
  ],
  measures: [
    "luaSource",
    "luaBytecode",
    "luaLoaded",
    "luaLoadedStripped",
    "luaNeeded",
    "luaGarbage",
    "luaWrites",
  ],
};

export const MODDABLE: Section = {
  title: "Moddable XS, slots",
  notes: [
    "The module is in flash. Connected: less a bare socket, buffers not counted. Garbage, computrons and socket",
    "writes: of one publish of bytes.",
  ],
  measures: ["xsConnected", "xsGarbage", "xsComputrons", "xsWrites"],
};

export const SECTIONS = [BYTES, VARIABLES, NODEMCU, MODDABLE];
