/*
 * Scripts in the real Espruino, with its own network and timers. What finds it, and boards with a simulated network:
 * src/simulator/engines/espruino.ts.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export { findEspruino } from "../../src/simulator/engines/espruino.ts";

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
