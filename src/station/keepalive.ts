/*
 * The keep alive that follows from when a station sends, and how its ping rides on a wake that comes anyway.
 * Source: MQTT 3.1.1, section 3.1.2.10.
 */
import { isDue, laterMs } from "../client/clock.ts";
import { dueMs, keepAliveS } from "../client/keepalive.ts";
import { Link } from "../client/link.ts";
import type { Client } from "../client/state.ts";
import type { Feed, Station } from "./station.ts";

const enum KeepAliveS {
  /** Enough for a deep sleeper, who says goodbye at each wake, and the least for those who stay. */
  Least = 60,
  Most = 65535,
}

/** Seconds from one sending to the next. */
function sendPeriodS(station: Station): number {
  let periodS: number = KeepAliveS.Most;
  for (let at = 0; at < station.feeds.length; at += 1) {
    const everyS = (station.feeds[at] as Feed).everyS;
    if (everyS < periodS) periodS = everyS;
  }
  const sendS = station.send === undefined || station.send.everyS === undefined ? 0 : station.send.everyS;
  return sendS > periodS ? sendS : periodS;
}

/**
 * The keep alive in seconds: the user's; else 60 for deep sleepers; else 1.2 times the period of sending, so that
 * each sending comes in time to spare the ping.
 */
export function keepAliveFor(station: Station): number {
  if (station.keepAliveS !== undefined) return station.keepAliveS;
  if (station.sleep !== undefined && station.sleep.depth === "deep") return KeepAliveS.Least;
  const longerS = Math.floor((sendPeriodS(station) * 6) / 5);
  if (longerS < KeepAliveS.Least) return KeepAliveS.Least;
  return longerS < KeepAliveS.Most ? longerS : KeepAliveS.Most;
}

/**
 * When the client must be called at the latest, for a station that is awake at wakeMs anyway: a ping waits for
 * that moment if it then still keeps our promise. It goes out there by itself, once 0.6 of the keep alive are over.
 */
export function ridingMs(client: Client, wakeMs: number): number {
  const dueAtMs = dueMs(client);
  if (client.link !== Link.Up || client.isTimed || isDue(wakeMs, dueAtMs)) return dueAtMs;
  const promisedMs = laterMs(client.sentMs, keepAliveS(client) * 1000);
  return keepAliveS(client) === 0 || isDue(wakeMs, promisedMs) ? wakeMs : dueAtMs;
}
