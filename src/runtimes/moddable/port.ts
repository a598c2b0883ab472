/*
 * The outside as Moddable XS has it: ECMA-419 sockets, one timer, the network's MAC address. No buses yet.
 * TLS is the socket that the program has put into `device.network.mqtts`, as for Moddable's own MQTT client: a
 * board without it must not carry it. Its authorities stand in the program's manifest, not in Secrets.
 * Not here: bytes (bytes.ts).
 * Source: ECMA-419, section 11.3; Moddable SDK 8, modules/io/socket/lwip/tcp.c, examples/io/tcp/tlssocket.
 */
import TCP from "embedded:io/socket/tcp";
import type { SecureProvider, Socket, SocketOptions } from "embedded:io/socket/tcp";
import Net from "net";
import Time from "time";
import Timer from "timer";
import type { TimerId } from "timer";
import { begin, chunkBytes, chunkOf, makeMemory, piece, putChunk, take, used } from "#bytes";
import type { Chunk, Frame, Memory, NativeBuffer } from "#bytes";
import { Clock, elapsedMs, isDue } from "../../client/clock.ts";
import { Cause, Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import { Sending } from "../port.ts";
import type { Place, PortEvents, PortModule, Secrets } from "../port.ts";

const enum Size {
  /** A chunk. Larger ones are read in several. */
  ReadBytes = 128,
  /** How long the other side may take to read what was accepted before a close. */
  LingerMs = 2000,
}

/** One attempt to connect, and what becomes of it. */
interface Transport {
  /** Undefined once the port has closed it: it may still have to write, but tells nothing any more. */
  port: Port | undefined;
  /** Undefined while the name is looked up, and in the end. */
  socket: Socket | undefined;
  isSecure: boolean;
  isOpen: boolean;
  /** What may be written until onWritable says more. */
  creditBytes: number;
  /** What was accepted and not yet told as sent, written up to `from`. */
  frame: Frame | undefined;
  from: number;
  timer: TimerId | undefined;
}

export interface Port {
  secrets: Secrets;
  events: PortEvents<unknown> | undefined;
  owner: unknown;
  transport: Transport | undefined;
  /** Where received bytes are put, chunk after chunk. */
  store: Memory;
  timer: TimerId | undefined;
}

export function makePort(secrets: Secrets): Port {
  return {
    secrets,
    events: undefined,
    owner: undefined,
    transport: undefined,
    store: makeMemory(Size.ReadBytes),
    timer: undefined,
  };
}

export function bindPort<Owner>(port: Port, events: PortEvents<Owner>, owner: Owner): void {
  port.events = events as PortEvents<unknown>;
  port.owner = owner;
}

export function openPort(port: Port, host: string, number: number, isSecure: boolean): void {
  const transport: Transport = {
    port,
    socket: undefined,
    isSecure,
    isOpen: false,
    creditBytes: 0,
    frame: undefined,
    from: 0,
    timer: undefined,
  };
  port.transport = transport;
  if (isAddress(host)) connectTo(transport, host, host, number);
  else
    Net.resolve(host, (_name, address) => {
      if (transport.port === undefined) return;
      if (address === undefined) loseSoon(transport, Cause.UnknownHost);
      else connectTo(transport, host, address, number);
    });
}

/** Whether a host is an address already: "192.168.1.2", "fe80::1". */
function isAddress(host: string): boolean {
  if (host.indexOf(":") >= 0) return true;
  for (let at = 0; at < host.length; at += 1) {
    if ("0123456789.".indexOf(host.slice(at, at + 1)) < 0) return false;
  }
  return true;
}

function connectTo(transport: Transport, host: string, address: string, number: number): void {
  const provider = secureProvider(transport);
  if (transport.isSecure && provider === undefined) {
    loseSoon(transport, Cause.Untrusted);
    return;
  }
  const options: SocketOptions = {
    address,
    host,
    port: number,
    nodelay: true,
    onReadable: (bytes) => socketReadable(transport, bytes),
    onWritable: (bytes) => socketWritable(transport, bytes),
    onError: () => socketLost(transport),
  };
  try {
    if (provider === undefined) transport.socket = new TCP(options);
    else {
      options.TCP = provider.TCP;
      transport.socket = new provider.io(options);
    }
  } catch {
    // No memory, or no network: XS throws what it cannot begin.
    loseSoon(transport, Cause.Unreachable);
  }
}

/** Undefined where there is no TLS, or not with certificates of the caller's: XS wants them in its own form. */
function secureProvider(transport: Transport): SecureProvider | undefined {
  if (!transport.isSecure || transport.port === undefined) return undefined;
  const secrets = transport.port.secrets;
  if (secrets.ca !== "" || secrets.cert !== "" || typeof device === "undefined") return undefined;
  if (device.network === undefined || device.network.mqtts === undefined) return undefined;
  return device.network.mqtts.socket;
}

/** Tell the end from the top of the event loop. */
function loseSoon(transport: Transport, cause: Cause): void {
  transport.timer = Timer.set(() => {
    transport.timer = undefined;
    lose(transport, cause);
  });
}

function lose(transport: Transport, cause: Cause): void {
  const port = transport.port;
  end(transport);
  if (port === undefined) return;
  port.transport = undefined;
  if (port.events !== undefined) port.events.closed(port.owner, cause);
}

/** Nothing is written, read or told after this. */
function end(transport: Transport): void {
  const socket = transport.socket;
  if (transport.timer !== undefined) Timer.clear(transport.timer);
  transport.timer = undefined;
  transport.port = undefined;
  transport.socket = undefined;
  transport.frame = undefined;
  transport.isOpen = false;
  if (socket !== undefined) socket.close();
}

function socketLost(transport: Transport): void {
  // XS has one event for all of it: after a connection a close in order is by far the most frequent.
  if (transport.isOpen) lose(transport, Cause.Ended);
  else lose(transport, transport.isSecure ? Cause.Untrusted : Cause.Unreachable);
}

function socketWritable(transport: Transport, bytes: number): void {
  transport.creditBytes = bytes;
  const port = transport.port;
  if (transport.isOpen || port === undefined) {
    writeRest(transport);
    return;
  }
  transport.isOpen = true;
  if (port.events !== undefined) port.events.opened(port.owner);
}

/** The owner may close while it is told; what is left then is read all the same, or lwIP would reset. */
function socketReadable(transport: Transport, bytes: number): void {
  const port = transport.port;
  let left = bytes;
  while (left > 0 && port !== undefined) {
    const chunk = readChunk(transport, port.store, left);
    if (chunk === undefined || chunkBytes(chunk) === 0) return;
    left -= chunkBytes(chunk);
    if (transport.port !== undefined && port.events !== undefined) port.events.received(port.owner, chunk);
  }
}

function readChunk(transport: Transport, store: Memory, most: number): Chunk | undefined {
  const socket = transport.socket;
  if (socket === undefined) return undefined;
  // Moddable's TLS socket gives a buffer of its own only.
  if (transport.isSecure) {
    const buffer = socket.read(most);
    return buffer === undefined ? undefined : chunkOf(buffer as NativeBuffer);
  }
  const chunk = most < Size.ReadBytes ? piece(store, 0, most) : store;
  return socket.read(chunk) === undefined ? undefined : chunk;
}

export function sendFrame(port: Port, frame: Frame): Sending {
  const transport = port.transport;
  if (transport === undefined || !transport.isOpen) return Sending.Dead;
  if (transport.frame !== undefined) return Sending.Busy;
  transport.frame = frame;
  transport.from = 0;
  writeRest(transport);
  return Sending.Accepted;
}

/** Write as much as there is credit for; the rest goes out when onWritable says so. */
function writeRest(transport: Transport): void {
  const frame = transport.frame;
  const socket = transport.socket;
  if (frame === undefined || socket === undefined || transport.from === used(frame)) return;
  const bytes = Math.min(used(frame) - transport.from, transport.creditBytes);
  if (bytes <= 0) return;
  const chunk = take(frame);
  const isWhole = bytes === chunkBytes(chunk);
  try {
    socket.write(isWhole ? chunk : piece(chunk, transport.from, transport.from + bytes));
  } catch {
    // "would block": nothing was written, and onWritable comes when there is room.
    transport.creditBytes = 0;
    return;
  }
  transport.creditBytes -= bytes;
  transport.from += bytes;
  if (transport.from === used(frame)) written(transport);
}

function written(transport: Transport): void {
  if (transport.port === undefined) end(transport);
  else transport.timer = Timer.set(() => tellSent(transport));
}

function tellSent(transport: Transport): void {
  const port = transport.port;
  transport.timer = undefined;
  transport.frame = undefined;
  if (port !== undefined && port.events !== undefined) port.events.sent(port.owner);
}

export function closePort(port: Port): void {
  const transport = port.transport;
  if (transport === undefined) return;
  port.transport = undefined;
  const frame = transport.frame;
  if (frame === undefined || transport.from === used(frame)) {
    end(transport);
    return;
  }
  // A copy: after a close the frame is filled again, while this socket still waits for room.
  const rest = begin(used(frame) - transport.from);
  putChunk(rest, take(frame), transport.from, used(frame));
  transport.port = undefined;
  transport.frame = rest;
  transport.from = 0;
  transport.timer = Timer.set(() => end(transport), Size.LingerMs);
}

export function portNowMs(_port: Port): number {
  // The remainder of a negative number is negative.
  return ((Time.ticks % Clock.WrapMs) + Clock.WrapMs) % Clock.WrapMs;
}

export function wakeAt(port: Port, dueMs: number): void {
  stopTimer(port);
  const nowMs = portNowMs(port);
  const waitMs = isDue(dueMs, nowMs) ? 0 : elapsedMs(nowMs, dueMs);
  port.timer = Timer.set(() => {
    port.timer = undefined;
    if (port.events !== undefined) port.events.wake(port.owner);
  }, waitMs);
}

function stopTimer(port: Port): void {
  if (port.timer !== undefined) Timer.clear(port.timer);
  port.timer = undefined;
}

export function endPort(port: Port): void {
  stopTimer(port);
  closePort(port);
}

export function transfer(_port: Port, _place: Place, _step: Step, _memory: Memory): Status {
  return Status.Unsupported;
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
