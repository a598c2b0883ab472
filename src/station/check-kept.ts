/*
 * Whether what a station keeps over a deep sleep fits the memory that its runtime has for it, with a full outbox.
 * Source: src/runtimes/nodemcu/kept.ts and src/runtimes/moddable/kept.ts.
 */
import { makeFilter } from "#filter";
import { BlockHead } from "./blocks.ts";
import { feedStateBytes } from "./filter-state.ts";
import type { Station } from "./station.ts";

/** What client/snapshot.ts writes for itself, and for each entry besides its bytes. */
const SESSION = { head: 14, entry: 5 };
/** What kept.ts writes of a station, and of each feed besides its filter. */
const STATES = { head: 36, feed: 4 };
/** runtimes/hint.ts. */
const HINT_BYTES = 23;
/** RTC memory of an ESP8266 from word 13 to its end, of which every block takes whole words. */
const RTC_BYTES = 460;
/** One block in preferences of an ESP8266. */
const PREFERENCE_BYTES = 26 * 63;
/** What a block can hold anywhere (blocks.ts), with its head. */
const BLOCK_BYTES = 4000 + BlockHead.Bytes;

const inWords = (bytes: number) => Math.ceil((BlockHead.Bytes + bytes) / 4) * 4;

function statesBytes({ feeds }: Station): number {
  const filters = feeds.map((feed) => STATES.feed + feedStateBytes(makeFilter(feed)));
  return filters.reduce((sum, bytes) => sum + bytes, STATES.head);
}

/** What a full outbox needs, and what there is; undefined for a station that keeps nothing. */
function needOf(station: Station): { bytes: number; mostBytes: number; where: string } | undefined {
  const { runtime, sleep, limits } = station;
  if (sleep?.depth !== "deep") return undefined;
  const sessionBytes = SESSION.head + limits.outboxEntries * SESSION.entry + limits.outboxBytes;
  if (runtime === "nodemcu") {
    const bytes = inWords(sessionBytes) + inWords(statesBytes(station)) + inWords(HINT_BYTES);
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
