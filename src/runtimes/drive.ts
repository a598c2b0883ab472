/*
 * Drives a client over a port: opens and closes the transport as the link wants it, hands frames over one
 * at a time, passes on what the port tells, and sets the one timer.
 * Used by the public face and by a station's run; not here: anything that either adds.
 */
import type { Chunk } from "#bytes";
import { closePort, endPort, openPort, portNowMs, sendFrame, wakeAt } from "#port";
import type { Port } from "#port";
import { closed, opened, sent, tick } from "../client/connection.ts";
import { dueMs } from "../client/keepalive.ts";
import { Link } from "../client/link.ts";
import { received } from "../client/receive.ts";
import { nextFrame } from "../client/send.ts";
import type { Client } from "../client/state.ts";
import { Cause } from "../client/status.ts";
import { Sending } from "./port.ts";

/** Where the broker is. */
export interface Address {
  host: string;
  port: number;
  isSecure: boolean;
}

export interface Drive {
  client: Client;
  port: Port;
  address: Address;
  /** The port was told to open and neither told nor was told of an end. */
  hasTransport: boolean;
  /** The port was too busy for the client's frame. */
  isHeld: boolean;
}

/** Bring everything up to date; called after each event and each call of the user. */
export function pump(drive: Drive): number {
  const client = drive.client;
  closeIfLost(drive);
  tick(client, portNowMs(drive.port));
  closeIfLost(drive);
  if (client.link === Link.Opening && !drive.hasTransport) {
    drive.hasTransport = true;
    openPort(drive.port, drive.address.host, drive.address.port, drive.address.isSecure);
  }
  write(drive);
  closeIfLost(drive);
  return dueMs(client);
}

/** The pump of a library user, whose only deadlines are the client's own. */
export function pumpAndWait(drive: Drive): void {
  const dueAtMs = pump(drive);
  if (drive.client.link === Link.Down) endPort(drive.port);
  else wakeAt(drive.port, dueAtMs);
}

function closeIfLost(drive: Drive): void {
  if (drive.client.link > Link.Waiting || !drive.hasTransport) return;
  drive.hasTransport = false;
  drive.isHeld = false;
  closePort(drive.port);
}

function write(drive: Drive): void {
  const client = drive.client;
  if (!drive.isHeld && nextFrame(client, portNowMs(drive.port)) === 0) return;
  const sending = sendFrame(drive.port, client.tx);
  drive.isHeld = sending === Sending.Busy;
  if (sending === Sending.Dead) closed(client, Cause.Reset, portNowMs(drive.port));
}

export function driveOpened(drive: Drive): void {
  opened(drive.client, portNowMs(drive.port));
}

export function driveReceived(drive: Drive, chunk: Chunk): void {
  received(drive.client, chunk, portNowMs(drive.port));
}

export function driveSent(drive: Drive): void {
  if (!drive.isHeld) sent(drive.client, portNowMs(drive.port));
}

export function driveClosed(drive: Drive, cause: Cause): void {
  drive.hasTransport = false;
  drive.isHeld = false;
  closed(drive.client, cause, portNowMs(drive.port));
}
