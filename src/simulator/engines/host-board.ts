/*
 * A board on this computer: an engine over the computer's own network and clock, for real brokers. Chips are the
 * caller's. Not here: TLS; simulated networks and simulated time.
 */
import net from "node:net";
import type { Artefact, BoardCall, BoardEvent, Ending, Kept, Outside } from "./engine.ts";
import { GuestEngine } from "./guest.ts";
import type { Kind } from "./guest.ts";

/** What Node calls the ways in which a connection does not come about; anything else is a reset. */
const ENDINGS: Record<string, Ending> = {
  ECONNREFUSED: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ETIMEDOUT: "unreachable",
  ENOTFOUND: "unknown host",
  EAI_AGAIN: "unknown host",
};
/** setTimeout takes no more; the engine is only asked once more than it needs. */
const MOST_MS = 2 ** 31 - 1;

function nowMs(): number {
  return Math.floor(performance.now());
}

export class HostBoard {
  /** What it printed, and errors that nobody caught. */
  readonly log: string[] = [];
  private readonly engine: GuestEngine;
  private readonly sockets = new Map<number, net.Socket>();
  private timer: NodeJS.Timeout | undefined;
  private isOn = false;

  /** @param i2c  the chips on the board's bus */
  constructor(kind: Kind, i2c: Outside["i2c"] = () => undefined) {
    // Names are looked up, and refusals met, by the connection itself, which cannot be waited for here.
    this.engine = new GuestEngine(kind, { i2c, resolve: (host) => host, isListening: () => true });
  }

  start(artefact: Artefact, kept: Kept = {}): void {
    this.isOn = true;
    this.perform(this.engine.start(artefact, nowMs(), kept));
  }

  /** Run a line of program. */
  type(text: string): void {
    this.tell({ event: "typed", text });
  }

  stop(): Kept {
    this.isOn = false;
    clearTimeout(this.timer);
    for (const socket of this.sockets.values()) socket.destroy();
    this.sockets.clear();
    return this.engine.stop();
  }

  private tell(event: BoardEvent): void {
    if (this.isOn) this.perform(this.engine.step(nowMs(), event));
  }

  private perform({ calls, dueMs }: { calls: BoardCall[]; dueMs: number | undefined }): void {
    for (const call of calls) this.take(call);
    clearTimeout(this.timer);
    if (dueMs === undefined) return;
    const waitMs = Math.min(Math.max(dueMs - nowMs(), 0), MOST_MS);
    this.timer = setTimeout(() => this.tell({ event: "timer" }), waitMs);
  }

  private take(call: BoardCall): void {
    if (call.call === "print") this.log.push(call.text);
    else if (call.call === "fault") this.log.push(`fault ${call.text}`);
    else if (call.call === "connect") this.connect(call.socket, call.host, call.port, call.isSecure);
    else {
      const socket = this.sockets.get(call.socket);
      const sent = (): void => this.tell({ event: "sent", socket: call.socket });
      if (call.call === "close") socket?.end();
      else socket?.write(call.bytes, sent);
    }
  }

  private connect(id: number, host: string, port: number, isSecure: boolean): void {
    if (isSecure)
      throw new Error(`${host}:${port} wants TLS, which this board has not: give an mqtt:// address`);
    const socket = net.connect({ host, port });
    let ending: Ending = "ended";
    this.sockets.set(id, socket);
    socket.setNoDelay(true);
    socket.on("connect", () => this.tell({ event: "opened", socket: id }));
    socket.on("data", (bytes) => this.tell({ event: "received", socket: id, bytes }));
    socket.on("error", (error: NodeJS.ErrnoException) => (ending = ENDINGS[error.code ?? ""] ?? "reset"));
    socket.on("close", () => {
      this.sockets.delete(id);
      this.tell({ event: "closed", socket: id, ending });
    });
  }
}
