/*
 * The outside as Espruino has it: sockets of require("net").
 * Not here: time (timer.ts), TLS (tls.ts) and buses (bus.ts).
 * Source: Espruino 2v29, libs/network/socketserver.c, libs/network/jswrap_net.c.
 */
import { take } from "#bytes";
import type { Frame } from "#bytes";
import { isHandshake, secureSocket } from "#tls";
import { Cause } from "../../client/status.ts";
import { PortEvent } from "../port.ts";
import type { Secrets } from "../port.ts";
import { tell } from "./record.ts";
import type { Port, Socket } from "./record.ts";
import { stopTimer } from "./timer.ts";

export { transfer } from "./bus.ts";
export { bindPort } from "./record.ts";
export type { Port } from "./record.ts";
export { portNowMs, wakeAt, wakeIn } from "./timer.ts";

/** Built in: the bundler leaves it alone. */
declare function require(name: "net"): EspruinoNet;

/** libs/network/socketerrors.h. */
const enum SocketError {
  NotFound = -6,
}

export function makePort(secrets: Secrets | undefined): Port {
  return { secrets } as Port;
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
  setTimeout(failed, 0, port);
}

/** Tell a failure that nobody has given up since. */
function failed(port: Port): void {
  if (port.failure !== undefined) lose(port, port.failure);
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
  if (code !== undefined && isHandshake(code)) return Cause.Untrusted;
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

export function endPort(port: Port): void {
  stopTimer(port);
  closePort(port);
}

export function identity(_port: Port): string {
  return getSerial();
}
