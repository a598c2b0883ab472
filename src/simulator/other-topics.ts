/*
 * Where a station says what is no reading: whether it is there, how it fares, what it answers, what Home Assistant wants.
 */
import { availabilityTopic } from "../station/availability.ts";
import { logTopic } from "../station/commands.ts";
import { makeDiscovery } from "../station/discovery.ts";
import { statusTopic } from "../station/report.ts";
import { UNNAMED } from "../station/runner.ts";
import type { Station } from "../station/station.ts";

/** @param board  the board's own id */
export function otherTopics(station: Station, board: string): string[] {
  const plain = [availabilityTopic(station), statusTopic(station), logTopic(station)];
  return station.hasDiscovery === true
    ? [...plain, makeDiscovery(station, board, UNNAMED.version).topic]
    : plain;
}
