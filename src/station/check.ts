/*
 * Finds what is wrong with a station before anything is built, in sentences that say what to do.
 * Host code: it is never part of what runs on a board.
 */
import { payloadBytes } from "#bytes";
import { packetBytes, publishLength } from "#protocol";
import { checkOptions, Least, leastTxBytes } from "../client/check.ts";
import { Status } from "../client/status.ts";
import { isTopicName } from "../client/topic.ts";
import { makeOutputs, payloadLimit } from "./output.ts";
import type { Output } from "./output.ts";
import { recordBytes } from "./record.ts";
import { clientOptions } from "./run.ts";
import { addressOf, fillTopic } from "./station.ts";
import type { Feed, Station } from "./station.ts";

/** As long as the longest id that a board gives itself. */
const ANY_BOARD = "0123456789ab";

/** Half of the clock's wrap, in seconds: the longest time between two readings. */
const MOST_EVERY_S = 536870;

const addressText = (feed: Feed) => `0x${addressOf(feed).toString(16).padStart(2, "0")}`;
const where = (feed: Feed) => `${feed.sensor.name} at ${addressText(feed)}`;

function checkFeed(station: Station, feed: Feed): string[] {
  const problems: string[] = [];
  const topic = fillTopic(station, feed, ANY_BOARD);
  if (!Number.isInteger(feed.everyS) || feed.everyS < 1 || feed.everyS > MOST_EVERY_S)
    problems.push(`${where(feed)}: everyS is ${feed.everyS}, give whole seconds from 1 to ${MOST_EVERY_S}`);
  if (feed.qos !== 0 && feed.qos !== 1) problems.push(`${where(feed)}: qos is ${feed.qos}, give 0 or 1`);
  if (!Number.isInteger(feed.address) || addressOf(feed) < 0x08 || addressOf(feed) > 0x77)
    problems.push(`${where(feed)}: I2C addresses go from 0x08 to 0x77`);
  const key = /\{[^{}]*\}/.exec(topic)?.[0];
  if (key !== undefined)
    problems.push(
      `${where(feed)}: nothing is known as ${key} in its topic, there are {name}, {id}, {feed} and {sensor}`,
    );
  if (!isTopicName(topic))
    problems.push(
      `${where(feed)}: "${topic}" is no topic to publish to: it must not be empty nor contain +, # or U+0000`,
    );
  return problems;
}

/** Every pair of feeds that have this in common, as a sentence. */
function checkPairs(station: Station, common: (feed: Feed) => string, advice: string): string[] {
  const problems: string[] = [];
  station.feeds.forEach((feed, at) => {
    const twin = station.feeds.slice(0, at).find((other) => common(other) === common(feed));
    if (twin !== undefined) problems.push(`two feeds ${common(feed)}: ${advice}`);
  });
  return problems;
}

/** The bytes of the longest PUBLISH that a reading can become. */
function longestPublish(output: Output): number {
  const topicBytes = payloadBytes(output.topic);
  return packetBytes(publishLength(topicBytes, output.feed.qos, payloadLimit(output)));
}

function checkLimits(station: Station): string[] {
  const problems: string[] = [];
  const outputs = makeOutputs(station, ANY_BOARD);
  const options = clientOptions(station, { host: "", port: 0, isSecure: false }, ANY_BOARD, {});
  const need = (name: keyof Station["limits"], least: number, why: string) => {
    const value = station.limits[name];
    if (!Number.isInteger(value) || value < least)
      problems.push(`limits.${name} is ${value}, the smallest that would do is ${least}: ${why}`);
  };
  const publishes = outputs.list.map(longestPublish);
  const readings = station.feeds.map((feed) => (feed.batch ?? 1) * recordBytes(feed.sensor));
  need(
    "txBytes",
    Math.max(leastTxBytes(options, options.clientId), ...publishes),
    "the largest packet must fit",
  );
  need("rxBytes", Least.RxBytes, "the broker's answers must fit");
  need("outboxBytes", Math.max(...readings), "the largest reading must fit");
  need("outboxEntries", 1, "one reading must fit");
  if (problems.length === 0 && checkOptions(options, options.clientId) !== Status.Ok)
    problems.push(`"${station.name}" makes no client id: it must not contain U+0000`);
  return problems;
}

/** What every station has, and whether a value can be it; types are not there for all who write one. */
const PARTS: Partial<Record<keyof Station, (value: unknown) => boolean>> = {
  name: (value) => typeof value === "string",
  hardware: (value) => isRecord(value) && Array.isArray(value["runtimes"]),
  runtime: (value) => typeof value === "string",
  feeds: (value) => Array.isArray(value) && value.every(isFeed),
  limits: isRecord,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFeed(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value["sensor"])) return false;
  const { sensor, address, topic } = value;
  return Array.isArray(sensor["fields"]) && typeof address === "number" && typeof topic === "string";
}

/**
 * @returns  one sentence for each mistake; none when the station can be built and run
 */
export function checkStation(station: Station): string[] {
  const parts = Object.keys(PARTS) as (keyof Station)[];
  const missing = parts.filter((part) => PARTS[part]?.(station[part]) !== true);
  if (missing.length > 0)
    return [`not whole, or not there: ${missing.join(", ")}; see boards/greenhouse.ts for a whole station`];
  const { hardware, runtime, feeds } = station;
  const problems: string[] = [];
  if (!/^[a-z0-9][a-z0-9-]*$/i.test(station.name))
    problems.push(`"${station.name}" is no station name: use letters, digits and hyphens`);
  if (!hardware.runtimes.includes(runtime))
    problems.push(
      `there is no ${runtime} firmware for ${hardware.name}: choose ${hardware.runtimes.join(" or ")}`,
    );
  if (feeds.length === 0)
    return [...problems, "there is no feed: a station without a reading has nothing to do"];
  for (const feed of feeds) problems.push(...checkFeed(station, feed));
  const topicOf = (feed: Feed) => `publish to "${fillTopic(station, feed, ANY_BOARD)}"`;
  const placeOf = (feed: Feed) => `have address ${addressText(feed)} on ${feed.bus}`;
  problems.push(...checkPairs(station, topicOf, "give each its own topic, for instance with {sensor}"));
  problems.push(...checkPairs(station, placeOf, "set another address on one of the chips"));
  return problems.length > 0 ? problems : checkLimits(station);
}
