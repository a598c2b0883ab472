/*
 * The README's tables of sizes: ours beside those of other clients, between two markers.
 */
import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { ROOT } from "../../src/toolchain/features.ts";
import type { Figures, MeasureName, SetFigures } from "../../src/toolchain/measure/figures.ts";
import { figureText } from "../../src/toolchain/measure/table.ts";

export const README_FILE = `${ROOT}README.md`;
const BEGIN = "<!-- sizes: written by npm run sizes -- --write -->";
const END = "<!-- /sizes -->";
const OURS = ["small, publish-only QoS 0", "small, QoS 0/1", "publish-only QoS 0", "QoS 0/1"];

interface Peer {
  name: string;
  version: string;
  scope: string;
  figures: SetFigures;
}

interface Peers {
  measured: string;
  espruino: { engine: string; peers: Peer[] };
  moddable: { engine: string; peers: Peer[] };
  nodemcu: { engine: string; peers: Peer[] };
}

/** The columns of each runtime's table: the measure, and what it is called here. */
const COLUMNS: Record<"espruino" | "moddable" | "nodemcu", [MeasureName, string][]> = {
  espruino: [
    ["espruinoMinified", "minified, bytes"],
    ["ramConnected", "variables, from RAM"],
    ["flashConnected", "variables, from flash"],
    ["espruinoWrites", "socket writes per publish"],
  ],
  moddable: [
    ["xsConnected", "slots"],
    ["xsGarbage", "garbage per publish, slots"],
    ["xsWrites", "socket writes per publish"],
  ],
  nodemcu: [
    ["luaBytecode", "`luac -s`, bytes"],
    ["luaLoadedStripped", "loaded stripped, bytes"],
    ["luaGarbage", "garbage per publish, bytes"],
    ["luaWrites", "socket writes per publish"],
  ],
};
const TITLES = { espruino: "Espruino", moddable: "Moddable XS", nodemcu: "NodeMCU Lua" };

export const readPeers = (): Peers =>
  JSON.parse(readFileSync(`${ROOT}test/golden/peers.json`, "utf8")) as Peers;

const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;

function runtimeTable(runtime: keyof typeof COLUMNS, figures: Figures, peers: Peers): string {
  const columns = COLUMNS[runtime];
  const cells = (of: SetFigures): string[] => columns.map(([measure]) => figureText(of[measure]));
  const ours = OURS.map((set) => line([`**Catnap**, ${set}`, ...cells(figures[set] ?? {})]));
  const theirs = peers[runtime].peers.map((peer) =>
    line([`${peer.name} (${peer.version}), ${peer.scope}`, ...cells(peer.figures)]),
  );
  const head = [
    line([TITLES[runtime], ...columns.map(([, title]) => title)]),
    line(["---", ...columns.map(() => "--:")]),
  ];
  return [...head, ...ours, ...theirs].join("\n");
}

function block(figures: Figures, variablesRemark: string): string {
  const peers = readPeers();
  const table = (runtime: keyof typeof COLUMNS): string => runtimeTable(runtime, figures, peers);
  return [
    BEGIN,
    table("espruino"),
    table("moddable"),
    table("nodemcu"),
    `Ours are from \`test/golden/sizes.txt\`: Espruino's variables ${variablesRemark},
slots in the xsnap worker, Lua in 32-bit WebAssembly. The others were measured on ${peers.measured} and copied;
nothing here measures them again. They ran on

- ${[peers.espruino, peers.moddable, peers.nodemcu].map(({ engine }) => engine).join("\n- ")}`,
    END,
  ].join("\n\n");
}

/**
 * A README with its tables as these figures say.
 *
 * @throws  Error when the markers are not in it
 */
export async function withTables(readme: string, figures: Figures, variablesRemark: string): Promise<string> {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from)
    throw new Error(`README.md has no "${BEGIN}" with "${END}" below it: put them where the tables belong`);
  const written = readme.slice(0, from) + block(figures, variablesRemark) + readme.slice(to + END.length);
  return format(written, { ...(await resolveConfig(README_FILE)), parser: "markdown" });
}
