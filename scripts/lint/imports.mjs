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
  "sntp",
  "socket",
  "securesocket",
  "time",
  "timer",
  "wifi",
];

/** What a build chooses for the client, each by its subpath import: package.json's imports, less #bytes and #port. */
const CHOSEN = [
  ...[
    "check",
    "feeds",
    "flush",
    "inbound",
    "login",
    "policy",
    "protocol",
    "qos1",
    "qos2",
    "report",
    "routing",
    "stream",
  ],
];
const FEATURES = ["#bytes", ...CHOSEN.map((name) => `#${name}`)];
const CLIENT = "src/client/*.ts";
const SENSORS = "src/sensors/*.ts";
const STATION = "src/station/*.ts";
const CONTRACTS = ["port", "board", "hint", "drive", "face"].map((name) => `src/runtimes/${name}.ts`);
const HARDWARE = "boards/hardware/*.ts";

/** What a build chooses for a station, by the names of the files; report.ts is #status. */
const TALK = ["commands", "discovery", "report"];
const STATION_FEATURES = [
  "#batch",
  "#filter",
  "#forms",
  "#commands",
  "#discovery",
  "#status",
  "#speech",
  "#sleep",
];

/** What a build chooses for the small client, which drives the port itself. */
const SMALL = ["#protocol", "#small-inbound", "#small-queue"];
const TYPED = "src/runtimes/typed/*.ts";

/**
 * A later row is about part of an earlier one's folder, and replaces it there. A star stands for one name. `real` names
 * the one file that must reach past the build's choice, and for what: host code that checks whatever the build leaves
 * out, ids that subscriptions need as well, the names of what a stand-in does not count.
 */
const ROWS = [
  {
    folder: "src/client",
    files: [CLIENT],
    names: FEATURES,
    instead: "take it as an argument, or put it behind a subpath import of the client",
    real: ["subscriptions.ts", "qos1"],
  },
  {
    folder: "src/client/*",
    files: ["src/client/*/*.ts", CLIENT],
    names: FEATURES,
    instead: "a stand-in for a feature needs no more than the feature",
    real: ["report.ts", "report"],
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
    names: ["#bytes", "#port", "#board", "#protocol", "#inbound", "#flush", ...STATION_FEATURES],
    instead: "take it as an argument of the station's entry",
    real: ["check-limits.ts", "check"],
  },
  {
    folder: "src/station/*",
    files: ["src/station/*/*.ts", STATION, CLIENT, ...CONTRACTS],
    names: ["#bytes", "#port", "#report"],
    instead: "a stand-in for a part needs no more than the part",
  },
  {
    folder: "src/runtimes",
    files: ["src/runtimes/*.ts", CLIENT, "src/sensors/sensor.ts"],
    names: [...FEATURES, "#board", "#port", "#safe"],
    instead: "what decides stands in client or station; what differs between runtimes behind #port",
  },
  ...[
    { folder: "src/runtimes/*", names: [] },
    { folder: "src/runtimes/small", names: SMALL },
    { folder: "src/runtimes/small/without", files: ["src/runtimes/small/*.ts"], names: SMALL },
    { folder: "src/runtimes/moddable", files: [TYPED], names: MODDABLE },
    {
      folder: "src/runtimes/node",
      files: [TYPED],
      names: ["#report", "#stream", "node:*"],
      real: ["check.ts", "check"],
    },
  ].map(({ folder, files = [], names, real }) => ({
    folder,
    files: [`${folder}/*.ts`, ...files, "src/runtimes/*.ts", CLIENT, "src/sensors/sensor.ts"],
    names: ["#bytes", "#pins", "#port", "#tls", ...names],
    instead: "what two runtimes share stands beside them, in src/runtimes",
    real,
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

/** A path to a chosen file of the client, or of the station, would tie every build to it. */
function chosenRule(folder, real) {
  const names = CHOSEN.filter((name) => name !== real).join("|");
  const client = `${folder.startsWith("src/client") ? "^\\.\\.?" : "/client"}/(?:${names})`;
  const station = `${folder.startsWith("src/station") ? "^\\.\\.?" : "/station"}/(?:${TALK.join("|")})`;
  return {
    regex: `(?:${client}|${station})\\.ts$`,
    message: "A build chooses this file by condition. Instead: its subpath import, such as #inbound.",
  };
}

const pattern = (name, star) => name.replaceAll(".", "\\.").replaceAll("*", star);

/** How a file of this folder writes the path to another: ("src/sensors", "src/client/*.ts") is "../client/*.ts". */
function specifier(folder, file) {
  const path = posix.relative(folder, file);
  return path.startsWith(".") ? path : `./${path}`;
}

function importRule({ folder, files, names, instead }, real) {
  // The star of a path stands for a plain name, so that no "./../simulator/world.ts" slips through.
  const paths = files.map((file) => pattern(specifier(folder, file), "[\\w-]+"));
  const modules = names.map((name) => pattern(name, "[\\w/-]+"));
  const allowed = [...paths, ...modules].join("|");
  const may = [...files, ...names].join(", ");
  const message = `${folder} may import ${may} and nothing else. Instead: ${instead}.`;
  return { patterns: [{ regex: `^(?!(?:${allowed})$)`, message }, chosenRule(folder, real)] };
}

const configuration = (file, rule) => ({
  files: [file],
  rules: { "no-restricted-imports": ["error", rule] },
});

/** One configuration for each folder, and behind it one for its exception. */
export const imports = ROWS.flatMap((row) => {
  const all = configuration(`${row.folder}/**/*.ts`, importRule(row));
  if (row.real === undefined) return [all];
  const [file, name] = row.real;
  return [all, configuration(`${row.folder}/${file}`, importRule(row, name))];
});
