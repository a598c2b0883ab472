/*
 * Whether what a station keeps over a deep sleep fits the memory that its runtime has for it, with a full outbox.
 * Source: src/runtimes/nodemcu/kept.ts and src/runtimes/moddable/kept.ts.
 */
import { makeFilter } from "#filter";
import { snapshotBytes } from "../client/snapshot.ts";
import { Hint } from "../runtimes/hint.ts";
import { BlockHead } from "./blocks.ts";
import { statesBytes } from "./kept.ts";
import type { Station } from "./station.ts";

/** RTC memory of an ESP8266 from word 13 to its end, of which every block takes whole words. */
const RTC_BYTES = 460;
/** One block in preferences of an ESP8266. */
const PREFERENCE_BYTES = 26 * 63;
/** What a block can hold anywhere (blocks.ts), with its head. */
const BLOCK_BYTES = 4000 + BlockHead.Bytes;

const inWords = (bytes: number) => Math.ceil((BlockHead.Bytes + bytes) / 4) * 4;

/** What a full outbox needs, and what there is; undefined for a station that keeps nothing. */
function needOf(station: Station): { bytes: number; mostBytes: number; where: string } | undefined {
  const { runtime, sleep, limits } = station;
  if (sleep?.depth !== "deep") return undefined;
  const sessionBytes = snapshotBytes({ limit: limits.outboxEntries, limitBytes: limits.outboxBytes });
  if (runtime === "nodemcu") {
    const bytes =
      inWords(sessionBytes) + inWords(statesBytes(station.feeds.map(makeFilter))) + inWords(Hint.Bytes);
    return { bytes, mostBytes: RTC_BYTES, where: "the RTC memory of an ESP8266" };
  }
  const bytes = BlockHead.Bytes + sessionBytes;
  if (runtime === "moddable") return { bytes, mostBytes: PREFERENCE_BYTES, where: "a preference" };
  return { bytes, mostBytes: BLOCK_BYTES, where: "a block" };
}

/** @param station  passed checkLimits */
export function checkKept(station: Station): string[] {
  const need = needOf(station);
  if (need === undefined || need.bytes <= need.mostBytes) return [];
  return [
    `over a deep sleep a full outbox takes ${need.bytes} bytes, and ${need.where} has ${need.mostBytes}: make limits.outboxBytes or limits.outboxEntries smaller, and send more often`,
  ];
}
