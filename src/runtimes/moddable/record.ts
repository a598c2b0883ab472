/*
 * What the port of Moddable XS knows, and how it tells. Not here: who changes it (port.ts, alarm.ts).
 */
import type { Socket } from "embedded:io/socket/tcp";
import type { TimerId } from "timer";
import type WiFi from "wifi";
import { makeMemory } from "#bytes";
import type { Chunk, Frame, Memory } from "#bytes";
import type { Cause } from "../../client/status.ts";
import type { Wifi } from "../board.ts";
import { PortEvent } from "../port.ts";
import type { Listener, Secrets } from "../port.ts";

export const enum Size {
  /** A chunk. Larger ones are read in several. */
  ReadBytes = 128,
}

/** The timer knows whose it is. */
export interface OwnTimer extends TimerId {
  port: Port;
}

/** A pin whose falling edges are counted, as long as it is open. */
export interface Counter {
  pin: number;
  count: number;
  io: ModdableDigital | undefined;
}

export interface Port {
  secrets: Secrets | undefined;
  listener: Listener<unknown> | undefined;
  owner: unknown;
  /** Undefined while the name is looked up, and in the end. */
  socket: Socket | undefined;
  /** Counts openings and closings: a name may be found after it was given up. */
  turn: number;
  isOpen: boolean;
  /** What may be written until onWritable says more. */
  creditBytes: number;
  /** What was accepted and not yet told as sent, written up to `from`. */
  frame: Frame | undefined;
  from: number;
  /** A failure that was met inside of a call, and is told from the timer. */
  failure: Cause | undefined;
  /** Where received bytes are put, chunk after chunk. */
  store: Memory;
  /** One for all until endPort: every new timer would be garbage later. */
  timer: OwnTimer | undefined;
  isWaiting: boolean;
  dueMs: number;
  /** What is joined, or to be joined; the next two mean something only then. */
  network?: Wifi | undefined;
  isJoined?: boolean;
  /** The attempt under way relies on a hint. */
  isHinted?: boolean;
  radio?: WiFi;
  /** It began because a deep sleep ended; undefined until somebody asks. */
  hasSlept?: boolean;
  /** From the first pin on that is counted: a field costs each port a slot. */
  counters?: Counter[];
}

export function makePort(secrets: Secrets | undefined): Port {
  return {
    secrets,
    listener: undefined,
    owner: undefined,
    socket: undefined,
    turn: 0,
    isOpen: false,
    creditBytes: 0,
    frame: undefined,
    from: 0,
    failure: undefined,
    store: makeMemory(Size.ReadBytes),
    timer: undefined,
    isWaiting: false,
    dueMs: 0,
  };
}

export function bindPort<Owner>(port: Port, listener: Listener<Owner>, owner: Owner): void {
  port.listener = listener as Listener<unknown>;
  port.owner = owner;
}

export function tellOwner(port: Port, event: PortEvent, detail: Chunk | Cause): void {
  (port.listener as Listener<unknown>)(port.owner, event, detail);
}

/** What was told as sent is with the network stack, which still delivers it. */
export function closePort(port: Port): void {
  const socket = port.socket;
  port.turn += 1;
  port.isOpen = false;
  port.socket = undefined;
  port.frame = undefined;
  port.failure = undefined;
  if (socket !== undefined) socket.close();
}

/** The transport is gone. */
export function lose(port: Port, cause: Cause): void {
  closePort(port);
  tellOwner(port, PortEvent.Closed, cause);
}
