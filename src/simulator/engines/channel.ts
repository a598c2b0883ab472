/*
 * An interpreter in a process of its own, spoken to without the event loop: messages go out and come in over two
 * FIFOs, and a read waits until there is something. A message is a netstring: "5:hello,".
 * Not here: what the messages mean.
 */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** No call here needs a tenth of it, but a loop in the interpreter must not hold the whole process for ever. */
const LIMIT_MS = 20_000;
const READ_BYTES = 2 ** 16;

/**
 * A thread that ends a process whose answer is waited for too long: who waits can do nothing. There is one for all
 * channels of a thread, which waits for one of them at a time. Every wait has its number; 0 is none.
 */
const WATCHDOG = `
const { busy, limitMs } = require("node:worker_threads").workerData;
const wait = new Int32Array(busy);
let last = 0, sinceMs = 0;
setInterval(() => {
  const now = Atomics.load(wait, 0);
  if (now !== last) sinceMs = Date.now();
  else if (now !== 0 && Date.now() - sinceMs > limitMs) {
    const pid = Atomics.load(wait, 1);
    // Once, and nobody else: to the system 0 is every process of this group, and a number may be another's soon.
    if (pid > 0 && Atomics.compareExchange(wait, 0, now, 0) === now) process.kill(pid, "SIGKILL");
  }
  last = now;
}, 500);`;

/** The number of the wait, and the process that is waited for. */
const busy = new Int32Array(new SharedArrayBuffer(8));
let waits = 0;
let watchdog: Worker | undefined;

function watch(): Worker {
  const worker = new Worker(WATCHDOG, { eval: true, workerData: { busy: busy.buffer, limitMs: LIMIT_MS } });
  worker.unref();
  return worker;
}

/** What is started, and which of its descriptors are the ends of the FIFOs. */
export interface Program {
  command: string;
  args: string[];
  /** Written into its working directory before. */
  files: Record<string, string>;
  stdio: (input: number, output: number) => StdioOptions;
}

export class Channel {
  private readonly folder = mkdtempSync(join(tmpdir(), "catnap-engine-"));
  private readonly child: ChildProcess;
  private readonly toChild: number;
  private readonly fromChild: number;
  private readonly space = Buffer.alloc(READ_BYTES);
  private left: Buffer = Buffer.alloc(0);
  private isEnded = false;

  constructor(private readonly program: Program) {
    const [input, output] = ["in", "out"].map((name) => join(this.folder, name)) as [string, string];
    if (spawnSync("mkfifo", [input, output]).status !== 0)
      throw new Error("mkfifo is not on this computer: an engine that is a program of its own needs it");
    for (const [name, text] of Object.entries(program.files)) writeFileSync(join(this.folder, name), text);
    // Held open for both directions meanwhile, because any other open waits for the opposite side.
    const both = [input, output].map((path) => openSync(path, constants.O_RDWR));
    const ends = [openSync(input, constants.O_RDONLY), openSync(output, constants.O_WRONLY)] as const;
    this.toChild = openSync(input, constants.O_WRONLY);
    this.fromChild = openSync(output, constants.O_RDONLY);
    this.child = spawn(program.command, program.args, { cwd: this.folder, stdio: program.stdio(...ends) });
    this.child.on("error", () => {});
    // From here on the end of one process is the end of what the other reads.
    [...both, ...ends].forEach((end) => closeSync(end));
    this.child.unref();
    watchdog ??= watch();
  }

  send(message: string | Uint8Array): void {
    const bytes = Buffer.from(message as Uint8Array);
    const whole = Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(",")]);
    for (let at = 0; at < whole.length;) at += writeSync(this.toChild, whole, at);
  }

  /** @throws  Error when the interpreter has ended, or was ended because it took too long */
  receive(): Buffer {
    for (;;) {
      const colon = this.left.indexOf(":");
      const from = colon + 1;
      const to = from + Number(this.left.toString("latin1", 0, Math.max(colon, 0)));
      if (colon > 0 && this.left.length > to) {
        const message = this.left.subarray(from, to);
        this.left = this.left.subarray(to + 1);
        return message;
      }
      this.left = Buffer.concat([this.left, this.read()]);
    }
  }

  private read(): Buffer {
    waits = (waits % 2 ** 30) + 1;
    Atomics.store(busy, 1, this.child.pid ?? 0);
    Atomics.store(busy, 0, this.child.pid === undefined ? 0 : waits);
    let count = 0;
    try {
      count = readSync(this.fromChild, this.space);
    } finally {
      Atomics.store(busy, 0, 0);
    }
    if (count === 0)
      throw new Error(
        `${this.program.command} has ended, or took more than ${LIMIT_MS / 1000} s for an answer`,
      );
    return Buffer.from(this.space.subarray(0, count));
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.child.kill("SIGKILL");
    closeSync(this.toChild);
    closeSync(this.fromChild);
    rmSync(this.folder, { recursive: true });
  }
}
