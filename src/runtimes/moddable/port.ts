/*
 * The outside as Moddable XS has it: ECMA-419 sockets, the network's MAC address.
 * Not here: bytes (bytes.ts), time (alarm.ts), buses (bus.ts), TLS (tls.ts).
 * Source: ECMA-419, section 11.3; Moddable SDK 8, modules/io/socket/lwip/tcp.c.
 */
import TCP from "embedded:io/socket/tcp";
import type { Socket, SocketOptions, Targeted } from "embedded:io/socket/tcp";
import Net from "net";
import { chunkBytes, piece, take, used } from "#bytes";
import type { Frame } from "#bytes";
import { secureSocket } from "#tls";
import { Cause } from "../../client/status.ts";
import { PortEvent } from "../port.ts";
import { arm, failSoon, stopTimer } from "./alarm.ts";
import { closePort, lose, Size, tellOwner } from "./record.ts";
import type { Port } from "./record.ts";

export { portNowMs, wakeAt, wakeIn } from "./alarm.ts";
export { transfer } from "./bus.ts";
export { bindPort, closePort, makePort } from "./record.ts";
export type { Port } from "./record.ts";

export function openPort(port: Port, host: string, number: number, isSecure: boolean): void {
  if (isAddress(host)) {
    connectTo(port, host, host, number, isSecure);
    return;
  }
  const turn = port.turn;
  try {
    Net.resolve(host, (_name, address) => {
      if (port.turn !== turn) return;
      if (address === undefined) failSoon(port, Cause.UnknownHost);
      else connectTo(port, host, address, number, isSecure);
    });
  } catch {
    // Without a network it does not begin.
    failSoon(port, Cause.Unreachable);
  }
}

/** Whether a host is an address already: "192.168.1.2", "fe80::1". */
function isAddress(host: string): boolean {
  if (host.indexOf(":") >= 0) return true;
  for (let at = 0; at < host.length; at += 1) {
    if ("0123456789.".indexOf(host.slice(at, at + 1)) < 0) return false;
  }
  return true;
}

function connectTo(port: Port, host: string, address: string, number: number, isSecure: boolean): void {
  // Nothing is told of a socket after its close (ECMA-419, 9.1), so that none asks whose it is.
  const options: SocketOptions = {
    target: port,
    address,
    host,
    port: number,
    nodelay: true,
    onReadable: socketReadable,
    onWritable: socketWritable,
    onError: socketLost,
  };
  try {
    port.socket = isSecure ? secureSocket(options, port.secrets, failSoon) : new TCP(options);
    if (port.socket === undefined) failSoon(port, Cause.Untrusted);
  } catch {
    // No memory, or no network: XS throws what it cannot begin.
    failSoon(port, Cause.Unreachable);
  }
}

/* eslint-disable no-restricted-syntax -- XS calls these with the socket as their self, and a closure for each costs 9 slots. */

function socketLost(this: Targeted): void {
  const port = this.target;
  // XS has one event for all of it: after a connection a close in order is by far the most frequent.
  lose(port, port.isOpen ? Cause.Ended : Cause.Unreachable);
}

function socketWritable(this: Targeted, bytes: number): void {
  const port = this.target;
  port.creditBytes = bytes;
  if (port.isOpen) writeRest(port);
  else {
    port.isOpen = true;
    tellOwner(port, PortEvent.Opened, 0);
  }
}

/** The owner may close while it is told. */
function socketReadable(this: Targeted, bytes: number): void {
  const port = this.target;
  const turn = port.turn;
  let left = bytes;
  while (left > 0 && port.turn === turn) {
    const chunk = left < Size.ReadBytes ? piece(port.store, 0, left) : port.store;
    if ((port.socket as Socket).read(chunk) === undefined) return;
    left -= chunkBytes(chunk);
    tellOwner(port, PortEvent.Received, chunk);
  }
}

/* eslint-enable no-restricted-syntax */

export function sendFrame(port: Port, frame: Frame): boolean {
  if (!port.isOpen) return false;
  port.frame = frame;
  port.from = 0;
  writeRest(port);
  return true;
}

/** Write as much as there is credit for; the rest goes out when onWritable says so. */
function writeRest(port: Port): void {
  const frame = port.frame;
  if (frame === undefined || port.from === used(frame)) return;
  const bytes = Math.min(used(frame) - port.from, port.creditBytes);
  if (bytes <= 0) return;
  const chunk = take(frame);
  const isWhole = bytes === chunkBytes(chunk);
  try {
    const left = (port.socket as Socket).write(isWhole ? chunk : piece(chunk, port.from, port.from + bytes));
    // After an error there is no number.
    port.creditBytes = left > 0 ? left : 0;
  } catch {
    // "would block": nothing was written, and onWritable comes when there is room.
    port.creditBytes = 0;
    return;
  }
  port.from += bytes;
  if (port.from === used(frame)) arm(port);
}

export function endPort(port: Port): void {
  closePort(port);
  stopTimer(port);
}

/** The MAC address without its colons: with "catnap-" before it a client id of 19 characters, of 23 that all take. */
export function identity(_port: Port): string {
  const mac = Net.get("MAC") ?? "";
  let id = "";
  for (let at = 0; at < mac.length; at += 1) {
    const char = mac.slice(at, at + 1);
    if (char !== ":") id += char;
  }
  return id;
}
