/*
 * Every engine that is present, each with what its build wrote: the library, or a file of a test.
 */
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import type { Artefact, BoardCall } from "../../src/simulator/engines/engine.ts";
import { espruinoModel } from "../../src/simulator/engines/espruino-model.ts";
import { espruinoKind, findEspruino } from "../../src/simulator/engines/espruino.ts";
import type { Kind } from "../../src/simulator/engines/guest.ts";
import { luaKind } from "../../src/simulator/engines/lua.ts";
import { NODE } from "../../src/simulator/engines/node.ts";
import { CHIP } from "../../src/simulator/engines/prelude.ts";
import type { Chip } from "../../src/simulator/engines/prelude.ts";
import { xsModel } from "../../src/simulator/engines/xs-model.ts";
import { findXs, xsKind } from "../../src/simulator/engines/xs.ts";
import { buildEspruino } from "../../src/toolchain/espruino.ts";
import { bundleModdable } from "../../src/toolchain/moddable.ts";
import { buildLua } from "../../src/toolchain/nodemcu.ts";
import { espruinoLibrary, luaLibrary } from "./builds.ts";
import { FENGARI, installedLua } from "./lua.ts";
import { notRun } from "./not-run.ts";

/** An engine with what it loads. */
export interface Loaded {
  /** Such as "Espruino, minified". */
  title: string;
  kind: Kind;
  artefact: Artefact;
}

/** What is built: a file, from the package's folder, and what it exports; the library, unless given. */
export interface Entry {
  path: string;
  names: string[];
}

async function bundleNode(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    logLevel: "silent",
  });
  return outputFiles.map((file) => file.text).join("");
}

/** A program of test/probe, by the name that its versions for both languages share. */
function programText(name: string, extension: string): string {
  return readFileSync(new URL(`../probe/${name}.${extension}`, import.meta.url), "utf8");
}

export type Language = "node" | "espruino" | "moddable" | "nodemcu";

/** The engines of a language that are here; says which are not, and what stands in for them. */
export async function presentKinds(language: Language, chip: Chip = CHIP): Promise<Kind[]> {
  if (language === "node") return [NODE];
  if (language === "nodemcu") return [await luaKind(), FENGARI, ...installedLua()];
  if (language === "moddable") {
    const worker = findXs();
    if (worker === undefined) notRun("xsnap worker not built; a model in node:vm stands in for it");
    return worker === undefined ? [xsModel(chip)] : [xsModel(chip), xsKind(worker, chip)];
  }
  const interpreter = findEspruino();
  if (interpreter === undefined) notRun("espruino not installed; a model in node:vm stands in for it");
  const model = espruinoModel(chip);
  return interpreter === undefined ? [model] : [model, espruinoKind(interpreter, chip)];
}

/** Texts of a build, with what tells them apart. */
async function builds(language: Language, entry?: Entry): Promise<Record<string, string>> {
  if (language === "node") return { "": await bundleNode(entry?.path ?? "src/runtimes/node/catnap.ts") };
  if (language === "nodemcu")
    return { "": await (entry === undefined ? luaLibrary() : buildLua(entry.path)) };
  if (language === "moddable") return { "": await bundleModdable(entry?.path) };
  const { plain, minified } = await (entry === undefined
    ? espruinoLibrary()
    : buildEspruino(`./${entry.path}`, entry.names));
  return { ", plain": plain, ", minified": minified };
}

/** The engines of a language, each with every build and a program of test/probe. */
export async function loadedEngines(
  language: Language,
  program: string,
  entry?: Entry,
  chip: Chip = CHIP,
): Promise<Loaded[]> {
  const texts = Object.entries(await builds(language, entry));
  const typed = programText(program, language === "nodemcu" ? "lua" : "js");
  return (await presentKinds(language, chip)).flatMap((kind) =>
    texts.map(([which, text]) => ({ title: kind.name + which, kind, artefact: { text, program: typed } })),
  );
}

/** One call as a line, bytes as hexadecimal digits. */
export function callLine(call: BoardCall): string {
  switch (call.call) {
    case "connect":
      return `connect ${call.socket} ${call.host}:${call.port}${call.isSecure ? " secure" : ""}`;
    case "write":
      return `write ${call.socket} ${Buffer.from(call.bytes).toString("hex")}`;
    case "close":
      return `close ${call.socket}`;
    case "print":
    case "fault":
      return `${call.call} ${call.text}`;
    case "join":
      return `join ${JSON.stringify(call.request)}`;
    case "sleep":
      return `sleep ${call.ms}${call.pin === undefined ? "" : ` pin ${call.pin}`}`;
    case "watchdog":
      return `watchdog ${call.ms}`;
    default:
      return call.call;
  }
}

/** What was printed, and what went wrong. */
export function printsOf(calls: BoardCall[]): string[] {
  return calls.flatMap((call) => {
    if (call.call === "print") return [call.text];
    return call.call === "fault" ? [`fault ${call.text}`] : [];
  });
}
