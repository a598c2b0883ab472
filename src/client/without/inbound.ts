/*
 * Stands in for inbound.ts in a client that only publishes: the same names, no subscriptions, no messages.
 * A message that comes all the same, from an older session, is passed over and not acknowledged.
 */
import { Packet } from "#protocol";
import type { MessageHandler } from "../options.ts";
import { Decoded, Part, skip } from "../reader.ts";
import type { Decoder } from "../reader.ts";
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

/** Read a PUBLISH to its end, without a look at what it says. */
export function messageNext(decoder: Decoder): number {
  if (!skip(decoder, 0)) return Decoded.NeedMore;
  decoder.part = Part.First;
  return Packet.Publish;
}

export function takeInbound(client: Client, type: Packet): Reason {
  if (type === Packet.Publish) client.counters.skipped += 1;
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
