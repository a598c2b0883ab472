/*
 * Stands in for inbound.ts in a client that only publishes: the same names, no subscriptions, no messages.
 * A message that comes all the same, from an older session, is passed over and not acknowledged.
 */
import type { Chunk } from "#bytes";
import type { Packet } from "#protocol";
import { count } from "#report";
import { expectPacket, expectPart, Part } from "../decoder.ts";
import type { Decoder } from "../decoder.ts";
import type { MessageHandler } from "../options.ts";
import type { Client } from "../state.ts";
import { Reason, Status } from "../status.ts";

/** Nothing is kept. */
export type Inbound = undefined;

export function addInbound(_client: Client): void {}

export function isInboundId(_inbound: Inbound, _packetId: number): boolean {
  return false;
}

export function isInboundAsked(_inbound: Inbound): boolean {
  return false;
}

/** Whether something is to be written. */
export function isInboundDue(_inbound: Inbound): boolean {
  return false;
}

/** PUBACKs that are not yet written. */
export function pubacksOwed(_inbound: Inbound): number {
  return 0;
}

export function inboundLost(_client: Client): void {}

export function sessionAbsent(_client: Client): void {}

export function putPubacks(_client: Client): void {}

export function putFilters(_client: Client): void {}

/** All of a PUBLISH is one part that nobody looks at. */
export function messageBegins(decoder: Decoder): Reason {
  expectPart(decoder, Part.Payload, decoder.remaining);
  decoder.isSkipped = true;
  return Reason.None;
}

export function messagePart(client: Client): Reason {
  expectPacket(client.decoder);
  count(client, "skipped", 1);
  return Reason.None;
}

export function takeSubscribed(_client: Client, _type: Packet, _packetId: number, _body: Chunk): Reason {
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
