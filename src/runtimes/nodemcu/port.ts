/*
 * The outside as NodeMCU has it: net sockets and one tmr object.
 * Not here: time (alarm.ts), TLS (tls.ts), buses (bus.ts), joining a network (wifi is the program's own).
 * Source: NodeMCU 3.0, app/modules/net.c and tls.c; causes from app/include/lwip/err.h.
 */
import { take } from "#bytes";
import type { Frame } from "#bytes";
import { isHandshake, secureSocket } from "#tls";
import { Cause } from "../../client/status.ts";
import { PortEvent } from "../port.ts";
import type { Secrets } from "../port.ts";
import { arm, setUpAlarm } from "./alarm.ts";
import { makeTickClock } from "./clock.ts";
import { forget, lost, tellOwner } from "./record.ts";
import type { Port } from "./record.ts";

export { portNowMs, wakeAt, wakeIn } from "./alarm.ts";
export { transfer } from "./bus.ts";
export { bindPort } from "./record.ts";
export type { Port } from "./record.ts";

const enum Send {
  /** One segment, and all that tls takes: net would take two. */
  MostBytes = 1460,
}

export function makePort(secrets: Secrets | undefined): Port {
  const port: Port = {
    secrets,
    listener: undefined,
    owner: undefined,
    socket: undefined,
    turn: 0,
    isOpen: false,
    part: "",
    rest: "",
    failure: undefined,
    timer: tmr.create(),
    clock: makeTickClock(tmr.now()),
    isWaiting: false,
    dueMs: 0,
  };
  setUpAlarm(port);
  return port;
}

export function openPort(port: Port, host: string, number: number, isSecure: boolean): void {
  const turn = port.turn;
  try {
    const socket = isSecure ? secureSocket(port.secrets) : net.createConnection(net.TCP);
    if (socket === undefined) {
      failLater(port, Cause.Untrusted);
      return;
    }
    // The firmware has kept them.
    if (isSecure) port.secrets = undefined;
    port.socket = socket;
    listen(port, socket, turn);
    socket.connect(number, host);
  } catch {
    failLater(port, isSecure && port.socket === undefined ? Cause.Untrusted : Cause.Unreachable);
  }
}

/** The firmware holds what is given to `on` until it collects the socket: no function here may hold the socket. */
function listen(port: Port, socket: NodeMcuSocket, turn: number): void {
  socket.on("dns", (_socket, address) => {
    // Else the firmware would call the broadcast address.
    if (port.turn === turn && address === undefined) failLater(port, Cause.UnknownHost);
  });
  socket.on("connection", (opened) => {
    // Closed while its name was looked up, which keeps tls from nothing.
    if (port.turn !== turn) opened.close();
    else {
      port.isOpen = true;
      tellOwner(port, PortEvent.Opened, 0);
    }
  });
  socket.on("receive", (_socket, bytes) => {
    if (port.turn === turn) tellOwner(port, PortEvent.Received, bytes as string);
  });
  socket.on("sent", () => {
    if (port.turn === turn && !sendRest(port)) tellOwner(port, PortEvent.Sent, 0);
  });
  const ended = (_socket: NodeMcuSocket, code: string | number | undefined): void => {
    if (port.turn === turn) lost(port, causeOf(port, code));
  };
  socket.on("disconnection", ended);
  // Here come the failures, of tls as text or nil, of net as a number of lwIP.
  socket.on("reconnection", ended);
}

function causeOf(port: Port, code: string | number | undefined): Cause {
  if (port.isOpen) return code === undefined || code === 0 ? Cause.Ended : Cause.Reset;
  return isHandshake(code) ? Cause.Untrusted : Cause.Unreachable;
}

function failLater(port: Port, cause: Cause): void {
  closePort(port);
  port.failure = cause;
  arm(port);
}

export function sendFrame(port: Port, frame: Frame): boolean {
  if (!port.isOpen) return false;
  port.rest = take(frame);
  try {
    return sendRest(port);
  } catch {
    return false;
  }
}

/** Send what is left of the frame, as much as the firmware takes at once; false when there is nothing. */
function sendRest(port: Port): boolean {
  const rest = port.rest;
  if (rest === "") return false;
  const part = string.sub(rest, 1, Send.MostBytes);
  port.rest = string.sub(rest, Send.MostBytes + 1);
  port.part = part;
  (port.socket as NodeMcuSocket).send(part);
  return true;
}

export function closePort(port: Port): void {
  const socket = port.socket;
  forget(port);
  if (socket === undefined) return;
  try {
    socket.close();
  } catch {
    // It was closed already.
  }
}

export function endPort(port: Port): void {
  closePort(port);
  port.isWaiting = false;
  arm(port);
}

export function identity(_port: Port): string {
  return string.format("%06x", node.chipid());
}
