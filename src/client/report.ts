/*
 * What a client counts and reports beside its work. Reached as #report: a build without it puts
 * without/report.ts in its place.
 */
import type { Counter } from "./counters.ts";
import type { Client } from "./state.ts";
import { Notice } from "./status.ts";
import { tell, Told } from "./tell.ts";

export type { Counter, Counters } from "./counters.ts";

export function addCounters(client: Client): void {
  client.counters = {
    accepted: 0,
    refused: 0,
    sent: 0,
    acknowledged: 0,
    droppedFull: 0,
    droppedReplaced: 0,
    droppedExpired: 0,
    droppedUnsendable: 0,
    received: 0,
    skipped: 0,
    handlerErrors: 0,
    strayAcks: 0,
    connects: 0,
    closes: 0,
    bytesOut: 0,
    bytesIn: 0,
  };
}

export function count(client: Client, counter: Counter, more: number): void {
  client.counters[counter] += more;
}

export function notice(client: Client, what: Notice, detail: number): void {
  tell(client, Told.Notice, client.options.onNotice, what, detail);
}

/** Count a handler that threw, and report it. */
export function handlerThrew(client: Client, told: Told): void {
  count(client, "handlerErrors", 1);
  // onNotice itself threw: telling it once more could go on for ever.
  if (told !== Told.Notice) notice(client, Notice.HandlerThrew, told);
}
