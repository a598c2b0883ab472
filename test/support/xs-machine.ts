/*
 * The library for Moddable as a machine for engine-client.ts: the real XS, with the host's sockets and timers behind
 * the stand-in of Moddable's SDK (moddable.ts).
 */
import net from "node:net";
import tls from "node:tls";
import { SMALL } from "../../src/toolchain/features.ts";
import { buildModdable } from "../../src/toolchain/moddable.ts";
import { JS_HANDLERS } from "./engine-client.ts";
import type { Engine, Machine } from "./engine-client.ts";
import { SECURE_SDK } from "./moddable-tls.ts";
import { asScript, SDK, STRING_FROM_BUFFER } from "./moddable.ts";
import { Xs } from "./xs.ts";

/** Less than lwIP gives, so that a long frame is written in several; TLS keeps back the most of it. */
const CREDIT_BYTES = 100;
const SECURE_CREDIT_BYTES = 250;

const GUEST = `${STRING_FROM_BUFFER}
globalThis.host = (what, id, detail) =>
  void issueCommand(new TextEncoder().encode(JSON.stringify({ what, id, detail })).buffer);
globalThis.note = (text) => host("note", 0, text);
globalThis.hexOf = (value) => Array.from(typeof value === "string" ? new TextEncoder().encode(value) : value,
  (byte) => byte.toString(16).padStart(2, "0")).join("");
globalThis.handleCommand = (buffer) => {
  const { event, id, detail, nowMs } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer)));
  ticks = nowMs;
  happen(event, id, detail);
  return new ArrayBuffer(0);
};
${SDK}
${SECURE_SDK}
${JS_HANDLERS}
globalThis.mqtt = undefined;`;

/** What the guest wants of its host. */
interface Call {
  what: string;
  id: number;
  detail: string;
}

const scripts = new Map<string, Promise<string>>();

function scriptText(conditions: string[]): Promise<string> {
  const key = conditions.join();
  const script = scripts.get(key) ?? makeScript(conditions);
  scripts.set(key, script);
  return script;
}

async function makeScript(conditions: string[]): Promise<string> {
  const { "catnap.js": module } = await buildModdable(conditions);
  return asScript(module as string, "catnap");
}

export class XsMachine implements Machine {
  readonly log: string[] = [];
  private readonly sockets = new Map<number, net.Socket>();
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private credit = CREDIT_BYTES;
  /** Of the socket that is made next, when it is one of TLS. */
  private secure: tls.ConnectionOptions | undefined;

  private constructor(readonly xs: Xs) {
    xs.onCommand = (text) => {
      this.take(JSON.parse(text) as Call);
      return "";
    };
  }

  /** @param path  of the XS worker */
  static async start(path: string, conditions: string[] = []): Promise<XsMachine> {
    const machine = new XsMachine(new Xs(path));
    await machine.xs.evaluate(GUEST);
    await machine.xs.evaluate(await scriptText(conditions));
    return machine;
  }

  run(program: string): Promise<unknown> {
    return this.xs.evaluate(`ticks = ${nowMs()}; ${program}`);
  }

  private tell(event: string, id: number, detail: unknown): void {
    this.xs.command(JSON.stringify({ event, id, detail, nowMs: nowMs() })).catch((error: Error) => {
      if (!/ended/.test(error.message)) this.log.push(String(error));
    });
  }

  private take({ what, id, detail }: Call): void {
    const socket = this.sockets.get(id);
    if (what === "note") this.log.push(detail);
    else if (what === "secure") this.secure = JSON.parse(detail) as tls.ConnectionOptions;
    else if (what === "connect") this.connect(id, detail);
    else if (what === "write")
      socket?.write(Buffer.from(detail, "hex"), () => this.tell("writable", id, this.credit));
    else if (what === "close") socket?.end();
    else if (what === "set") {
      clearTimeout(this.timers.get(id));
      this.timers.set(
        id,
        setTimeout(() => this.tell("timer", id, 0), Number(detail)),
      );
    } else if (what === "stop" || what === "clear") clearTimeout(this.timers.get(id));
  }

  /** @param place  such as "127.0.0.1 1883" */
  private connect(id: number, place: string): void {
    const [host = "", port] = place.split(" ");
    const address = { host, port: Number(port) };
    const { secure } = this;
    // What the host trusts is not what the program trusts: verification is the original's alone.
    const socket = secure ? tls.connect({ ...address, rejectUnauthorized: false }) : net.connect(address);
    this.secure = undefined;
    this.credit = secure ? SECURE_CREDIT_BYTES : CREDIT_BYTES;
    this.sockets.set(id, socket);
    socket.on(secure ? "secureConnect" : "connect", () => this.tell("writable", id, this.credit));
    socket.on("data", (bytes) => this.tell("readable", id, bytes.toString("hex")));
    socket.on("error", () => {});
    socket.on("close", () => this.tell("error", id, 0));
  }

  async stop(): Promise<void> {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const socket of this.sockets.values()) socket.destroy();
    await this.xs.stop();
  }
}

function nowMs(): number {
  return Math.floor(performance.now());
}

/**
 * @param path        of the XS worker
 * @param conditions  of package.json's imports, for the library
 */
export function xs(path: string, conditions: string[] = []): Engine {
  return {
    name: "XS",
    assigns: ":",
    text: JSON.stringify,
    isSmall: conditions.includes(SMALL),
    build: () => scriptText(conditions),
    start: () => XsMachine.start(path, conditions),
  };
}
