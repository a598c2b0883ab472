/*
 * What the build writes around a station: the entry that starts it at its site, and the set-up of its buses.
 * Not here: what the entry is then made into (station-build.ts).
 */
import { join, relative, sep } from "node:path";
import type { Bus } from "../runtimes/port.ts";
import type { Program, Site } from "../station/runner.ts";
import type { Feed, I2cPins, Runtime, Station } from "../station/station.ts";
import { ROOT } from "./features.ts";

export interface EntryParts {
  /** The folder of the entry. */
  folder: string;
  /** The file of the station, absolute, and the name by which it exports it. */
  stationPath: string;
  exportName: string;
  site: Site;
  program: Program;
  runtime: Runtime;
}

/** NodeMCU counts pins as its own boards print them; GPIO16 is none for a bus (its documentation, module gpio). */
const NODEMCU_PINS: Record<number, number> = {
  0: 3,
  1: 10,
  2: 4,
  3: 9,
  4: 2,
  5: 1,
  9: 11,
  10: 12,
  12: 6,
  13: 7,
  14: 5,
  15: 8,
};

/** A path as an import writes it: ("/a/dist/x", "/a/b.ts") is "../../b.ts". */
function specifier(folder: string, file: string): string {
  const path = relative(folder, file).split(sep).join("/");
  return JSON.stringify(path.startsWith(".") ? path : `./${path}`);
}

/** What there is of these, a line each. */
function fieldLines(fields: Record<string, unknown>): string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)},`);
}

/**
 * Without a user name there is none: a key with undefined would cost memory on the board. Keys stand without quotes,
 * for a build shortens only those.
 */
function siteText(site: Site): string {
  const { host, port, isSecure, userName, password, wifi } = site;
  const lines = fieldLines({ host, port, isSecure, userName, password });
  const network = wifi === undefined ? [] : ["wifi: {", ...fieldLines({ ...wifi }), "},"];
  return `{\n${[...lines, ...network].map((line) => `  ${line}\n`).join("")}}`;
}

/** Moddable loads the entry while it builds, and calls it on the board; the others run it from its top. */
export function entryText(parts: EntryParts): string {
  const isModdable = parts.runtime === "moddable";
  const start = "startStation(station, site, program);";
  return [
    `import { ${parts.exportName} as station } from ${specifier(parts.folder, parts.stationPath)};`,
    `import { startStation } from ${specifier(parts.folder, join(ROOT, "src/station/entry.ts"))};`,
    "",
    `const site = ${siteText(parts.site)};`,
    `const program = { build: ${parts.program.build}, version: ${JSON.stringify(parts.program.version)} };`,
    "",
    isModdable ? `export function start(): void {\n  ${start}\n}` : start,
    "",
  ].join("\n");
}

function nodemcuPin(gpio: number): number {
  const pin = NODEMCU_PINS[gpio];
  if (pin === undefined)
    throw new Error(
      `GPIO${gpio} cannot be a pin of I2C on NodeMCU: choose one of GPIO ${Object.keys(NODEMCU_PINS).join(", ")}`,
    );
  return pin;
}

/** What Moddable makes a pin's bus from: its name in `device.io`, the module, and what brings that into a program. */
const MODDABLE_CLASSES: Partial<Record<Bus, { name: string; module: string; manifest?: string }>> = {
  onewire: {
    name: "OneWire",
    module: "onewire",
    manifest: "$(MODDABLE)/modules/drivers/onewire/manifest.json",
  },
  analog: { name: "Analog", module: "embedded:io/analog" },
  digital: { name: "Digital", module: "embedded:io/digital" },
  pulse: { name: "Digital", module: "embedded:io/digital" },
};

/** Those that these feeds need, each once. */
function moddableClasses(feeds: Pick<Feed, "bus">[]): NonNullable<(typeof MODDABLE_CLASSES)[Bus]>[] {
  const classes = feeds.flatMap(({ bus }) => MODDABLE_CLASSES[bus] ?? []);
  return classes.filter(({ name }, at) => classes.findIndex((other) => other.name === name) === at);
}

/** What mcconfig must include for these feeds, beside what every program does. */
export function busManifests(feeds: Pick<Feed, "bus">[]): string[] {
  return moddableClasses(feeds).flatMap(({ manifest }) => manifest ?? []);
}

/**
 * On Moddable buses are put beside what the platform has: `device` itself is frozen, and the pins of a platform's own
 * bus need not be the station's.
 */
function moddableBusText(i2c: I2cPins | undefined, feeds: Pick<Feed, "bus">[]): string {
  const classes = moddableClasses(feeds);
  const imports = classes.map(({ name, module }) => `import ${name} from "${module}";`);
  const parts: string[] = [];
  if (i2c !== undefined) {
    imports.unshift('import I2C from "embedded:io/i2c";');
    const bus = `{ io: I2C, data: ${i2c.sda}, clock: ${i2c.scl}, hz: ${i2c.hz} }`;
    parts.push(`I2C: { ...device?.I2C, default: ${bus} }`);
  }
  if (classes.length > 0) parts.push(`io: { ...device?.io, ${classes.map(({ name }) => name).join(", ")} }`);
  return [
    ...imports,
    "",
    "const { device } = globalThis;",
    `globalThis.device = { ...device, ${parts.join(", ")} };`,
    "",
  ].join("\n");
}

/**
 * What must run before the first step on any bus, in the runtime's own language; empty where nothing must.
 *
 * @throws  Error for a pin that the runtime cannot use
 */
export function busText(runtime: Runtime, pins: I2cPins, feeds: Pick<Feed, "bus">[]): string {
  const { sda, scl, hz } = pins;
  const hasI2c = feeds.some(({ bus }) => bus === "i2c");
  if (runtime === "moddable") return moddableBusText(hasI2c ? pins : undefined, feeds);
  // A pin alone is set up with its first step.
  if (!hasI2c) return "";
  if (runtime === "espruino") return `I2C1.setup({ sda: D${sda}, scl: D${scl}, bitrate: ${hz} });\n`;
  return `i2c.setup(0, ${nodemcuPin(sda)}, ${nodemcuPin(scl)}, ${hz})\n`;
}

/**
 * What must be said before the program begins: XS does not tell it which chip it runs on, and only one of Moddable's can
 * sleep deeply.
 */
export function sleepText({
  runtime,
  hardware,
  sleep,
}: Pick<Station, "runtime" | "hardware" | "sleep">): string {
  if (runtime !== "moddable" || hardware.chip !== "esp8266" || sleep?.depth !== "deep") return "";
  return "globalThis.device = { ...globalThis.device, hasDeepSleep: true };\n";
}
