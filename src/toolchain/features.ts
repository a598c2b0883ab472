/*
 * What a build chooses: which file stands behind each subpath import, for a runtime and the features it leaves out.
 * The one list of choices is package.json's `imports`; esbuild and tsx read it themselves, typescript-to-lua cannot.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type RuntimeName = "espruino" | "moddable" | "nodemcu";

/** The folder of this package. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

type Choice = string | Record<string, string>;

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
  const { imports } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
    imports: Record<string, Choice>;
  };
  return new Map(Object.entries(imports).map(([name, choice]) => [name, choose(choice, conditions)]));
}
