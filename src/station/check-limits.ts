/*
 * Whether all that a station sends, takes and holds fits its limits, and how much would do.
 */
import { payloadBytes } from "#bytes";
import { packetBytes, publishLength } from "#protocol";
import { checkOptions, Least, leastTxBytes } from "../client/check.ts";
import { Status } from "../client/status.ts";
import { talkBytes } from "./check-talk.ts";
import { ANY_BOARD, topicsOf } from "./check-words.ts";
import { makeOutputs, payloadLimit } from "./output.ts";
import type { Output } from "./output.ts";
import { recordBytes } from "./record.ts";
import { clientOptions } from "./make-runner.ts";
import type { Feed, Station } from "./station.ts";

/** As long as the longest version that a station says it has. */
const ANY_VERSION = "999.999.999";
const NOWHERE = { host: "", port: 0, isSecure: false };

/** The bytes of the longest PUBLISH that a reading can become. */
function longestPublish(output: Output): number {
  const topicBytes = payloadBytes(output.topic);
  return packetBytes(publishLength(topicBytes, output.feed.qos, payloadLimit(output)));
}

/** How many readings of a feed wait before something of them is sent. */
function readingsWaiting({ send }: Station, { everyS, batch = 1, filter }: Feed): number {
  if (send?.everyS === undefined) return batch;
  const periodS = Math.max(everyS * (filter?.samples ?? 1), filter?.minimumS ?? 0);
  return Math.max(batch, Math.ceil(send.everyS / periodS));
}

/** What the outbox holds just before a sending. */
function waiting(station: Station): { bytes: number; entries: number } {
  let bytes = 0;
  let entries = 0;
  for (const feed of station.feeds) {
    const readings = readingsWaiting(station, feed);
    const topics = topicsOf(station, feed).length;
    bytes += readings * topics * recordBytes(feed.sensor);
    entries += topics * Math.ceil(readings / (feed.batch ?? 1));
  }
  return { bytes, entries };
}

export function checkLimits(station: Station): string[] {
  const problems: string[] = [];
  const { feeds, send } = station;
  const options = clientOptions(station, NOWHERE, ANY_BOARD, {});
  const need = (name: keyof Station["limits"], least: number, why: string) => {
    const value = station.limits[name];
    if (!Number.isInteger(value) || value < least)
      problems.push(`limits.${name} is ${value}, the smallest that would do is ${least}: ${why}`);
  };
  const publishes = makeOutputs(station, ANY_BOARD).list.map(longestPublish);
  const talk = talkBytes(station, ANY_VERSION);
  const txBytes = Math.max(leastTxBytes(options, options.clientId), talk.txBytes, ...publishes);
  need("txBytes", txBytes, "the largest packet must fit");
  const isTold = talk.rxBytes > Least.RxBytes;
  const rxBytes = Math.max(Least.RxBytes, talk.rxBytes);
  need("rxBytes", rxBytes, isTold ? "what it is told must fit" : "the broker's answers must fit");
  const isGathering = send?.everyS !== undefined;
  const { bytes, entries } = waiting(station);
  const largest = Math.max(...feeds.map((feed) => (feed.batch ?? 1) * recordBytes(feed.sensor)));
  const gathered = "what is read from one sending to the next must fit";
  need("outboxBytes", isGathering ? bytes : largest, isGathering ? gathered : "the largest reading must fit");
  need("outboxEntries", isGathering ? entries : 1, isGathering ? gathered : "one reading must fit");
  if (problems.length === 0 && checkOptions(options, options.clientId) !== Status.Ok)
    problems.push(`"${station.name}" makes no client id: it must not contain U+0000`);
  return problems;
}
