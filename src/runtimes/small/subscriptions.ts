/*
 * What a small client wants to be subscribed to: a bounded table that is asked for anew in each connection. The place
 * in the table is part of the packet id.
 * Source: MQTT 3.1.1, sections 3.8 to 3.11.
 */
import { limitOf } from "#bytes";
import { filterLength, Packet, packetBytes, putFilter } from "#protocol";
import { Status } from "../../client/status.ts";
import { tell } from "./state.ts";
import type { SmallClient } from "./state.ts";

const enum Wanted {
  /** Stands in place of a QoS. */
  No = -1,
}

const enum Id {
  /** Of the first place; those below are for messages. */
  First = 65001,
}

/** How far a filter is; an answer takes two off. */
const enum Ask {
  Done = 0,
  Due = 1,
  Asked = 2,
  /** Asked, and changed since. */
  AskedAndDue = 3,
}

export interface Filters {
  /** Empty where a place is free. */
  filters: string[];
  wantedQos: number[];
  asks: Ask[];
  /** There may be one that is Due. */
  hasDue: boolean;
}

export function addFilters(mqtt: SmallClient): void {
  mqtt.filters = [];
  mqtt.wantedQos = [];
  mqtt.asks = [];
  mqtt.hasDue = false;
}

function placeOf(filters: string[], filter: string): number {
  let at = filters.length - 1;
  while (at >= 0 && filters[at] !== filter) at -= 1;
  return at;
}

function want(mqtt: SmallClient, filter: string, qos: number): Status {
  const filters = mqtt.filters;
  if (packetBytes(filterLength(Packet.Subscribe, filter)) > limitOf(mqtt.tx)) return Status.TooLarge;
  let place = placeOf(filters, filter);
  if (place < 0) place = placeOf(filters, "");
  if (place < 0) place = filters.length;
  if (place >= (mqtt.options.subscriptions ?? 8)) return Status.Full;
  filters[place] = filter;
  mqtt.wantedQos[place] = qos;
  mqtt.asks[place] = (mqtt.asks[place] ?? Ask.Done) < Ask.Asked ? Ask.Due : Ask.AskedAndDue;
  mqtt.hasDue = true;
  return Status.Ok;
}

/** Want a subscription, from now on and in every later connection. */
export function subscribe(mqtt: SmallClient, filter: string, qos: number): Status {
  return qos > 1 ? Status.Unsupported : want(mqtt, filter, qos);
}

export function unsubscribe(mqtt: SmallClient, filter: string): Status {
  return want(mqtt, filter, Wanted.No);
}

/** Write a packet for each filter that is due, as far as they fit. */
export function putFilters(mqtt: SmallClient): void {
  if (!mqtt.hasDue) return;
  mqtt.hasDue = false;
  for (let place = 0; place < mqtt.filters.length; place += 1) {
    if (mqtt.asks[place] !== Ask.Due) continue;
    const qos = mqtt.wantedQos[place] as number;
    const type = qos < 0 ? Packet.Unsubscribe : Packet.Subscribe;
    if (putFilter(mqtt.tx, type, Id.First + place, mqtt.filters[place] as string, qos) < 0) {
      mqtt.hasDue = true;
      return;
    }
    mqtt.asks[place] = Ask.Asked;
  }
}

/** @param granted  QoS 0 or 1; 128 when the broker refused; -1 when an unsubscribe was confirmed */
export function takeAnswer(mqtt: SmallClient, packetId: number, granted: number): void {
  const place = packetId - Id.First;
  const ask: number = place < 0 ? Ask.Done : (mqtt.asks[place] ?? Ask.Done);
  if (ask < Ask.Asked) return;
  const filter = mqtt.filters[place];
  mqtt.asks[place] = ask - Ask.Asked;
  mqtt.hasDue = true;
  if (ask === Ask.Asked && mqtt.wantedQos[place] === Wanted.No) mqtt.filters[place] = "";
  tell(mqtt.options.onSubscribed, filter, granted);
}

/** Answers that are missing will never come, and the broker may have forgotten everything. */
export function filtersLost(mqtt: SmallClient): void {
  mqtt.hasDue = true;
  for (let place = 0; place < mqtt.filters.length; place += 1)
    mqtt.asks[place] = mqtt.filters[place] === "" ? Ask.Done : Ask.Due;
}
