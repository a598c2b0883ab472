/*
 * Packet ids: 1 to 65535, never one that is in flight.
 * Source: MQTT 3.1.1, section 2.3.1. Client and broker count their ids apart, so only ours matter.
 */
import { isInboundId } from "#inbound";
import { placeOfId } from "./outbox.ts";
import type { Client } from "./state.ts";

const enum Id {
  Last = 65535,
}

/** The next free id. There are far fewer entries than ids, so one is always found. */
export function nextId(client: Client): number {
  do {
    client.lastId = (client.lastId % Id.Last) + 1;
  } while (placeOfId(client.outbox, client.lastId) >= 0 || isInboundId(client.inbound, client.lastId));
  return client.lastId;
}
