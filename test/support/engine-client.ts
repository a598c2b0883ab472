/*
 * A client of the built library inside of a runtime's engine, driven and watched from here. What it is told comes
 * from every engine as the same lines, with topics and payloads of messages as hexadecimal digits: bytes, not texts.
 * Not here: how an engine is started and gets its network (the machines of lua, xs and espruino).
 */
import { expect, vi } from "vitest";
import type { ConnectOptions } from "../../src/runtimes/face.ts";

/** For a hook that builds the library, on a computer with other things to do. */
export const BUILD_LIMIT_MS = 120_000;
/** Far more than anything takes; who waits as long has failed. */
const DEADLINE = { timeout: 8000, interval: 5 };

/** Wait until expectations hold; unlike expect.poll, also in tests that run at once. */
export async function until(expectations: () => void): Promise<void> {
  await vi.waitFor(expectations, DEADLINE);
}

/** A running engine with the library as `catnap`, and with `handlers` and `answer` as JS_HANDLERS has them. */
export interface Machine {
  /** What the program noted. */
  readonly log: string[];
  /** Run a program, from the top of the event loop. */
  run: (program: string) => unknown;
  stop: () => unknown;
}

export interface Engine {
  name: string;
  /** What stands between a name and its value in a record, such as ":". */
  assigns: string;
  /** A text, as this engine's language writes it. */
  text: (value: string) => string;
  /** Whether the library is the small one. */
  isSmall?: boolean;
  /** Build the library, once; start does it else, at the expense of a test's time. */
  build: () => Promise<unknown>;
  start: () => Promise<Machine>;
}

/** For engines of JavaScript, on top of `note(text)` and `hexOf(text or bytes)`; Espruino's grammar is the smaller one. */
export const JS_HANDLERS = `
function answer(value) { note("answer " + value); }
function handlers(options) {
  options.onConnect = function (isPresent) { note("connect " + (isPresent ? "present" : "absent")); };
  options.onMessage = function (topic, piece, qos, retain, dup, offset, total) {
    note("message " + hexOf(topic) + " q" + qos + " " + offset + "+" + piece.length + "/" + total + " " + hexOf(piece));
  };
  options.onAck = function (number) { note("ack " + number); };
  options.onSubscribed = function (filter, granted) { note("subscribed " + filter + " " + granted); };
  options.onClose = function (reason, code) { note("close " + reason + " " + code); };
  options.onNotice = function (notice, detail) { note("notice " + notice + " " + detail); };
  return options;
}
`;

/** ("grün") is "6772c3bc6e". */
export function utf8Hex(text: string): string {
  return Buffer.from(text).toString("hex");
}

/** The line of a message that came in one piece. */
export function messageLine(topic: string, qos: number, payload: string): string {
  const bytes = Buffer.byteLength(payload);
  return `message ${utf8Hex(topic)} q${qos} 0+${bytes}/${bytes} ${utf8Hex(payload)}`;
}

type Literal = string | number | boolean | object;

export class EngineClient {
  private constructor(
    private readonly engine: Engine,
    private readonly machine: Machine,
  ) {}

  static async connect(engine: Engine, options: Partial<ConnectOptions>): Promise<EngineClient> {
    const client = new EngineClient(engine, await engine.start());
    await client.machine.run(`mqtt = catnap.connect(handlers(${client.literal(options)}))`);
    return client;
  }

  get log(): string[] {
    return this.machine.log;
  }

  private literal(value: Literal): string {
    if (typeof value === "string") return this.engine.text(value);
    if (typeof value !== "object") return `${value}`;
    const fields = Object.entries(value as Record<string, Literal>);
    return `{ ${fields.map(([name, each]) => `${name} ${this.engine.assigns} ${this.literal(each)}`).join(", ")} }`;
  }

  /** What a call of the library answers; its arguments are written alike in JavaScript and Lua. */
  private async ask(name: string, ...values: Literal[]): Promise<number> {
    const answers = (): string[] => this.log.filter((line) => line.startsWith("answer "));
    const before = answers().length;
    const given = values.map((value) => `, ${this.literal(value)}`).join("");
    await this.machine.run(`answer(catnap.${name}(mqtt${given}))`);
    await until(() => expect(answers()).toHaveLength(before + 1));
    return Number(answers().at(-1)?.slice("answer ".length));
  }

  publish(topic: string, payload: string, qos: number): Promise<number> {
    return this.ask("publish", topic, payload, qos, false);
  }

  async subscribe(filter: string, qos: number): Promise<void> {
    expect(await this.ask("subscribe", filter, qos)).toBe(0);
    await this.told(`subscribed ${filter} ${qos}`);
  }

  disconnect(): Promise<number> {
    return this.ask("disconnect");
  }

  async told(line: string): Promise<void> {
    await until(() => expect(this.log).toContain(line));
  }

  stop(): unknown {
    return this.machine.stop();
  }
}
