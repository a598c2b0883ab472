/* The texts of the preludes, which stand in the folder beside this file, each in its engine's own language. */
import { readFileSync } from "node:fs";

export function preludeText(...names: string[]): string {
  return names.map((name) => readFileSync(new URL(`./prelude/${name}`, import.meta.url), "utf8")).join("\n");
}
