/*
 * The real Espruino interpreter, a Linux build of its public source: the one that ESPRUINO names, or `espruino` on
 * the PATH. How to get one is Espruino's own documentation.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The interpreter's path, or undefined when there is none. */
export function findEspruino(): string | undefined {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  // npm puts the upload tool there, which has the same name.
  const folders = path.filter((folder) => !folder.includes("node_modules"));
  const places = [process.env["ESPRUINO"] ?? "", ...folders.map((folder) => join(folder, "espruino"))];
  return places.find((place) => place !== "" && isProgram(place));
}

/**
 * The lines that a script prints behind "# "; the interpreter's banner and prompts are left out.
 *
 * @param script   ends with quit()
 * @param limitMs  after which the interpreter is ended
 */
export async function runEspruino(program: string, script: string, limitMs: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "catnap-espruino-"));
  const file = join(folder, "script.js");
  writeFileSync(file, script);
  const child = spawn(program, [file], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("latin1")));
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  rmSync(folder, { recursive: true });
  // Between a prompt and what is printed stand the console's own control codes.
  return out.split(/\r?\n/).flatMap((line) => /# (.*)$/.exec(line)?.[1] ?? []);
}
