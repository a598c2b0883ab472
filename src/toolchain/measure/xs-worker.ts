/*
 * The real XS: the worker of @agoric/xsnap, driven without its JavaScript API, which freezes the primordials of
 * the whole process. Netstrings: to the worker on its descriptor 3, from it on 4; "e" evaluates, "?" calls
 * handleCommand, "." answers with the meter, "!" is an exception; the guest's issueCommand comes as "?".
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Meter } from "../../simulator/engines/xs.ts";

interface Waiting {
  resolve: (meter: Meter) => void;
  reject: (error: Error) => void;
}

/** No call here needs a thousandth of it, but a loop in the guest must not outlive the test run. */
const WALL_CLOCK_MS = 20_000;

export class Xs {
  /** Answers issueCommand; the guest waits for it. */
  onCommand: (text: string) => string = () => "";
  private readonly worker: ChildProcess;
  private readonly ended: Promise<void>;
  private left = Buffer.alloc(0);
  private waiting: Waiting | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    const pipes = ["ignore", "inherit", "inherit", "pipe", "pipe", "ignore", "ignore", "ignore", "ignore"];
    this.worker = spawn(path, ["catnap", "-l", "1000000000"], { stdio: pipes as "pipe"[] });
    (this.worker.stdio[4] as Readable).on("data", (bytes: Buffer) => this.read(bytes));
    (this.worker.stdio[3] as Writable).on("error", () => {});
    this.ended = new Promise((resolve) => {
      this.worker.once("exit", (code, signal) => {
        this.waiting?.reject(new Error(`the XS worker ended with ${code ?? signal}`));
        resolve();
      });
    });
  }

  /** Of the worker's process. */
  get pid(): number {
    return this.worker.pid as number;
  }

  /** One call at a time, in the order in which they were made. */
  private call(message: string): Promise<Meter> {
    const result = this.turn.then(
      () =>
        new Promise<Meter>((resolve, reject) => {
          const timer = setTimeout(() => this.worker.kill("SIGKILL"), WALL_CLOCK_MS);
          const done = (): void => {
            clearTimeout(timer);
            this.waiting = undefined;
          };
          this.waiting = {
            resolve: (meter) => (done(), resolve(meter)),
            reject: (error) => (done(), reject(error)),
          };
          this.write(message);
        }),
    );
    this.turn = result.catch(() => {});
    return result;
  }

  evaluate(source: string): Promise<Meter> {
    return this.call(`e${source}`);
  }

  /** Call the guest's handleCommand. */
  command(text: string): Promise<Meter> {
    return this.call(`?${text}`);
  }

  /** Slots in use once everything that nobody holds is gone. */
  async heldSlots(): Promise<number> {
    await this.evaluate("gc()");
    return (await this.evaluate("gc()")).currentHeapCount;
  }

  async stop(): Promise<void> {
    this.worker.kill("SIGKILL");
    await this.ended;
  }

  private write(message: string): void {
    const bytes = Buffer.from(message);
    (this.worker.stdio[3] as Writable).write(
      Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(",")]),
    );
  }

  private read(bytes: Buffer): void {
    this.left = Buffer.concat([this.left, bytes]);
    for (;;) {
      const colon = this.left.indexOf(":");
      if (colon < 0) return;
      const from = colon + 1;
      const to = from + Number(this.left.toString("latin1", 0, colon));
      if (this.left.length <= to) return;
      const message = this.left.toString("utf8", from, to);
      this.left = this.left.subarray(to + 1);
      this.take(message);
    }
  }

  private take(message: string): void {
    const body = message.slice(1);
    if (message.startsWith("?")) this.write(`/${this.onCommand(body)}`);
    else if (message.startsWith("."))
      this.waiting?.resolve(JSON.parse(body.split("\u0001")[0] ?? "") as Meter);
    else this.waiting?.reject(new Error(body));
  }
}
