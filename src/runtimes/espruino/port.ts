/*
 * The outside as Espruino has it: sockets of require("net") and require("tls"), one timer, the first I2C bus.
 * Its TLS encrypts and does not verify: any certificate is taken, whatever the secrets say (2v29, network_mbedtls).
 * Source: Espruino 2v29, libs/network/socketserver.c.
 */
import { putMemory, take } from "#bytes";
import type { Frame, Memory } from "#bytes";
import { Clock, elapsedMs, isDue } from "../../client/clock.ts";
import { Cause, Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import { Sending } from "../port.ts";
import type { Place, PortEvents, Secrets } from "../port.ts";

/** Built in: the bundler leaves it alone. */
declare function require(name: "net" | "tls"): EspruinoNet;

export interface Port {
  secrets: Secrets;
  events: PortEvents<unknown> | undefined;
  owner: unknown;
  /** Undefined from the moment on that nothing of it is wanted any more. */
  socket: EspruinoSocket | undefined;
  isOpen: boolean;
  isSending: boolean;
  /** Why `closed` will be told. */
  cause: Cause;
  /** Undefined when it is not running: clearTimeout complains about one that has ended. */
  timer: number | undefined;
  /** Tells that connect threw. */
  refusal: number | undefined;
}

/** libs/network/socketerrors.h. */
const enum SocketError {
  Timeout = -3,
  NoRoute = -4,
  NotFound = -6,
  NoConnection = -11,
  Handshake = -13,
  Certificate = -14,
}

export function makePort(secrets: Secrets): Port {
  return {
    secrets,
    events: undefined,
    owner: undefined,
    socket: undefined,
    isOpen: false,
    isSending: false,
    cause: Cause.Ended,
    timer: undefined,
    refusal: undefined,
  };
}

export function bindPort<Owner>(port: Port, events: PortEvents<Owner>, owner: Owner): void {
  port.events = events as PortEvents<unknown>;
  port.owner = owner;
}

export function openPort(port: Port, host: string, number: number, isSecure: boolean): void {
  port.isOpen = false;
  port.isSending = false;
  port.cause = Cause.Ended;
  try {
    port.socket = connectSocket(port.secrets, host, number, isSecure);
    listen(port, port.socket);
  } catch (error) {
    // Also without Wi-Fi, and without TLS in this build.
    port.cause = String(error).indexOf("locate") < 0 ? Cause.Unreachable : Cause.UnknownHost;
    port.refusal = setTimeout(refused, 0, port);
  }
}

/** On ESP32 this blocks until the broker has answered or not. */
function connectSocket(secrets: Secrets, host: string, number: number, isSecure: boolean): EspruinoSocket {
  const address: EspruinoAddress = { host, port: number };
  if (!isSecure) return require("net").connect(address, ignore);
  if (secrets.ca !== "") address.ca = secrets.ca;
  if (secrets.cert !== "") address.cert = secrets.cert;
  if (secrets.key !== "") address.key = secrets.key;
  return require("tls").connect(address, ignore);
}

/** A drain follows the connection, and it alone says that nothing is under way. */
function ignore(): void {}

function listen(port: Port, socket: EspruinoSocket): void {
  socket.on("data", (bytes) => {
    if (port.socket === socket && port.events !== undefined) port.events.received(port.owner, bytes);
  });
  socket.on("drain", () => {
    if (port.socket === socket) drained(port);
  });
  socket.on("error", (error) => {
    if (port.socket === socket) port.cause = causeOf(error.code);
  });
  socket.on("close", () => {
    if (port.socket === socket) gone(port);
  });
}

/** What was written is with the network stack; the first time nothing was, and the connection is new. */
function drained(port: Port): void {
  const events = port.events;
  const wasOpen = port.isOpen;
  const wasSending = port.isSending;
  port.isOpen = true;
  port.isSending = false;
  if (events === undefined) return;
  if (!wasOpen) events.opened(port.owner);
  else if (wasSending) events.sent(port.owner);
}

function causeOf(code: number): Cause {
  switch (code) {
    case SocketError.Timeout:
    case SocketError.NoRoute:
    case SocketError.NoConnection:
      return Cause.Unreachable;
    case SocketError.NotFound:
      return Cause.UnknownHost;
    case SocketError.Handshake:
    case SocketError.Certificate:
      return Cause.Untrusted;
    default:
      return Cause.Reset;
  }
}

function refused(port: Port): void {
  port.refusal = undefined;
  gone(port);
}

function gone(port: Port): void {
  port.socket = undefined;
  if (port.events !== undefined) port.events.closed(port.owner, port.cause);
}

export function sendFrame(port: Port, frame: Frame): Sending {
  const socket = port.socket;
  if (socket === undefined || !port.isOpen) return Sending.Dead;
  if (port.isSending) return Sending.Busy;
  try {
    socket.write(take(frame));
  } catch {
    // Closed a moment ago, and not yet told.
    return Sending.Dead;
  }
  port.isSending = true;
  return Sending.Accepted;
}

export function closePort(port: Port): void {
  const socket = port.socket;
  port.socket = undefined;
  if (port.refusal !== undefined) clearTimeout(port.refusal);
  port.refusal = undefined;
  if (socket !== undefined) socket.end();
}

/** Jumps when somebody sets the clock, as Espruino's own timers do: it has no other. Set it before connect. */
export function portNowMs(_port: Port): number {
  return Math.floor(getTime() * 1000) % Clock.WrapMs;
}

export function wakeAt(port: Port, dueMs: number): void {
  const nowMs = portNowMs(port);
  stopTimer(port);
  port.timer = setTimeout(woken, isDue(dueMs, nowMs) ? 0 : elapsedMs(nowMs, dueMs), port);
}

function woken(port: Port): void {
  port.timer = undefined;
  if (port.events !== undefined) port.events.wake(port.owner);
}

function stopTimer(port: Port): void {
  if (port.timer !== undefined) clearTimeout(port.timer);
  port.timer = undefined;
}

export function endPort(port: Port): void {
  stopTimer(port);
  closePort(port);
}

export function transfer(_port: Port, place: Place, step: Step, memory: Memory): Status {
  if (typeof I2C1 === "undefined") return Status.Unsupported;
  try {
    if (step.write.length > 0) I2C1.writeTo(place.address, step.write);
    if (step.readBytes === 0) return Status.Ok;
    const bytes = E.toString(I2C1.readFrom(place.address, step.readBytes));
    if (bytes === undefined) return Status.Full;
    putMemory(memory, step.at, bytes);
    return Status.Ok;
  } catch {
    return Status.Absent;
  }
}

export function identity(_port: Port): string {
  return getSerial();
}
