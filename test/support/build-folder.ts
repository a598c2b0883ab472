/*
 * A folder for what the tests build, for one run of all of them: the first who needs a build makes it, in whichever
 * process, and the others read it (builds.ts). It is new for each run, and empty again when a watched run begins anew.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    buildFolder: string;
  }
}

/** Vitest calls it before all tests, and what it answers after them. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "catnap-builds-"));
  project.provide("buildFolder", folder);
  project.onTestsRerun(() => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  });
  return () => rmSync(folder, { recursive: true });
}
