/*
 * Whether a station that stays connected can be reached: a retained "online", and a will that replaces it. A station
 * that sleeps deeply has neither: a broker keeps a will for a connection, and it disconnects at each wake. Who waits for
 * its readings has them expire instead (discovery.ts).
 */
import type { Will } from "../client/options.ts";
import type { Station } from "./station.ts";

export function isDeepSleeper(station: Station): boolean {
  return station.sleep !== undefined && station.sleep.depth === "deep";
}

export function availabilityTopic(station: Station): string {
  return station.name + "/availability";
}

/**
 * The last will; undefined for a station that has none. With one, "online" goes to the same topic after each CONNACK, with
 * QoS 1 and retained, and "offline" before a DISCONNECT, with which the broker forgets the will.
 */
export function willOf(station: Station): Will | undefined {
  if (isDeepSleeper(station)) return undefined;
  return { topic: availabilityTopic(station), payload: "offline", qos: 1, retain: true };
}
