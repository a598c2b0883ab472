/*
 * The catnap command as a person types it: child processes, and what they print; and a folder of a user's own.
 */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const GREENHOUSE = "test/support/stations/greenhouse.ts";

/** What was started, ended after all tests in reverse order. */
export const open: (() => unknown)[] = [];

afterAll(async () => {
  while (open.length > 0) await open.pop()?.();
});

/** A folder of a user's own, outside of this package. */
export const folder = mkdtempSync(join(tmpdir(), "catnap-cli-"));
open.push(() => rmSync(folder, { recursive: true }));

/** A user's file that may use `greenhouse`. */
export function stationFile(name: string, text: string, at = "module"): string {
  const own = join(folder, at);
  mkdirSync(own, { recursive: true });
  if (at === "module") writeFileSync(join(own, "package.json"), '{ "type": "module" }');
  const file = join(own, name);
  writeFileSync(file, `import { greenhouse } from ${JSON.stringify(join(ROOT, GREENHOUSE))};\n${text}\n`);
  return file;
}

/** A run of the command, with all that it printed. */
export class Run {
  out = "";
  error = "";
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<number | null>;

  private constructor(cwd: string, args: string[]) {
    // What the environment says about the broker is nothing of these tests.
    const env = { ...process.env, CATNAP_BROKER: "", CATNAP_AUTHORITY: "" };
    this.child = spawn(process.execPath, [join(ROOT, "src/catnap.mjs"), ...args], { cwd, env });
    this.child.stdout.on("data", (text: Buffer) => (this.out += text.toString()));
    this.child.stderr.on("data", (text: Buffer) => (this.error += text.toString()));
    this.ended = once(this.child, "close").then(([code]) => code as number | null);
    open.push(() => this.child.kill("SIGKILL"));
  }

  static start(...args: string[]): Run {
    return new Run(ROOT, args);
  }

  /** In a folder of a user's. */
  static in(cwd: string, ...args: string[]): Run {
    return new Run(cwd, args);
  }

  /** Something that says so has been printed. */
  async printed(text: string): Promise<void> {
    await expect.poll(() => this.out, { timeout: 15_000, interval: 10 }).toContain(text);
  }

  /** Ctrl-C. */
  interrupt(): void {
    process.kill(this.child.pid as number, "SIGINT");
  }

  lastLine(): string {
    return this.out.trimEnd().split("\n").at(-1) as string;
  }
}
