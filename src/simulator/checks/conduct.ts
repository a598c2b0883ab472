/*
 * How a station behaves towards its network and its broker, each promise as a check.
 */
import { timeText } from "../world/trace.ts";
import type { Bounds } from "./bounds.ts";
import { addressOf, feedName } from "../../station/station.ts";
import type { Check, Evidence, Link } from "./evidence.ts";

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

const protocol: Check = {
  sentence: "Nothing that MQTT 3.1.1 forbids is sent: packets, DUP, ids, order of packets, keep alive.",
  find: ({ violations }) => violations,
};

const noError: Check = {
  sentence: "Nothing that is received can throw.",
  find: ({ faultCount }) =>
    faultCount === 0 ? [] : [`${faultCount} errors that nobody caught on the board`],
};

const limits: Check = {
  sentence: "Nothing grows beyond its limit.",
  find({ largestWriteBytes, station, inside }) {
    const { txBytes } = station.limits;
    const found =
      largestWriteBytes > txBytes ? [`a write of ${largestWriteBytes} bytes, txBytes is ${txBytes}`] : [];
    return [...found, ...inside];
  },
};

/** How long the station was without an attempt after each link, where its power was on. */
function pauses(links: readonly Link[]): { afterMs: number; ms: number }[] {
  return links.flatMap(({ endedMs, isPowerCut }, at) => {
    const next = links[at + 1];
    if (endedMs === undefined || next === undefined || isPowerCut) return [];
    return [{ afterMs: endedMs, ms: next.dialedMs - endedMs }];
  });
}

const returns = ({ retryMs }: Bounds): Check => ({
  sentence: "The next attempt follows within retryCapS, also after a refusal.",
  find: ({ links }) =>
    pauses(links)
      .filter(({ ms }) => ms > retryMs)
      .map(({ afterMs, ms }) => `no attempt for ${seconds(ms)} after ${timeText(afterMs)}`),
});

/** The first link that was up in the calm, or still was. */
function calmLink({ links, calmMs }: Evidence): Link | undefined {
  return links.find(({ upMs, endedMs = Infinity }) => upMs !== undefined && endedMs > calmMs);
}

const upAgain = ({ upMs }: Bounds): Check => ({
  sentence: "After a storm the station is connected again within a bound.",
  find(evidence) {
    const { calmMs, endMs, links } = evidence;
    if (endMs < calmMs + upMs) return [];
    const first = calmLink(evidence);
    const atMs = Math.max(first?.upMs ?? Infinity, calmMs);
    const last = links.at(-1);
    const isUp = last !== undefined && last.upMs !== undefined && last.endedMs === undefined;
    if (atMs > calmMs + upMs) return [`not connected ${seconds(upMs)} after ${timeText(calmMs)}`];
    // A link that looks alive at the end of a storm may be dead; its successor has the same bound.
    return isUp || endMs < calmMs + 2 * upMs ? [] : ["not connected at the end of the calm"];
  },
});

const clears = ({ clearMs }: Bounds): Check => ({
  sentence: "In calm, what waits when the link comes up is acknowledged within a bound.",
  find: ({ links, calmMs, endMs }) =>
    links.flatMap(({ upMs = 0, clearedMs = Infinity, endedMs = endMs }) => {
      const isJudged = upMs > calmMs && endedMs > upMs + clearMs;
      return isJudged && clearedMs > upMs + clearMs
        ? [`up at ${timeText(upMs)}, and readings still waited later`]
        : [];
    }),
});

/** Two measurements may be missing: the one under way at each end. */
const MISSING = 2;

const measures = ({ settleMs }: Bounds): Check => ({
  sentence: "In calm, every feed is measured on time.",
  find({ station, samples, calmMs, endMs }) {
    return station.feeds.flatMap((feed, at) => {
      const own = samples.filter((sample) => sample.feed === at && sample.atMs >= calmMs + settleMs);
      const due = Math.floor((endMs - calmMs - settleMs) / (feed.everyS * 1000)) - MISSING;
      return own.length >= due
        ? []
        : [`${feedName(feed)} at ${addressOf(feed)}: ${own.length} measurements, not ${due}`];
    });
  },
});

/** What holds for every station, whatever it measures and however it sleeps. */
export const ALWAYS: Check[] = [protocol, noError];

export function conductChecks(bounds: Bounds): Check[] {
  return [protocol, noError, limits, returns(bounds), upAgain(bounds), clears(bounds), measures(bounds)];
}
