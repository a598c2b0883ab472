/*
 * What a build chooses: which file stands behind each subpath import, for a runtime and the features it leaves out.
 * The one list of choices is package.json's `imports`; esbuild and tsx read it themselves, typescript-to-lua cannot,
 * and neither can it read the `exports` that a station in another package imports from.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type RuntimeName = "espruino" | "moddable" | "nodemcu";

export const RUNTIMES: RuntimeName[] = ["espruino", "moddable", "nodemcu"];

/** The folder of this package. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The condition that puts the small client in place of the whole one. */
export const SMALL = "small";

/** How every condition that leaves something out begins. */
const ABSENT = "no-";
/** What the small client has, and a build can leave out. */
const SMALL_SPARE = ["inbound", "login", "qos1", "tls"];

type Choice = string | Record<string, string>;

interface Manifest {
  version: string;
  imports: Record<string, Choice>;
  exports: Record<string, Choice>;
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as Manifest;
}

/** The file of a choice: that of the first condition that holds, in the order of package.json. */
function choose(choice: Choice, conditions: string[]): string {
  if (typeof choice === "string") return choice;
  const name = Object.keys(choice).find((key) => key === "default" || conditions.includes(key));
  if (name === undefined) throw new Error(`package.json has no choice for ${conditions.join(", ")}`);
  return choice[name] as string;
}

/**
 * Every subpath import with the file that it stands for, relative to the package: ("#bytes", "./src/...").
 *
 * @param conditions  a runtime, and features to leave out, such as "no-inbound"
 */
export function chosenFiles(conditions: string[]): Map<string, string> {
  const { imports } = readManifest();
  return new Map(Object.entries(imports).map(([name, choice]) => [name, choose(choice, conditions)]));
}

/** The file of the public face, relative to the package, for features that are left out. */
export function faceFile(features: string[]): string {
  return chosenFiles(features).get("#face") as string;
}

/**
 * What a station's file imports from this package, with where that is: ("catnap/sensors/*", "./src/sensors/*.ts").
 */
export function stationImports(): Map<string, string> {
  const { exports } = readManifest();
  const sources = Object.entries(exports).flatMap(([name, choice]): [string, string][] =>
    typeof choice === "string" && choice.endsWith(".ts") ? [[`catnap${name.slice(1)}`, choice]] : [],
  );
  return new Map(sources);
}

/** Every condition that leaves something out, such as "no-inbound", in the order of package.json. */
export function absences(): string[] {
  const conditions = Object.values(readManifest().imports).flatMap((choice) =>
    typeof choice === "string" ? [] : Object.keys(choice),
  );
  return [...new Set(conditions)].filter((condition) => condition.startsWith(ABSENT));
}

/** What of the client and the ports a library never has: these are a station's. */
export const LIBRARY_ABSENCES = ["feeds", "flush", "pins"].map((name) => ABSENT + name);

/** Whether a condition leaves out something of src/station, none of which is in a library. */
function isOfStation(condition: string): boolean {
  const choices = Object.values(readManifest().imports);
  return choices.some(
    (choice) => typeof choice !== "string" && choice[condition]?.startsWith("./src/station/") === true,
  );
}

/** What a library can do without, as a person says it: "inbound" is left out by "no-inbound". */
export function spareFeatures(): string[] {
  const spare = absences().filter(
    (condition) => !LIBRARY_ABSENCES.includes(condition) && !isOfStation(condition),
  );
  return spare.map((condition) => condition.slice(ABSENT.length));
}

/**
 * The conditions that leave these features out: "inbound" becomes ["no-inbound"].
 *
 * @param text  features, separated by commas
 * @throws      Error that names what is none, and what there is
 */
export function parseWithout(text: string): string[] {
  const features = spareFeatures();
  return text.split(",").map((part) => {
    const feature = part.trim();
    if (features.includes(feature)) return ABSENT + feature;
    throw new Error(
      `nothing is known as "${feature}" that a build could be without, there is ${features.join(", ")}`,
    );
  });
}

/**
 * The conditions of a library with the small client.
 *
 * @param without  conditions that leave something out
 * @throws         Error that names what the small client never has
 */
export function smallConditions(without: string[]): string[] {
  const never = without
    .map((name) => name.slice(ABSENT.length))
    .filter((name) => !SMALL_SPARE.includes(name));
  if (never.length === 0) return [SMALL, ...without];
  throw new Error(
    `the small client never has ${never.join(", ")}: with --small, --without can leave out ${SMALL_SPARE.join(", ")}`,
  );
}
