/*
 * Imports run one way: boards -> station, sensors -> client; runtimes -> the port contract. Each folder lists
 * all it may import, everything else is refused. Folders without a row (simulator, toolchain, test) are free.
 */
import { posix } from "node:path";

/** The modules of the Moddable SDK that a port may use; other bare names would be npm packages. */
const MODDABLE = [
  "embedded:*",
  "net",
  "pins/*",
  "preference",
  "sleep",
  "socket",
  "securesocket",
  "time",
  "timer",
  "wifi",
];

/** What a build chooses for the client: package.json's imports, less the port. */
const FEATURES = ["#bytes", "#inbound", "#protocol", "#qos2"];
const CLIENT = "src/client/*.ts";
const SENSORS = "src/sensors/*.ts";
const STATION = "src/station/*.ts";
const CONTRACTS = ["port", "drive", "face", "connect-options"].map((name) => `src/runtimes/${name}.ts`);
const HARDWARE = "boards/hardware/*.ts";

/** A later row is about part of an earlier one's folder, and replaces it there. A star stands for one name. */
const ROWS = [
  {
    folder: "src/client",
    files: [CLIENT],
    names: FEATURES,
    instead: "take it as an argument, or put it behind a subpath import of the client",
  },
  {
    folder: "src/client/*",
    files: ["src/client/*/*.ts", CLIENT],
    names: FEATURES,
    instead: "a stand-in for a feature needs no more than the feature",
  },
  {
    folder: "src/sensors",
    files: [SENSORS, "src/client/status.ts"],
    names: ["#bytes"],
    instead: "a driver is steps and a pure decode; who performs them imports it",
  },
  {
    folder: "src/station",
    files: [STATION, SENSORS, CLIENT, ...CONTRACTS],
    names: ["#bytes", "#port", "#protocol"],
    instead: "take it as an argument of the station's entry",
  },
  {
    folder: "src/runtimes",
    files: ["src/runtimes/*.ts", CLIENT, "src/sensors/sensor.ts"],
    names: [...FEATURES, "#port"],
    instead: "what decides stands in client or station; what differs between runtimes behind #port",
  },
  ...[
    { folder: "src/runtimes/*", names: [] },
    { folder: "src/runtimes/moddable", names: MODDABLE },
    { folder: "src/runtimes/node", names: ["node:*"] },
  ].map(({ folder, names }) => ({
    folder,
    files: [`${folder}/*.ts`, "src/runtimes/*.ts", CLIENT, "src/sensors/sensor.ts"],
    names: ["#bytes", "#port", ...names],
    instead: "what two runtimes share stands beside them, in src/runtimes",
  })),
  {
    folder: "boards",
    files: [HARDWARE, STATION, SENSORS],
    names: [],
    instead: "a board is a literal of what station, sensors and boards/hardware offer",
  },
  {
    folder: "boards/hardware",
    files: [HARDWARE, STATION],
    names: [],
    instead: "hardware is a literal: chip, pins, buses, power",
  },
];

/** A path to one of these would tie every build to it. */
const CHOSEN = {
  regex: "/(?:inbound|protocol|qos2)\\.ts$",
  message: "A build chooses this file by condition. Instead: its subpath import, such as #inbound.",
};

const pattern = (name, star) => name.replaceAll(".", "\\.").replaceAll("*", star);

/** How a file of this folder writes the path to another: ("src/sensors", "src/client/*.ts") is "../client/*.ts". */
function specifier(folder, file) {
  const path = posix.relative(folder, file);
  return path.startsWith(".") ? path : `./${path}`;
}

function importRule({ folder, files, names, instead }) {
  // The star of a path stands for a plain name, so that no "./../simulator/world.ts" slips through.
  const paths = files.map((file) => pattern(specifier(folder, file), "[\\w-]+"));
  const modules = names.map((name) => pattern(name, "[\\w/-]+"));
  const allowed = [...paths, ...modules].join("|");
  const may = [...files, ...names].join(", ");
  const message = `${folder} may import ${may} and nothing else. Instead: ${instead}.`;
  return { patterns: [{ regex: `^(?!(?:${allowed})$)`, message }, CHOSEN] };
}

/** One configuration for each folder. */
export const imports = ROWS.map((row) => ({
  files: [`${row.folder}/**/*.ts`],
  rules: { "no-restricted-imports": ["error", importRule(row)] },
}));
