/*
 * Drives a client over a port: opens and closes the transport as the link wants it, hands frames over one
 * at a time, passes on what the port tells, and sets the one timer.
 * Used by the public face and by a station's run; not here: anything that either adds.
 */
import type { Chunk } from "#bytes";
import { closePort, endPort, openPort, portNowMs, sendFrame, wakeAt } from "#port";
import type { Port } from "#port";
import { isDue } from "../client/clock.ts";
import { closed, opened, sent, tick } from "../client/connection.ts";
import { dueMs } from "../client/keepalive.ts";
import { Link } from "../client/link.ts";
import { received } from "../client/receive.ts";
import { nextFrame } from "../client/send.ts";
import type { Client } from "../client/state.ts";
import { Cause } from "../client/status.ts";
import { PortEvent } from "./port.ts";

/** Where the broker is. */
export interface Address {
  host: string;
  /** 1883, or 8883 with isSecure. */
  port?: number | undefined;
  isSecure?: boolean | undefined;
}

export interface Drive {
  client: Client;
  port: Port;
  address: Address;
  /** The port was told to open and neither told nor was told of an end. */
  hasTransport: boolean;
  /** What the timer is set to, while it is set. */
  wakeMs: number;
  isTimerSet: boolean;
}

/** Bring everything up to date, and answer when to do so again; called after each event and most calls of the user. */
export function pump(drive: Drive): number {
  // Before the time passes, lest a link be lost and wanted again in between.
  follow(drive);
  tick(drive.client, portNowMs(drive.port));
  return flush(drive);
}

/** The part of it that a publish needs: write what waits. */
export function flush(drive: Drive): number {
  const client = drive.client;
  const nowMs = portNowMs(drive.port);
  follow(drive);
  if (nextFrame(client, nowMs) > 0 && !sendFrame(drive.port, client.tx)) closed(client, Cause.Reset, nowMs);
  follow(drive);
  return dueMs(client);
}

/** Open a transport that the link wants, close one that it does not want any more. */
function follow(drive: Drive): void {
  const isWanted = drive.client.link > Link.Waiting;
  if (isWanted === drive.hasTransport) return;
  const address = drive.address;
  const isSecure = address.isSecure === true;
  drive.hasTransport = isWanted;
  if (!isWanted) closePort(drive.port);
  else openPort(drive.port, address.host, address.port ?? (isSecure ? 8883 : 1883), isSecure);
}

/** Be woken at this time at the latest. A timer that is set to an earlier one stays: a wake too many is harmless. */
export function waitUntil(drive: Drive, dueAtMs: number): void {
  if (drive.isTimerSet && isDue(drive.wakeMs, dueAtMs)) return;
  drive.isTimerSet = true;
  drive.wakeMs = dueAtMs;
  wakeAt(drive.port, dueAtMs);
}

/** Nothing is wanted any more. */
export function rest(drive: Drive): void {
  drive.isTimerSet = false;
  endPort(drive.port);
}

/** Pass on what the port tells. */
export function driveTold(drive: Drive, event: PortEvent, detail: Chunk | Cause): void {
  const client = drive.client;
  const nowMs = portNowMs(drive.port);
  if (event === PortEvent.Received) received(client, detail as Chunk, nowMs);
  else if (event === PortEvent.Sent) sent(client, nowMs);
  else if (event === PortEvent.Opened) opened(client, nowMs);
  else if (event === PortEvent.Wake) drive.isTimerSet = false;
  else {
    drive.hasTransport = false;
    closed(client, detail as Cause, nowMs);
  }
}
