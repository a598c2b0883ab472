/*
 * A board on this computer: an engine over the computer's own network and clock, for real brokers, and simulated chips
 * on its bus. Not here: TLS; simulated networks and simulated time; on which pins a bus is.
 */
import net from "node:net";
import { Status } from "../../client/status.ts";
import { I2cBus } from "../chips/chip.ts";
import type { Artefact, BoardCall, BoardEvent, Ending, Kept, Outcome } from "./engine.ts";
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
  /** The board's time, which stands still while its program runs: a chip that went on meanwhile would be late. */
  private stepMs = 0;

  constructor(
    kind: Kind,
    private readonly bus = new I2cBus(new Map()),
  ) {
    this.engine = new GuestEngine(kind, {
      i2c: (address, written, readBytes) => this.transfer(address, written, readBytes),
      // Names are looked up, and refusals met, by the connection itself, which cannot be waited for here.
      resolve: (host) => host,
      isListening: () => true,
    });
  }

  start(artefact: Artefact, kept: Kept = {}): void {
    this.isOn = true;
    this.stepMs = nowMs();
    this.perform(this.engine.start(artefact, this.stepMs, kept));
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
    if (!this.isOn) return;
    this.stepMs = nowMs();
    this.perform(this.engine.step(this.stepMs, event));
  }

  private transfer(address: number, written: Uint8Array, readBytes: number): Uint8Array | undefined {
    const read = new Uint8Array(readBytes);
    const step = { write: [...written], waitMs: 0, readBytes, at: 0 };
    const status = this.bus.transfer({ bus: "i2c", address }, step, read, this.stepMs);
    return status === Status.Ok ? read : undefined;
  }

  private perform({ calls, dueMs }: Outcome): void {
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
