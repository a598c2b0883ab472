/*
 * A board on this computer: an engine over the computer's own network and clock, for real brokers, and simulated chips
 * on its buses. Not here: TLS; simulated networks and simulated time; on which pins a bus is.
 */
import net from "node:net";
import { ChipSet } from "../chips/chip-set.ts";
import type { Artefact, BoardCall, BoardEvent, Ending, Kept, Outcome, WakeCause } from "./engine.ts";
import { GuestEngine } from "./guest.ts";
import type { Kind } from "./guest.ts";
import { OPEN_OUTSIDE } from "./outside.ts";

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
/** Of the access point that stands for this computer's network. */
const HOST_BSSID = "02:00:00:00:00:01";

function nowMs(): number {
  return Math.floor(performance.now());
}

export class HostBoard {
  /** What it printed, and errors that nobody caught. */
  readonly log: string[] = [];
  /** Told each line of it. */
  onLog: (line: string) => void = () => {};
  /** What its engine was told last: for it, no time passes while it works. */
  clockMs = 0;
  private readonly engine: GuestEngine;
  private readonly sockets = new Map<number, net.Socket>();
  private timer: NodeJS.Timeout | undefined;
  private isOn = false;
  private artefact: Artefact = { text: "", program: "" };
  private cause: WakeCause = "power";

  constructor(kind: Kind, chips = new ChipSet()) {
    // Names are looked up, and refusals met, by the connection itself, which cannot be waited for here.
    this.engine = new GuestEngine(kind, {
      ...OPEN_OUTSIDE,
      ...chips.outside(() => this.clockMs),
      wakeCause: () => this.cause,
      epochS: () => Math.floor(Date.now() / 1000),
    });
  }

  start(artefact: Artefact, kept: Kept = {}): void {
    this.isOn = true;
    this.artefact = artefact;
    this.perform(this.engine.start(artefact, this.passed(), kept));
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

  private passed(): number {
    this.clockMs = nowMs();
    return this.clockMs;
  }

  private tell(event: BoardEvent): void {
    if (this.isOn) this.perform(this.engine.step(this.passed(), event));
  }

  private perform({ calls, dueMs }: Outcome): void {
    for (const call of calls) if (this.isOn) this.take(call);
    if (!this.isOn) return;
    clearTimeout(this.timer);
    if (dueMs === undefined) return;
    const waitMs = Math.min(Math.max(dueMs - nowMs(), 0), MOST_MS);
    this.timer = setTimeout(() => this.tell({ event: "timer" }), waitMs);
  }

  private take(call: BoardCall): void {
    switch (call.call) {
      case "print":
        this.note(call.text);
        break;
      case "fault":
        this.note(`fault ${call.text}`);
        break;
      case "connect":
        this.connect(call.socket, call.host, call.port, call.isSecure);
        break;
      case "write":
        this.sockets
          .get(call.socket)
          ?.write(call.bytes, () => this.tell({ event: "sent", socket: call.socket }));
        break;
      case "close":
        this.sockets.get(call.socket)?.end();
        break;
      case "join":
        // This computer's network is there already.
        setImmediate(() =>
          this.tell({ event: "joined", channel: 1, bssid: HOST_BSSID, address: "127.0.0.1" }),
        );
        break;
      case "leave":
      // Whoever waits for this computer sees for himself that a board does nothing any more.
      case "watchdog":
        break;
      case "sleep":
        this.begin(call.ms, "timer");
        break;
      case "restart":
        this.begin(0, "restart");
    }
  }

  private note(line: string): void {
    this.log.push(line);
    this.onLog(line);
  }

  /** Stop, and begin again later with what was kept. */
  private begin(delayMs: number, cause: WakeCause): void {
    const kept = this.stop();
    if (delayMs === 0 && cause === "timer") return;
    this.cause = cause;
    this.timer = setTimeout(() => this.start(this.artefact, kept), Math.min(delayMs, MOST_MS));
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
