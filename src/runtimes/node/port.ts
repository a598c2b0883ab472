/*
 * The outside as Node has it: node:net, one timer, no buses. Not here: TLS (tls.ts).
 * The record has methods, so that the simulator can put a world of its own behind the same functions.
 */
import { createHash } from "node:crypto";
import net from "node:net";
import os from "node:os";
import { take } from "#bytes";
import type { Frame, Memory } from "#bytes";
import { secureSocket } from "#tls";
import { Clock, elapsedMs, isDue, laterMs } from "../../client/clock.ts";
import { Cause, Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import { PortEvent } from "../port.ts";
import type { Listener, Place, Secrets } from "../port.ts";
import { Computer } from "./computer.ts";
import type { BoardPort } from "./computer.ts";

export interface Port extends BoardPort {
  bind<Owner>(listener: Listener<Owner>, owner: Owner): void;
  open(host: string, number: number, isSecure: boolean): void;
  send(frame: Frame): boolean;
  close(): void;
  nowMs(): number;
  wakeAt(dueMs: number): void;
  end(): void;
  transfer(place: Place, step: Step, memory: Memory): Status;
  identity(): string;
}

/** How long the other side may take to read what was accepted before a close. */
const LINGER_MS = 2000;

/** What Node calls the ways in which a connection fails; anything else counts as Reset. */
const CAUSES: Record<string, Cause> = {
  ENOTFOUND: Cause.UnknownHost,
  EAI_AGAIN: Cause.UnknownHost,
  ECONNREFUSED: Cause.Unreachable,
  EHOSTUNREACH: Cause.Unreachable,
  ENETUNREACH: Cause.Unreachable,
  ETIMEDOUT: Cause.Unreachable,
};

function causeOf(error: NodeJS.ErrnoException): Cause {
  const code = error.code ?? "";
  if (/CERT|SSL|TLS|SELF_SIGNED|VERIFY/.test(code)) return Cause.Untrusted;
  return CAUSES[code] ?? Cause.Reset;
}

/** One transport and one timer, of node:net or node:tls. */
export class NodePort extends Computer implements Port {
  private static made = 0;
  private readonly ordinal = (NodePort.made += 1);
  private socket: net.Socket | undefined;
  private isOpen = false;
  private timer: NodeJS.Timeout | undefined;

  private listener: Listener<unknown> | undefined;
  private owner: unknown;

  constructor(private readonly secrets: Secrets | undefined) {
    super();
  }

  bind<Owner>(listener: Listener<Owner>, owner: Owner): void {
    this.listener = listener as Listener<unknown>;
    this.owner = owner;
  }

  private tell(event: PortEvent, detail: Uint8Array | Cause): void {
    this.listener?.(this.owner, event, detail);
  }

  open(host: string, number: number, isSecure: boolean): void {
    const socket = isSecure
      ? secureSocket({ host, port: number }, this.secrets)
      : net.connect({ host, port: number });
    let cause = Cause.Ended;
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on(isSecure ? "secureConnect" : "connect", () => {
      if (this.socket !== socket) return;
      this.isOpen = true;
      this.tell(PortEvent.Opened, 0);
    });
    socket.on("data", (chunk: Buffer) => {
      if (this.socket === socket) this.tell(PortEvent.Received, chunk);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      cause = causeOf(error);
    });
    socket.on("close", () => {
      if (this.socket !== socket) return;
      this.forget();
      this.tell(PortEvent.Closed, cause);
    });
  }

  private forget(): void {
    this.socket = undefined;
    this.isOpen = false;
  }

  send(frame: Frame): boolean {
    const socket = this.socket;
    if (socket === undefined || !this.isOpen) return false;
    // A copy: after a close the frame is filled again, while this socket may still be busy with its last bytes.
    socket.write(Buffer.from(take(frame)), (error) => {
      if (this.socket !== socket || error) return;
      this.tell(PortEvent.Sent, 0);
    });
    return true;
  }

  close(): void {
    const socket = this.socket;
    if (socket === undefined) return;
    const wasOpen = this.isOpen;
    this.forget();
    if (!wasOpen) {
      socket.destroy();
      return;
    }
    socket.end();
    const linger = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.on("close", () => clearTimeout(linger));
  }

  nowMs(): number {
    return Math.floor(performance.now()) % Clock.WrapMs;
  }

  wakeAt(dueMs: number): void {
    clearTimeout(this.timer);
    const nowMs = this.nowMs();
    const waitMs = isDue(dueMs, nowMs) ? 0 : elapsedMs(nowMs, dueMs);
    this.timer = setTimeout(() => this.tell(PortEvent.Wake, 0), waitMs);
  }

  end(): void {
    clearTimeout(this.timer);
    this.close();
  }

  transfer(_place: Place, _step: Step, _memory: Memory): Status {
    return Status.Unsupported;
  }

  /** Names this port: two clients on one computer must not take each other's place at the broker. */
  identity(): string {
    const name = `${os.hostname()} ${process.pid} ${this.ordinal}`;
    return createHash("sha256").update(name).digest("hex").slice(0, 8);
  }
}

export function makePort(secrets: Secrets | undefined): Port {
  return new NodePort(secrets);
}

export function bindPort<Owner>(port: Port, listener: Listener<Owner>, owner: Owner): void {
  port.bind(listener, owner);
}

export function openPort(port: Port, host: string, number: number, isSecure: boolean): void {
  port.open(host, number, isSecure);
}

export function sendFrame(port: Port, frame: Frame): boolean {
  return port.send(frame);
}

export function closePort(port: Port): void {
  port.close();
}

export function portNowMs(port: Port): number {
  return port.nowMs();
}

export function wakeAt(port: Port, dueMs: number): void {
  port.wakeAt(dueMs);
}

export function wakeIn(port: Port, delayMs: number): void {
  port.wakeAt(laterMs(port.nowMs(), delayMs));
}

export function endPort(port: Port): void {
  port.end();
}

export function transfer(port: Port, place: Place, step: Step, memory: Memory): Status {
  return port.transfer(place, step, memory);
}

export function identity(port: Port): string {
  return port.identity();
}
