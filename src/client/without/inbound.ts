/*
 * Stands in for inbound.ts in a client that only publishes: the same names, no subscriptions, no messages.
 * A message that comes all the same, from an older session, is passed over and not acknowledged.
 */
import type { Packet } from "#protocol";
import type { MessageHandler } from "../options.ts";
import type { Client } from "../state.ts";
import { Reason, Status } from "../status.ts";

/** Nothing is kept. */
export type Inbound = undefined;

export function makeInbound(_subscriptionCount: number, _pubackLimit: number): Inbound {
  return undefined;
}

export function isInboundId(_inbound: Inbound, _packetId: number): boolean {
  return false;
}

export function isInboundAsked(_inbound: Inbound): boolean {
  return false;
}

/** PUBACKs that are not yet written. */
export function pubacksOwed(_inbound: Inbound): number {
  return 0;
}

export function inboundLost(_client: Client): void {}

export function sessionAbsent(_client: Client): void {}

export function putPubacks(_client: Client): void {}

export function needsFilters(_client: Client, _type: Packet): boolean {
  return false;
}

export function putFilters(_client: Client, _type: Packet, _packetId: number): void {}

export function takeInbound(client: Client, _type: Packet): Reason {
  client.decoder.isSkipped = true;
  if (client.decoder.remaining === 0) client.counters.skipped += 1;
  return Reason.None;
}

export function subscribe(
  _client: Client,
  _filter: string,
  _qos: number,
  _handler: MessageHandler | undefined,
): Status {
  return Status.Unsupported;
}

export function unsubscribe(_client: Client, _filter: string): Status {
  return Status.Unsupported;
}
