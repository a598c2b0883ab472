/*
 * An Espruino interpreter of this computer: runs scripts in a folder of its own, which also holds its flash storage.
 * Not here: what is measured with it (espruino.ts).
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Most scripts do not need a tenth of it; one that waits for what never comes must end all the same. */
const LIMIT_MS = 10_000;
/** A script that writes a longer piece would not fit into a small interpreter together with the piece. */
const PIECE_CHARS = 1000;

export class EspruinoFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), "catnap-espruino-"));

  constructor(private readonly program: string) {}

  /**
   * The lines that a script prints behind "# "; "OUT OF MEMORY" is one of them when that happened.
   *
   * @param script   ends with quit()
   * @param limitMs  after which it is ended
   */
  async run(script: string, limitMs = LIMIT_MS): Promise<string[]> {
    writeFileSync(join(this.folder, "script.js"), script);
    const child = spawn(this.program, ["script.js"], {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let out = "";
    child.stdout.on("data", (bytes: Buffer) => (out += bytes.toString("latin1")));
    const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
    await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    clearTimeout(timer);
    // Between a prompt and what is printed stand the console's own control codes.
    return out
      .split(/\r?\n/)
      .flatMap((line) => /# (.*)$|(OUT OF MEMORY)/.exec(line)?.slice(1).join("") ?? []);
  }

  /** Write a file of the flash storage, where `require` finds modules. */
  async store(name: string, text: string): Promise<void> {
    for (let at = 0; at < text.length; at += PIECE_CHARS) {
      const piece = JSON.stringify(text.slice(at, at + PIECE_CHARS));
      const call = `require("Storage").write("${name}", ${piece}, ${at}, ${text.length})`;
      const [answer] = await this.run(`print("# " + ${call}); quit();`);
      if (answer !== "true")
        throw new Error(`${this.program} did not store ${name} at ${at}: it said ${answer ?? "nothing"}`);
    }
  }

  end(): void {
    rmSync(this.folder, { recursive: true });
  }
}
