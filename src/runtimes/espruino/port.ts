/*
 * The outside as Espruino has it: sockets of require("net") and one timer.
 * Not here: TLS (tls.ts) and buses (bus.ts).
 * Source: Espruino 2v29, libs/network/socketserver.c, libs/network/jswrap_net.c, src/jswrap_interactive.c.
 */
import { take } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { secureSocket } from "#tls";
import { elapsedMs, isDue, laterMs } from "../../client/clock.ts";
import { Cause } from "../../client/status.ts";
import { PortEvent } from "../port.ts";
import type { Listener, Secrets } from "../port.ts";

export { transfer } from "./bus.ts";

/** Built in: the bundler leaves it alone. */
declare function require(name: "net"): EspruinoNet;

/** A socket that knows whose it is, because one function that asks it costs a board less than closures that know. */
interface Socket extends EspruinoSocket {
  holder: Port;
}

export interface Port {
  secrets: Secrets | undefined;
  listener: Listener<unknown> | undefined;
  owner: unknown;
  /** Undefined from the moment on that nothing of it is wanted any more. */
  socket: Socket | undefined;
  isOpen: boolean;
  /** Met inside of openPort, and told from the timer. */
  failure: Cause | undefined;
  /** Undefined when it is not running: clearTimeout may complain about one that has ended. */
  timer: number | undefined;
  /** How long it was set to run. */
  waitMs: number;
  /** What getTime said last, and the time that has passed since the port was made. */
  clockMs: number;
  nowMs: number;
}

/** libs/network/socketerrors.h. */
const enum SocketError {
  NotFound = -6,
  /** This one and the next, -14, are of TLS, and no other is as low. */
  Handshake = -13,
}

const enum Jump {
  /** More than anything here keeps a board from its clock: the clock was set. */
  LeastMs = 300000,
}

export function makePort(secrets: Secrets | undefined): Port {
  return {
    secrets,
    listener: undefined,
    owner: undefined,
    socket: undefined,
    isOpen: false,
    failure: undefined,
    timer: undefined,
    waitMs: 0,
    clockMs: readClockMs(),
    nowMs: 0,
  };
}

export function bindPort<Owner>(port: Port, listener: Listener<Owner>, owner: Owner): void {
  port.listener = listener as Listener<unknown>;
  port.owner = owner;
}

function tell(port: Port, event: PortEvent, detail: Chunk | Cause): void {
  (port.listener as Listener<unknown>)(port.owner, event, detail);
}

/** On ESP32 this blocks until the broker has answered or not. */
export function openPort(port: Port, host: string, number: number, isSecure: boolean): void {
  let cause = Cause.Untrusted;
  try {
    const address: EspruinoAddress = { host, port: number };
    const socket = isSecure ? secureSocket(address, port.secrets) : require("net").connect(address);
    if (socket !== undefined) {
      listen(port, socket as Socket);
      return;
    }
  } catch (error) {
    // Also without Wi-Fi, and without network in this build.
    cause = String(error).indexOf("locate") < 0 ? Cause.Unreachable : Cause.UnknownHost;
  }
  port.failure = cause;
  wakeAt(port, port.nowMs);
}

function listen(port: Port, socket: Socket): void {
  port.socket = socket;
  port.isOpen = false;
  socket.holder = port;
  socket.on("data", happened);
  socket.on("drain", drained);
  socket.on("error", happened);
  socket.on("close", happened);
}

/**
 * What was written is with the network stack. A function of its own: each publish comes by here, and Espruino reads
 * over all that it passes.
 */
function drained(this: EspruinoSocket): void {
  // eslint-disable-next-line no-restricted-syntax -- Espruino calls a handler with the socket as its self.
  const socket = this as Socket;
  const port = socket.holder;
  if (port.socket !== socket) return;
  // One follows the connection, over TLS before the handshake; each other one says that nothing is under way.
  const event = port.isOpen ? PortEvent.Sent : PortEvent.Opened;
  port.isOpen = true;
  tell(port, event, 0);
}

/**
 * Takes the other events of a socket: each function costs memory, and what comes with it tells them apart.
 *
 * @param detail  bytes with "data", an error with its code, or a boolean with "close"
 */
function happened(this: EspruinoSocket, detail: string | EspruinoEnd): void {
  // eslint-disable-next-line no-restricted-syntax -- Espruino calls a handler with the socket as its self.
  const socket = this as Socket;
  const port = socket.holder;
  if (port.socket !== socket) return;
  if (typeof detail === "string") tell(port, PortEvent.Received, detail);
  else lose(port, causeOf(port, detail.code));
}

/** @param code  undefined when the other side has closed */
function causeOf(port: Port, code: number | undefined): Cause {
  if (code === undefined && port.isOpen) return Cause.Ended;
  if (code === SocketError.NotFound) return Cause.UnknownHost;
  if (code !== undefined && code <= SocketError.Handshake) return Cause.Untrusted;
  return port.isOpen ? Cause.Reset : Cause.Unreachable;
}

function lose(port: Port, cause: Cause): void {
  port.socket = undefined;
  port.failure = undefined;
  tell(port, PortEvent.Closed, cause);
}

export function sendFrame(port: Port, frame: Frame): boolean {
  try {
    // Without a socket this throws as well, and so does one that was closed a moment ago and did not tell yet.
    (port.socket as Socket).write(take(frame));
    return true;
  } catch {
    return false;
  }
}

export function closePort(port: Port): void {
  const socket = port.socket;
  port.socket = undefined;
  port.failure = undefined;
  if (socket === undefined) return;
  // What could not be sent by now would keep the connection, and its memory, for good.
  socket.dSnd = "";
  socket.end();
}

function readClockMs(): number {
  return Math.floor(getTime() * 1000);
}

/** Espruino has no clock that nobody can set: a step that no wait explains counts as none. */
export function portNowMs(port: Port): number {
  const clockMs = readClockMs();
  const stepMs = clockMs - port.clockMs;
  port.clockMs = clockMs;
  if (stepMs > 0 && stepMs < port.waitMs + Jump.LeastMs) port.nowMs = laterMs(port.nowMs, stepMs);
  return port.nowMs;
}

export function wakeAt(port: Port, dueMs: number): void {
  const nowMs = portNowMs(port);
  stopTimer(port);
  port.waitMs = port.failure !== undefined || isDue(dueMs, nowMs) ? 0 : elapsedMs(nowMs, dueMs);
  port.timer = setTimeout(woken, port.waitMs, port);
}

function woken(port: Port): void {
  const failure = port.failure;
  port.timer = undefined;
  if (failure !== undefined) lose(port, failure);
  tell(port, PortEvent.Wake, 0);
}

function stopTimer(port: Port): void {
  if (port.timer !== undefined) clearTimeout(port.timer);
  port.timer = undefined;
}

export function endPort(port: Port): void {
  stopTimer(port);
  closePort(port);
}

export function identity(_port: Port): string {
  return getSerial();
}
