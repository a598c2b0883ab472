/*
 * Whether a client still has the stores it was made with: nothing that it holds may grow or be replaced.
 */
import type { Frame, Numbers } from "#bytes";
import type { Counters } from "#report";
import type { Client } from "../../src/client/state.ts";
import type { Subscription } from "../../src/client/subscriptions.ts";

/** Every store of a client, so that one that grew or was replaced is found. */
export interface Stores {
  bytes: Uint8Array[];
  frames: Frame[];
  numbers: Numbers;
  numberCount: number;
  table: Subscription[];
  subscriptionList: Subscription[];
  pubacks: number[];
}

const FRAME_NAMES = ["tx", "formatted", "gathered", "the store"];

function framesOf(client: Client): Frame[] {
  return [client.tx, client.formatted, client.decoder.gathered, client.outbox.store];
}

export function storesOf(client: Client): Stores {
  const frames = framesOf(client);
  return {
    bytes: frames.map((frame) => frame.bytes),
    frames,
    numbers: client.outbox.numbers,
    numberCount: client.outbox.numbers.length,
    table: client.inbound.table,
    subscriptionList: [...client.inbound.table],
    pubacks: client.inbound.owedIds,
  };
}

/** What of its stores a client has replaced, grown or lost, in words, or "". */
export function findGrown(client: Client, stores: Stores): string {
  const { outbox, inbound } = client;
  const frames = framesOf(client);
  for (const [at, frame] of frames.entries())
    if (frame !== stores.frames[at] || frame.bytes !== stores.bytes[at])
      return `${FRAME_NAMES[at]} is another`;
  if (outbox.numbers !== stores.numbers || outbox.numbers.length !== stores.numberCount)
    return `the outbox has ${outbox.numbers.length} numbers`;
  // Made with the first source, and then one for each entry at most.
  if (outbox.sources !== undefined && outbox.sources.length > outbox.limit)
    return `there is room for ${outbox.sources.length} sources`;
  if (inbound.table !== stores.table) return "the subscriptions are others";
  // Made with the first subscriptions, up to the limit, and then used again.
  if (inbound.table.length > (client.options.subscriptions ?? 8))
    return `there are ${inbound.table.length} subscriptions`;
  for (const one of stores.subscriptionList)
    if (!inbound.table.includes(one)) return "a subscription is another";
  if (inbound.owedIds !== stores.pubacks || inbound.owedIds.length > (client.options.pubacks ?? 20))
    return `there are ${inbound.owedIds.length} PUBACKs`;
  return "";
}

/** A counter that went down between two moments, in words, or "". */
export function findFallen(before: Counters, after: Counters): string {
  for (const name in before)
    if (after[name as keyof Counters] < before[name as keyof Counters]) return `counter ${name} went down`;
  return "";
}
