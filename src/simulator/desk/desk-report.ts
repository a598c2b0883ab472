/*
 * What the main job says: the status line, the result.
 */
import type { Runner } from "../../station/runner.ts";
import { countText, plural } from "../show.ts";
import { linkWord, statusWords } from "../words.ts";

/** What `--json` prints. */
export interface DeskResult {
  /** Everything published was acknowledged, and, on the embedded broker, received. */
  ok: boolean;
  /** Messages: readings, and what else the station says. */
  published: number;
  /** Those with QoS 1. */
  acknowledged: number;
  received: number;
  queued: number;
  dropped: { full: number; replaced: number; expired: number; unsendable: number };
  bytesOut: number;
  bytesIn: number;
}

/** The status line. */
export function statusText(runner: Runner | undefined): string {
  if (runner === undefined) return "starting";
  const { counters, link, outbox } = runner.client;
  const columns = [
    `link ${linkWord(link).padEnd(8)}`,
    `acknowledged ${countText(counters.acknowledged)}`,
    `queued ${countText(outbox.count)}`,
    `out ${countText(counters.bytesOut)} B`,
    `in ${countText(counters.bytesIn)} B`,
  ];
  for (const { feed, failures, status } of runner.samplers)
    if (failures > 0)
      columns.push(`${feed.sensor.name} failed ${plural(failures, "time")}: ${statusWords(status)}`);
  return columns.join("   ");
}

/** @param isEmbedded  whether the subscriber surely was there from the first reading on */
export function resultOf(runner: Runner, received: number, isEmbedded: boolean): DeskResult {
  const { counters, outbox } = runner.client;
  const { accepted, acknowledged, droppedFull, droppedReplaced, droppedExpired, droppedUnsendable } =
    counters;
  const dropped = droppedFull + droppedReplaced + droppedExpired + droppedUnsendable + counters.refused;
  const isSeen = !isEmbedded || received >= accepted;
  return {
    ok: counters.connects > 0 && accepted > 0 && outbox.count === 0 && dropped === 0 && isSeen,
    published: accepted,
    acknowledged,
    received,
    queued: outbox.count,
    dropped: {
      full: droppedFull + counters.refused,
      replaced: droppedReplaced,
      expired: droppedExpired,
      unsendable: droppedUnsendable,
    },
    bytesOut: counters.bytesOut,
    bytesIn: counters.bytesIn,
  };
}
