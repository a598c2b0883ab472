/*
 * The real XS: the worker of @agoric/xsnap, driven without its JavaScript API, which freezes the primordials of
 * the whole process. Netstrings: "e" evaluates, "?" calls handleCommand, "." answers with the meter, "!" is an
 * exception; the guest's issueCommand comes as "?" and is answered with "/".
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Channel } from "./channel.ts";
import type { Guest, Kind } from "./guest.ts";
import { CHIP, preludePart, preludeText } from "./prelude.ts";
import type { Chip } from "./prelude.ts";

/** Undefined when npm did not install or build it. */
export function findXs(): string | undefined {
  const platform = process.platform === "darwin" ? "mac" : "lin";
  try {
    const home = dirname(createRequire(import.meta.url).resolve("@agoric/xsnap/package.json"));
    const worker = join(home, `xsnap-native/xsnap/build/bin/${platform}/release/xsnap-worker`);
    return existsSync(worker) ? worker : undefined;
  } catch {
    return undefined;
  }
}

/** What a call cost; heap counts slots in use, which only a collection brings down. */
export interface Meter {
  compute: number;
  currentHeapCount: number;
}

/** One worker. */
export class Xs {
  private readonly channel: Channel;

  /** @param answer  answers issueCommand; the guest waits for it */
  constructor(
    command: string,
    private readonly answer: (text: string) => string,
  ) {
    this.channel = new Channel({
      command,
      args: ["catnap", "-l", "1000000000"],
      files: {},
      stdio: (input, output) => [
        ...(["ignore", "inherit", "inherit"] as const),
        input,
        output,
        ...(["ignore", "ignore", "ignore", "ignore"] as const),
      ],
    });
  }

  /** @throws  Error for an exception of the guest */
  evaluate(source: string): Meter {
    return this.call(`e${source}`).meter;
  }

  /** Call the guest's handleCommand, and answer what it answered. */
  command(text: string): string {
    return this.call(`?${text}`).reply;
  }

  /** Slots in use once everything that nobody holds is gone. */
  heldSlots(): number {
    this.evaluate("gc()");
    return this.evaluate("gc()").currentHeapCount;
  }

  private call(message: string): { meter: Meter; reply: string } {
    this.channel.send(message);
    for (;;) {
      const [sign, body] = /^(.)([^]*)$/.exec(this.channel.receive().toString())?.slice(1) ?? [];
      if (body === undefined) throw new Error("XS answered nothing");
      if (sign === "?") this.channel.send(`/${this.answer(body)}`);
      else if (sign === ".") {
        const [meter = "", reply = ""] = body.split("\u0001");
        return { meter: JSON.parse(meter) as Meter, reply };
      } else throw new Error(`XS: ${body}`);
    }
  }

  stop(): void {
    this.channel.end();
  }
}

class XsGuest implements Guest {
  private readonly xs: Xs;

  constructor(command: string, chip: Chip, answer: (question: string) => string) {
    this.xs = new Xs(command, answer);
    this.xs.evaluate(`${preludeText("moddable", chip)}\n${preludePart("xs-worker.js")}`);
  }

  add(name: string, text: string): void {
    this.xs.command(`add ${name} ${text}`);
  }

  load(text: string): void {
    this.xs.command(`load ${text}`);
  }

  hear(lines: string): string {
    return this.xs.command(lines);
  }

  end(): void {
    this.xs.stop();
  }
}

export function xsKind(command: string, chip: Chip = CHIP): Kind {
  return { name: "XS", encoding: "base64", begin: (answer) => new XsGuest(command, chip, answer) };
}
