/*
 * What the port of NodeMCU knows, and how it tells. Not here: who changes it (port.ts, alarm.ts).
 */
import type { Chunk } from "#bytes";
import type { Cause } from "../../client/status.ts";
import type { Wifi } from "../board.ts";
import { PortEvent } from "../port.ts";
import type { Listener, Secrets } from "../port.ts";
import type { TickClock } from "./clock.ts";

export interface Port {
  secrets: Secrets | undefined;
  listener: Listener<unknown> | undefined;
  owner: unknown;
  socket: NodeMcuSocket | undefined;
  /** Counts sockets: what comes from an earlier one is nobody's. */
  turn: number;
  isOpen: boolean;
  /** What is sent now, which tls reads until it is "sent", and what is not sent yet. */
  part: string;
  rest: string;
  /** A failure that was met inside of a call, and is told from the timer. */
  failure: Cause | undefined;
  timer: NodeMcuTimer;
  clock: TickClock;
  isWaiting: boolean;
  dueMs: number;
  /** What is joined, or to be joined; the rest of it means something only then. */
  network?: Wifi | undefined;
  isJoined?: boolean;
  /** The attempt under way relies on a hint. */
  isHinted?: boolean;
  /** Channel and BSSID, as the hint has them. */
  found?: Chunk;
  /** Seconds since 1970 at a reading of the clock. */
  toldS?: number;
  toldMs?: number;
  /** Falling edges, by the firmware's number of a pin; from the first pin on that is counted. */
  pulses?: Record<number, number | undefined>;
}

export function bindPort<Owner>(port: Port, listener: Listener<Owner>, owner: Owner): void {
  port.listener = listener as Listener<unknown>;
  port.owner = owner;
}

export function tellOwner(port: Port, event: PortEvent, detail: Chunk | Cause): void {
  (port.listener as Listener<unknown>)(port.owner, event, detail);
}

/** The transport is gone. */
export function lost(port: Port, cause: Cause): void {
  forget(port);
  tellOwner(port, PortEvent.Closed, cause);
}

/** Nothing of the socket is wanted any more. */
export function forget(port: Port): void {
  port.socket = undefined;
  port.turn += 1;
  port.isOpen = false;
  port.rest = "";
  port.failure = undefined;
}
