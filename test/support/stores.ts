/*
 * Whether a client still has the stores it was made with: nothing that it holds may grow or be replaced.
 */
import type { Chunk, Frame } from "#bytes";
import type { Entry } from "../../src/client/outbox.ts";
import type { Client, Counters } from "../../src/client/state.ts";
import type { Subscription } from "../../src/client/subscriptions.ts";

/** Every store of a client, so that one that grew or was replaced is found. */
export interface Stores {
  bytes: Uint8Array[];
  frames: Frame[];
  entries: Entry[];
  entryList: Entry[];
  subscriptions: Subscription[];
  subscriptionList: Subscription[];
  pubacks: number[];
  pubackLimit: number;
  nothing: Chunk;
}

function framesOf(client: Client): Frame[] {
  return [client.tx, client.formatted, client.decoder.gathered, client.outbox.store];
}

export function storesOf(client: Client): Stores {
  const frames = framesOf(client);
  return {
    bytes: frames.map((frame) => frame.bytes),
    frames,
    entries: client.outbox.entries,
    entryList: [...client.outbox.entries],
    subscriptions: client.inbound.subscriptions,
    subscriptionList: [...client.inbound.subscriptions],
    pubacks: client.inbound.pubacks,
    pubackLimit: client.inbound.pubacks.length,
    nothing: client.decoder.nothing,
  };
}

/** What of its stores a client has replaced, grown or lost, in words, or "". */
export function findGrown(client: Client, stores: Stores): string {
  const { outbox, inbound } = client;
  if (client.tx !== stores.frames[0] || client.tx.bytes !== stores.bytes[0]) return "tx is another";
  if (client.formatted !== stores.frames[1] || client.formatted.bytes !== stores.bytes[1])
    return "formatted is another";
  const gathered = client.decoder.gathered;
  if (gathered !== stores.frames[2] || gathered.bytes !== stores.bytes[2]) return "gathered is another";
  if (outbox.store !== stores.frames[3] || outbox.store.bytes !== stores.bytes[3])
    return "the store is another";
  if (client.decoder.nothing !== stores.nothing) return "nothing is another";
  if (outbox.entries !== stores.entries || outbox.entries.length !== stores.entryList.length)
    return `the outbox has ${outbox.entries.length} entries`;
  for (const entry of stores.entryList) if (!outbox.entries.includes(entry)) return "an entry is another";
  if (inbound.subscriptions !== stores.subscriptions) return "the subscriptions are others";
  if (inbound.subscriptions.length !== stores.subscriptionList.length)
    return `there are ${inbound.subscriptions.length} subscriptions`;
  for (const one of stores.subscriptionList)
    if (!inbound.subscriptions.includes(one)) return "a subscription is another";
  if (inbound.pubacks !== stores.pubacks || inbound.pubacks.length !== stores.pubackLimit)
    return `there is room for ${inbound.pubacks.length} PUBACKs`;
  return "";
}

/** A counter that went down between two moments, in words, or "". */
export function findFallen(before: Counters, after: Counters): string {
  for (const name in before)
    if (after[name as keyof Counters] < before[name as keyof Counters]) return `counter ${name} went down`;
  return "";
}
