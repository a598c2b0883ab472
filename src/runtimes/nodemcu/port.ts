/*
 * The outside as NodeMCU has it: net and tls sockets, one tmr object, i2c. Not here: joining a network (wifi is
 * the program's own), setting up a bus (i2c.setup, before the first transfer).
 * Source: NodeMCU 3.0, app/modules/net.c and tls.c; causes from app/include/lwip/err.h.
 */
import { take } from "#bytes";
import type { Frame, Memory } from "#bytes";
import { chunkBytes, putMemory } from "#bytes";
import { elapsedMs, isDue } from "../../client/clock.ts";
import { Cause, Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import { Sending } from "../port.ts";
import type { Place, PortEvents, PortModule, Secrets } from "../port.ts";
import { makeTickClock, readTicks } from "./clock.ts";
import type { TickClock } from "./clock.ts";

export interface Port {
  secrets: Secrets;
  events: PortEvents<unknown> | undefined;
  owner: unknown;
  socket: NodeMcuSocket | undefined;
  isSecure: boolean;
  isOpen: boolean;
  isSending: boolean;
  /** A failure that was met inside of a call, and is told from the timer. */
  failure: Cause | undefined;
  timer: NodeMcuTimer;
  clock: TickClock;
  isWaiting: boolean;
  dueMs: number;
}

const enum Alarm {
  LeastMs = 1,
  /** Often enough to count every wrap of tmr.now, even when nobody waits for anything. */
  MostMs = 1500000,
}

/** The bus that every step is for. */
const enum Bus {
  I2c = 0,
}

export function makePort(secrets: Secrets): Port {
  const port: Port = {
    secrets,
    events: undefined,
    owner: undefined,
    socket: undefined,
    isSecure: false,
    isOpen: false,
    isSending: false,
    failure: undefined,
    timer: tmr.create(),
    clock: makeTickClock(tmr.now()),
    isWaiting: false,
    dueMs: 0,
  };
  port.timer.register(Alarm.MostMs, tmr.ALARM_SEMI, () => alarmed(port));
  port.timer.start();
  return port;
}

export function bindPort<Owner>(port: Port, events: PortEvents<Owner>, owner: Owner): void {
  port.events = events as PortEvents<unknown>;
  port.owner = owner;
}

export function openPort(port: Port, host: string, number: number, isSecure: boolean): void {
  port.isOpen = false;
  port.isSending = false;
  port.isSecure = isSecure;
  port.failure = undefined;
  try {
    if (isSecure) trust(port.secrets);
    const socket =
      isSecure && tls !== undefined
        ? tls.createConnection()
        : net.createConnection(net.TCP, isSecure ? 1 : 0);
    port.socket = socket;
    listen(port, socket);
    socket.connect(number, host);
  } catch {
    failLater(port, isSecure && port.socket === undefined ? Cause.Untrusted : Cause.Unreachable);
  }
}

/** Raises an error for what is no certificate, and for a firmware without tls. */
function trust(secrets: Secrets): void {
  const cert = (tls as NodeMcuTls).cert;
  if (secrets.ca !== "") cert.verify(secrets.ca);
  if (secrets.cert !== "") cert.auth(secrets.cert, secrets.key);
}

/** What comes from a socket that was given up in the meantime is nobody's. */
function listen(port: Port, socket: NodeMcuSocket): void {
  socket.on("dns", (_socket, address) => {
    // Else the firmware would call the broadcast address.
    if (port.socket === socket && address === undefined) failLater(port, Cause.UnknownHost);
  });
  socket.on("connection", () => {
    if (port.socket !== socket) return;
    port.isOpen = true;
    if (port.events !== undefined) port.events.opened(port.owner);
  });
  socket.on("receive", (_socket, bytes) => {
    if (port.socket === socket && port.events !== undefined)
      port.events.received(port.owner, bytes as string);
  });
  socket.on("sent", () => {
    if (port.socket !== socket) return;
    port.isSending = false;
    if (port.events !== undefined) port.events.sent(port.owner);
  });
  socket.on("disconnection", (_socket, code) => {
    if (port.socket === socket) lost(port, causeOf(port, code));
  });
  // Here come the failures, of tls as text, of net as a number of lwIP.
  socket.on("reconnection", (_socket, code) => {
    if (port.socket === socket) lost(port, causeOf(port, code));
  });
}

function causeOf(port: Port, code: string | number | undefined): Cause {
  if (port.isOpen) return code === undefined || code === 0 ? Cause.Ended : Cause.Reset;
  return code === "SSL handshake failed" ? Cause.Untrusted : Cause.Unreachable;
}

function lost(port: Port, cause: Cause): void {
  forget(port);
  if (port.events !== undefined) port.events.closed(port.owner, cause);
}

function forget(port: Port): void {
  port.socket = undefined;
  port.isOpen = false;
  port.failure = undefined;
}

function failLater(port: Port, cause: Cause): void {
  closePort(port);
  port.failure = cause;
  arm(port);
}

export function sendFrame(port: Port, frame: Frame): Sending {
  const socket = port.socket;
  if (socket === undefined || !port.isOpen) return Sending.Dead;
  if (port.isSending) return Sending.Busy;
  port.isSending = true;
  try {
    socket.send(take(frame));
  } catch {
    port.isSending = false;
    return Sending.Dead;
  }
  return Sending.Accepted;
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

export function portNowMs(port: Port): number {
  return readTicks(port.clock, tmr.now());
}

export function wakeAt(port: Port, dueMs: number): void {
  port.dueMs = dueMs;
  port.isWaiting = true;
  arm(port);
}

/** Set the timer to what is waited for, or only to count the wraps of tmr.now. */
function arm(port: Port): void {
  const nowMs = portNowMs(port);
  let waitMs: number = Alarm.MostMs;
  if (port.isWaiting) {
    const leftMs = isDue(port.dueMs, nowMs) ? 0 : elapsedMs(nowMs, port.dueMs);
    if (leftMs < waitMs) waitMs = leftMs;
  }
  if (port.failure !== undefined || waitMs < Alarm.LeastMs) waitMs = Alarm.LeastMs;
  port.timer.stop();
  port.timer.interval(waitMs);
  port.timer.start();
}

function alarmed(port: Port): void {
  const failure = port.failure;
  if (failure !== undefined) lost(port, failure);
  else if (port.isWaiting && isDue(port.dueMs, portNowMs(port))) {
    port.isWaiting = false;
    if (port.events !== undefined) port.events.wake(port.owner);
  }
  arm(port);
}

export function endPort(port: Port): void {
  closePort(port);
  port.isWaiting = false;
  arm(port);
}

export function transfer(_port: Port, place: Place, step: Step, memory: Memory): Status {
  if (i2c === undefined) return Status.Unsupported;
  i2c.start(Bus.I2c);
  let isThere = i2c.address(Bus.I2c, place.address, i2c.TRANSMITTER);
  if (isThere && step.write.length > 0) i2c.write(Bus.I2c, step.write);
  if (isThere && step.readBytes > 0) {
    i2c.start(Bus.I2c);
    isThere = i2c.address(Bus.I2c, place.address, i2c.RECEIVER);
    if (isThere) {
      const bytes = i2c.read(Bus.I2c, step.readBytes);
      if (chunkBytes(bytes) === step.readBytes) putMemory(memory, step.at, bytes);
    }
  }
  i2c.stop(Bus.I2c);
  return isThere ? Status.Ok : Status.Absent;
}

export function identity(_port: Port): string {
  return string.format("%06x", node.chipid());
}

({
  makePort,
  bindPort,
  openPort,
  sendFrame,
  closePort,
  portNowMs,
  wakeAt,
  endPort,
  transfer,
  identity,
}) satisfies PortModule<Port>;
